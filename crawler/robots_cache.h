// What is known of one origin's robots.txt, and what a fetch of it means (RFC 9309, sections 2.3.1 and 2.4):
// 2xx: its rules; up to five redirects followed; 4xx: all allowed; 5xx or unreachable: all disallowed, tried again;
// a copy counts for 24 hours. Pure; one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "crawler/politeness.h"
#include "crawler/robots.h"

namespace crawler {

class RobotsCache {
  public:
    enum class State : std::uint8_t { unknown, fetching, known, unreachable };

    explicit RobotsCache(std::string origin) : origin_(std::move(origin)) {}

    // As of `now`: an old copy and an old failure are both unknown again.
    State state(Moment now) const;
    // Where to fetch it: the origin's /robots.txt or where that redirected. State becomes fetching.
    std::string start_fetch();
    void put_back();  // the fetch was not made
    void finished(const Outcome& outcome, std::string_view user_agent, Moment now);
    void recall(std::string_view body, std::string_view user_agent, Moment fetched);

    // Null while not known; never null once known.
    const Robots* rules() const { return rules_.get(); }
    const std::string& origin() const { return origin_; }
    std::string_view trouble() const { return trouble_; }  // unreachable: the status it ended with

  private:
    std::string origin_;
    std::string redirected_;  // full URL, empty: none
    std::string_view trouble_;
    std::shared_ptr<const Robots> rules_;
    Moment changed_{};  // known: when fetched; unreachable: since when
    State state_ = State::unknown;
    std::uint8_t redirects_ = 0, attempts_ = 0;
};

}  // namespace crawler
