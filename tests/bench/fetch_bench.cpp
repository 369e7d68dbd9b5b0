// Fetching, robots.txt, frontier and links alone, on one web server or many: pages per CPU second and peak memory.
//
//   fetch_bench crawl http://127.0.0.1:8877/           follow every link of the host
//   fetch_bench list  http://127.0.0.1:8877/ 10000     the addresses of the benchmark site, nothing parsed
//   fetch_bench polite 127.0.0 200 8877 100 10         200 hosts 127.0.0.1 .. at 100 ms for 10 s: pages a second
//
// CPU is user + system of this process (getrusage). See README.md beside for results.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>

#include "crawler/canonical.h"
#include "crawler/curl_fetcher.h"
#include "crawler/extract/first_pass.h"
#include "crawler/frontier.h"

using namespace crawler;
using Clock = std::chrono::steady_clock;

namespace {

double cpu_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double peak_megabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

struct Run {
    PolitenessRules rules;
    std::size_t window = 32;
    bool follow = false;
    Clock::duration duration = std::chrono::hours(1);
};

struct Totals {
    std::size_t pages = 0, failed = 0, bytes = 0;
};

void read_links(const FetchResult& result, const Placement& placement, Frontier& frontier) {
    PageInput input;
    input.body = result.body;
    input.url = result.url;
    input.content_type = result.header("content-type");
    Placement below = placement;
    ++below.depth;
    for (const Link& link : skim(input).links) {
        if (link.kind != LinkKind::anchor || link.nofollow) continue;
        const auto url = Url::parse(link.url);
        if (url && url->host() == Url::parse(result.url)->host()) frontier.add(canonical(*url), below);
    }
}

Totals crawl(Frontier& frontier, const Run& run) {
    FetcherOptions options;
    options.user_agent = "citeswatch-bench/0.1 (+http://localhost; bench@localhost)";
    options.connections = static_cast<long>(run.window);
    CurlFetcher fetcher(options);
    std::map<std::uint64_t, Visit> under_way;
    Totals totals;
    const auto end = Clock::now() + run.duration;
    for (;;) {
        auto now = Clock::now();
        if (now >= end && under_way.empty()) break;
        while (now < end && fetcher.in_flight() < run.window) {
            auto visit = frontier.next(now);
            if (!visit) break;
            if (visit->refusal != Refusal::none) continue;
            FetchRequest request;
            request.ticket = visit->ticket;
            request.url = visit->url;
            request.allow_private = true;
            fetcher.start(std::move(request));
            under_way.emplace(visit->ticket, std::move(*visit));
            now = Clock::now();
        }
        const auto next = frontier.next_time();
        if (under_way.empty() && (!next || now >= end)) break;
        const bool room = fetcher.in_flight() < run.window;
        auto wait = next && room ? std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now())
                                 : std::chrono::milliseconds(100);
        wait = std::clamp(wait, std::chrono::milliseconds(0), std::chrono::milliseconds(100));
        for (const FetchResult& result : fetcher.poll(wait)) {
            auto visit = under_way.extract(result.ticket);
            frontier.finished(result.ticket, outcome_of(result, std::chrono::system_clock::now()), Clock::now());
            if (visit.mapped().robots) continue;
            ++(result.status == FetchStatus::ok ? totals.pages : totals.failed);
            totals.bytes += result.body.size();
            if (run.follow && result.status == FetchStatus::ok) read_links(result, visit.mapped().placement, frontier);
        }
    }
    return totals;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        fmt::print(stderr, "usage: see the head of fetch_bench.cpp\n");
        return 2;
    }
    const std::string mode = argv[1];
    Run run;
    run.rules.delay = run.rules.address_gap = std::chrono::milliseconds(0);
    run.rules.connections_per_host = 32;
    run.follow = mode == "crawl";
    if (mode == "polite") {
        run.rules.delay = std::chrono::milliseconds(std::atoi(argv[5]));
        run.rules.connections_per_host = 1;
        run.window = 512;
        run.duration = std::chrono::seconds(std::atoi(argv[6]));
    }
    Frontier frontier(run.rules, "citeswatch-bench");
    const SourceId source = frontier.add_source({1'000'000, 250, std::nullopt, true});
    auto add = [&](const std::string& text) { frontier.add(*Url::parse(text), {source}); };
    if (mode == "crawl") add(argv[2]);
    if (mode == "list")
        for (int i = 1; i < std::atoi(argv[3]); ++i) add(fmt::format("{}l/{}/{}.html", argv[2], i / 1000, i));
    if (mode == "polite")
        for (int host = 1; host <= std::atoi(argv[3]); ++host)
            for (int i = 1; i < 500; ++i)
                add(fmt::format("http://{}.{}:{}/l/{}/{}.html", argv[2], host, argv[4], i / 1000, i));
    const auto start = Clock::now();
    const double cpu = cpu_seconds();
    const Totals totals = crawl(frontier, run);
    const double used = cpu_seconds() - cpu;
    const double wall = std::chrono::duration<double>(Clock::now() - start).count();
    fmt::print(
        "{}: {} pages, {} failed, {:.1f} MB, {:.2f} CPU s, {:.2f} s wall: {:.0f} pages per CPU second, {:.0f} a "
        "second, "
        "{:.0f} MB peak\n",
        mode, totals.pages, totals.failed, static_cast<double>(totals.bytes) / 1e6, used, wall,
        static_cast<double>(totals.pages) / used, static_cast<double>(totals.pages) / wall, peak_megabytes());
    return totals.failed ? 1 : 0;
}
