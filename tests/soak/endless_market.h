// A market without an end on loopback, having a bad day: shops whose lists lead to adverts and to further lists, with
// servers that stall, refuse, ask to be left alone, answer half a page, or die and come back. Texts are those of the
// demo market. What it has offered is known, so that a crawl can be held against it.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/http_server.h"

namespace soak {

enum class Fault : std::uint8_t { stall, unavailable, retry_after, too_many, internal_error, died };
inline constexpr std::array<std::string_view, 6> fault_names{"stalls", "503", "503 with Retry-After",
                                                             "429",    "500", "servers that died"};

class EndlessMarket {
  public:
    // `shops`: at most 200, each on an address of its own.
    explicit EndlessMarket(unsigned shops);
    ~EndlessMarket();

    std::string configuration() const;  // TOML: a source a shop

    // A shop's server ends in the middle of whatever it does, and is there again after `pause`.
    void kill_a_shop(std::mt19937& random, std::chrono::milliseconds pause);
    void close();  // no list leads further, and nothing fails any more

    // Addresses of all adverts that a crawl which ended must hold: those of the lists that the lists, as they were
    // answered last, lead to.
    std::set<std::string> adverts() const;
    std::uint64_t answered() const { return answered_; }
    std::uint64_t forbidden() const { return forbidden_; }  // requests that robots.txt forbids
    std::uint64_t faults(Fault fault) const { return faults_[static_cast<std::size_t>(fault)]; }

  private:
    static constexpr std::uint64_t adverts_a_list = 20;

    tools::HttpResponse answer(unsigned shop, const tools::HttpRequest& request);
    tools::HttpResponse list(unsigned shop, std::uint64_t number);
    static tools::HttpResponse advert(std::uint64_t number);
    std::string origin(unsigned shop) const;
    std::unique_ptr<tools::HttpServer> open(unsigned shop, int port);

    std::vector<std::unique_ptr<tools::HttpServer>> servers_;
    std::vector<int> ports_;
    std::atomic<bool> closed_{false};
    std::atomic<std::uint64_t> answered_{0}, forbidden_{0}, draws_{0};
    std::array<std::atomic<std::uint64_t>, fault_names.size()> faults_{};
    mutable std::mutex mutex_;                                     // guards the next
    std::map<std::pair<unsigned, std::uint64_t>, bool> leads_on_;  // by shop and list: what was answered last
};

}  // namespace soak
