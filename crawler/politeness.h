// How long one host is left alone, and why. Pure: time and chance are arguments.
//
// A host waits for the longest of: the gap since its last response (the greatest of the configured delay, its
// Crawl-delay up to a cap, and twice its recent response time once that shows a server under strain), a Retry-After,
// an exponential backoff with jitter after failures, a circuit breaker after many in a row, a long cool-off after a
// challenge page. A host that answers nothing but "forbidden" is left alone like one that fails. The gap counts from
// the end of a response, so that the server too sees it kept, whatever the network in between did. One thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "crawler/fetcher.h"
#include "crawler/limits.h"

namespace crawler {

using Moment = std::chrono::steady_clock::time_point;

struct PolitenessRules {
    std::chrono::milliseconds delay = limits::default_delay;
    std::chrono::milliseconds address_gap{200};  // between requests to one address, whatever the host
    std::chrono::milliseconds crawl_delay_cap = limits::crawl_delay_cap;
    std::chrono::milliseconds strain{500};  // responses slower than this stretch the gap
    std::chrono::milliseconds adaptive_cap = limits::adaptive_delay_cap;
    std::chrono::milliseconds backoff_first = limits::backoff_first;  // doubled with each failure in a row
    std::uint32_t connections_per_host = 1;
    std::uint64_t seed = 1;  // of the jitter
};

enum class WaitReason : std::uint8_t {
    none,  // may be visited now
    gap,
    address_gap,
    in_flight,  // a request is under way
    retry_after,
    backoff,
    breaker,
    challenge,
    robots,  // robots.txt could not be had: disallowed until it can
    held     // by the caller
};
std::string_view to_string(WaitReason reason);
// The reason of that name; `held` for words nobody knows.
WaitReason wait_reason_of(std::string_view text);

// How long a host is left alone, and why.
struct Rest {
    WaitReason reason = WaitReason::none;
    Moment until{};
    std::uint32_t failures = 0;  // in a row

    // Is it more than the ordinary gap: worth telling people, and worth knowing after a restart?
    bool is_long() const { return reason >= WaitReason::retry_after; }
};

// What a request came to, as politeness and the frontier see it.
struct Outcome {
    FetchStatus status = FetchStatus::network;
    int http_status = 0;
    std::string_view ip;  // address connected to, empty when none
    std::chrono::milliseconds elapsed{0};
    std::optional<std::chrono::seconds> retry_after;   // as parsed, see retry_after.h
    std::optional<std::chrono::seconds> budget_reset;  // an API's budget of requests is spent until then
    std::string_view body;                             // robots.txt only
    std::string_view location;                         // robots.txt only: target of a redirect
};
// `now`: the wall clock, for a Retry-After that is a date. Views into `result`.
Outcome outcome_of(const FetchResult& result, std::chrono::system_clock::time_point now);

// Is the host in trouble (true), or did only this item go that way (false)?
bool host_failed(const Outcome& outcome);

class HostPoliteness {
  public:
    void set_delay(std::chrono::milliseconds delay) { delay_ = std::max(delay_, delay); }  // the greatest wins
    void set_crawl_delay(std::optional<std::chrono::milliseconds> delay) { crawl_delay_ = delay; }
    void started(Moment now, const PolitenessRules& rules);
    // `random`: any 64 bits, for the jitter.
    void finished(const Outcome& outcome, Moment now, const PolitenessRules& rules, std::uint64_t random);
    void hold(const Rest& rest);  // no request before; the later of two holds counts, and the more failures

    Moment ready_at() const { return rest_.until; }
    const Rest& rest() const { return rest_; }
    std::chrono::milliseconds gap(const PolitenessRules& rules) const;

  private:
    void hold(WaitReason reason, Moment until) { hold({reason, until, 0}); }

    Rest rest_;
    std::chrono::milliseconds delay_{-1};  // negative: the rules' own
    std::optional<std::chrono::milliseconds> crawl_delay_;
    std::chrono::milliseconds response_time_{0};  // moving average
    std::uint32_t refusals_ = 0;                  // 401 and 403 in a row
};

}  // namespace crawler
