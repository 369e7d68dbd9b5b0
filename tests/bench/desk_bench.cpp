// desk_bench PORT [CLIENTS [REQUESTS]]: many analysts at once look at a desk that is open on this machine.
//
// Each client walks as a person does: the queue, a page further, an advert, its neighbour, a filter. Prints the median
// and the 95th and 99th hundredth of the time from asking to the last byte. The desk runs in a process of its own:
//   casebook_bench make case.db 100000 ; citeswatch review --casebook case.db --listen 127.0.0.1:8787 &
//   desk_bench 8787 50
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include "tests/review/client.h"

namespace {

using Clock = std::chrono::steady_clock;

std::string link_behind(const std::string& body, const std::string& before) {
    const std::size_t at = body.find(before);
    if (at == std::string::npos) return "/";
    std::string link = body.substr(at + before.size(), body.find('"', at + before.size()) - at - before.size());
    for (std::size_t amp; (amp = link.find("&amp;")) != std::string::npos;) link.replace(amp, 5, "&");
    return link;
}

class Analyst {
  public:
    explicit Analyst(int port) : client_(port) {}

    void work(int steps) {
        const char* starts[] = {"/", "/?level=high", "/?appendix=I", "/?order=newest", "/?status=all", "/?q=ivory"};
        std::string target = "/";
        for (int step = 0; step < steps; ++step) {
            const auto begun = Clock::now();
            const tests::Answer answer = client_.get(target);
            times.push_back(std::chrono::duration<double, std::milli>(Clock::now() - begun).count());
            if (answer.status != 200) ++failed;
            switch (step % 5) {
                case 0:
                    target = link_behind(answer.body, "rel=\"next\" href=\"");
                    break;
                case 1:
                    target = link_behind(answer.body, "<td class=\"what\"><a href=\"");
                    break;
                case 2:
                    target = link_behind(answer.body, "rel=\"next\" href=\"");
                    break;
                case 3:
                    target = starts[(step / 5) % 6];
                    break;
                default:
                    target = "/";
            }
        }
    }

    std::vector<double> times;
    int failed = 0;

  private:
    tests::Client client_;
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        fmt::print(stderr, "desk_bench PORT [CLIENTS [REQUESTS EACH]]\n");
        return 2;
    }
    const int port = std::stoi(argv[1]);
    const int clients = argc > 2 ? std::stoi(argv[2]) : 50, requests = argc > 3 ? std::stoi(argv[3]) : 60;
    std::vector<double> times;
    int failed = 0;
    std::mutex mutex;
    const auto begun = Clock::now();
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&] {
            Analyst analyst(port);
            analyst.work(requests);
            const std::lock_guard lock(mutex);
            times.insert(times.end(), analyst.times.begin(), analyst.times.end());
            failed += analyst.failed;
        });
    for (std::thread& thread : threads) thread.join();
    const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    fmt::print(
        "{} clients, {} requests in {:.1f} s ({:.0f}/s), {} failed: median {:.1f} ms, 95 % {:.1f} ms, 99 % {:.1f} ms\n",
        clients, times.size(), seconds, static_cast<double>(times.size()) / seconds, failed, at(0.5), at(0.95),
        at(0.99));
    return failed == 0 ? 0 : 1;
}
