#include "crawler/politeness.h"

#include <algorithm>

#include "crawler/retry_after.h"

namespace crawler {

std::string_view to_string(WaitReason reason) {
    switch (reason) {
        case WaitReason::none:
            return "ready";
        case WaitReason::gap:
            return "keeps the gap between requests to the host";
        case WaitReason::address_gap:
            return "keeps the gap between requests to the address";
        case WaitReason::in_flight:
            return "a request is under way";
        case WaitReason::retry_after:
            return "the server asked to wait (Retry-After)";
        case WaitReason::backoff:
            return "backs off after a failure";
        case WaitReason::breaker:
            return "left alone after repeated failures";
        case WaitReason::challenge:
            return "left alone after a challenge page";
        case WaitReason::robots:
            return "robots.txt could not be fetched";
        case WaitReason::held:
            return "held by the operator";
    }
    return "";
}

WaitReason wait_reason_of(std::string_view text) {
    for (auto reason = WaitReason::none; reason < WaitReason::held;
         reason = static_cast<WaitReason>(static_cast<std::uint8_t>(reason) + 1))
        if (to_string(reason) == text) return reason;
    return WaitReason::held;
}

Outcome outcome_of(const FetchResult& result, std::chrono::system_clock::time_point now) {
    Outcome outcome;
    outcome.status = result.status;
    outcome.http_status = result.http_status;
    outcome.ip = result.ip;
    outcome.elapsed = result.elapsed;
    if (const auto value = result.header("retry-after"); !value.empty())
        outcome.retry_after = parse_retry_after(value, now);
    for (const char* name : {"x-ratelimit-", "ratelimit-"})
        if (const auto remaining = result.header(std::string(name) + "remaining"); !remaining.empty())
            outcome.budget_reset = parse_rate_limit(remaining, result.header(std::string(name) + "reset"), now);
    outcome.body = result.body;
    outcome.location = result.header("location");
    return outcome;
}

bool host_failed(const Outcome& outcome) {
    switch (outcome.status) {
        case FetchStatus::rate_limited:
        case FetchStatus::timeout:
        case FetchStatus::dns:
        case FetchStatus::tls:
        case FetchStatus::network:
            return true;
        case FetchStatus::http_error:
            return outcome.http_status >= 500 || outcome.http_status == 408;
        default:
            return false;
    }
}

std::chrono::milliseconds HostPoliteness::gap(const PolitenessRules& rules) const {
    std::chrono::milliseconds gap = delay_.count() >= 0 ? delay_ : rules.delay;
    if (crawl_delay_) gap = std::max(gap, std::min(*crawl_delay_, rules.crawl_delay_cap));
    if (response_time_ > rules.strain) gap = std::max(gap, std::min(2 * response_time_, rules.adaptive_cap));
    return gap;
}

void HostPoliteness::hold(const Rest& rest) {
    rest_.failures = std::max(rest_.failures, rest.failures);
    if (rest.until <= rest_.until) return;
    rest_.until = rest.until;
    rest_.reason = rest.reason;
}

void HostPoliteness::started(Moment now, const PolitenessRules& rules) {
    // A breaker lets one request try: until it ends nothing else may start, which in-flight counts see to.
    hold(WaitReason::gap, now + gap(rules));
}

void HostPoliteness::finished(const Outcome& outcome, Moment now, const PolitenessRules& rules, std::uint64_t random) {
    if (outcome.elapsed.count() > 0)
        response_time_ = response_time_.count() ? (response_time_ * 7 + outcome.elapsed) / 8 : outcome.elapsed;
    hold(WaitReason::gap, now + gap(rules));
    if (outcome.retry_after && (outcome.status == FetchStatus::rate_limited || outcome.http_status >= 500))
        hold(WaitReason::retry_after, now + *outcome.retry_after);
    if (outcome.budget_reset) hold(WaitReason::retry_after, now + *outcome.budget_reset);
    if (outcome.status == FetchStatus::challenged) {
        hold(WaitReason::challenge, now + limits::challenge_time);
        return;
    }
    const bool refuses = outcome.http_status == 401 || outcome.http_status == 403;
    refusals_ = refuses ? refusals_ + 1 : 0;
    if (refusals_ >= limits::breaker_refusals) {
        hold(WaitReason::breaker, now + limits::breaker_time);
        refusals_ = limits::breaker_refusals - 1;  // then tried with one request
    }
    if (!host_failed(outcome)) {
        rest_.failures = 0;
        return;
    }
    ++rest_.failures;
    if (rest_.failures >= limits::breaker_failures) {
        hold(WaitReason::breaker, now + limits::breaker_time);
        return;
    }
    // 10 s, 20 s, 40 s ... to the cap, each stretched by up to a half so that hosts failing together part again.
    const auto base = rules.backoff_first * (1U << std::min(rest_.failures - 1, 16U));
    const auto capped = std::min<std::chrono::milliseconds>(base, limits::backoff_cap);
    hold(WaitReason::backoff, now + capped + capped * static_cast<std::int64_t>(random % 1024) / 2048);
}

}  // namespace crawler
