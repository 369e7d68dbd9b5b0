// A frontier of five million URLs over fifty thousand hosts: memory, and the cost of add() and next() as it grows.
//
//   frontier_bench [urls] [hosts] [sources]     every host is shared by all sources
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <vector>

#include "crawler/frontier.h"

using namespace crawler;

// CPU time: the machine may have other work.
struct Clock {
    using time_point = double;
    static double now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }
};

namespace {

double resident_megabytes() {
    std::ifstream statm("/proc/self/statm");
    long total = 0, resident = 0;
    statm >> total >> resident;
    return static_cast<double>(resident) * 4096 / 1e6;
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) * 1024 / 1e6;
}

double nanoseconds_each(Clock::time_point since, std::size_t count) {
    return (Clock::now() - since) * 1e9 / static_cast<double>(count);
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t urls = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 5'000'000;
    const std::size_t hosts = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 50'000;
    PolitenessRules rules;
    Frontier frontier(rules, "citeswatch-bench");
    std::vector<SourceId> sources(argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1);
    for (SourceId& source : sources) source = frontier.add_source({100'000'000, 250, std::nullopt, true});
    const double before = resident_megabytes();
    auto start = Clock::now();
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < urls; ++i) {
        const auto url = Url::parse(fmt::format(
            "https://shop{}.market.example/listing/antique-carved-figure-{:08}?ref={}", i % hosts, i, i * 7919 % 1000));
        bytes += url->text().size();
        frontier.add(*url, {sources[i / hosts % sources.size()]});
    }
    fmt::print("{} URLs ({:.0f} bytes each) over {} hosts: add {:.0f} ns each, {:.0f} MB resident, {:.0f} MB peak\n",
               urls, static_cast<double>(bytes) / static_cast<double>(urls), hosts, nanoseconds_each(start, urls),
               resident_megabytes() - before, peak_megabytes());
    // Simulated fetching, 1 ms a page, every host at its gap: first each robots.txt, then pages.
    Moment now{std::chrono::hours(1000)};
    Outcome fine;
    fine.status = FetchStatus::ok;
    fine.http_status = 200;
    start = Clock::now();
    std::size_t visits = 0, calls = 0;
    while (visits < hosts * 10) {
        ++calls;
        const auto visit = frontier.next(now);
        if (!visit) {
            const auto next = frontier.next_time();
            if (!next) break;
            now = std::max(now, *next);
            continue;
        }
        ++visits;
        now += std::chrono::microseconds(10);
        frontier.finished(visit->ticket, fine, now);
    }
    fmt::print("{} visits: next + finished {:.0f} ns a visit ({} calls), {:.0f} MB peak\n", visits,
               nanoseconds_each(start, visits), calls, peak_megabytes());
    return 0;
}
