#include "crawler/robots_cache.h"

#include "crawler/url.h"

namespace crawler {
namespace {

const std::shared_ptr<const Robots>& allow_all() {  // shared: most small hosts have no robots.txt
    static const auto rules = std::make_shared<const Robots>();
    return rules;
}

}  // namespace

RobotsCache::State RobotsCache::state(Moment now) const {
    if (state_ == State::known && now - changed_ > limits::robots_age) return State::unknown;
    if (state_ == State::unreachable && now - changed_ > limits::robots_retry) return State::unknown;
    return state_;
}

std::string RobotsCache::start_fetch() {
    if (state_ != State::unknown) attempts_ = 0;  // a new round
    state_ = State::fetching;
    return redirected_.empty() ? origin_ + "/robots.txt" : redirected_;
}

void RobotsCache::put_back() { state_ = State::unknown; }

void RobotsCache::recall(std::string_view body, std::string_view user_agent, Moment fetched) {
    rules_ = body.empty() ? allow_all() : std::make_shared<const Robots>(Robots::parse(body, user_agent));
    changed_ = fetched;
    state_ = State::known;
}

void RobotsCache::finished(const Outcome& outcome, std::string_view user_agent, Moment now) {
    const bool redirect = outcome.http_status >= 300 && outcome.http_status < 400 && !outcome.location.empty();
    if (redirect && redirects_ < limits::robots_redirects) {
        const auto from = Url::parse(redirected_.empty() ? origin_ + "/robots.txt" : redirected_);
        if (const auto target = from ? from->resolve(outcome.location) : std::nullopt) {
            ++redirects_;
            redirected_ = target->text();
            state_ = State::unknown;
            return;
        }
    }
    redirects_ = 0;
    redirected_.clear();
    redirected_.shrink_to_fit();
    if (outcome.status == FetchStatus::challenged) {  // the host rests; then asked again
        state_ = State::unknown;
        return;
    }
    if (host_failed(outcome)) {
        rules_.reset();
        trouble_ = to_string(outcome.status);
        state_ = ++attempts_ < limits::attempts ? State::unknown : State::unreachable;
        changed_ = now;
        return;
    }
    attempts_ = 0;
    // Refused addresses too: then each URL meets, and records, the refusal itself. A file beyond the size limit counts
    // as far as it was read (RFC 9309, section 2.5).
    const bool content = outcome.http_status >= 200 && outcome.http_status < 300;
    recall(content ? outcome.body : std::string_view{}, user_agent, now);
}

}  // namespace crawler
