// Which URL next, and when: the queue of a crawl, under every host's and address's politeness.
//
// Pure: no sockets, no clock (time is an argument), no randomness but the rules' seed. One thread. The life of a URL:
// add() -> next() gives it as a Visit -> the caller fetches it -> finished(). Every Visit without a refusal must be
// finished exactly once. Before the first URL of an origin next() asks for its robots.txt, whose body comes back
// through finished(); what robots.txt forbids comes out of next() as a refused Visit, to be recorded and not fetched.
//
// Sources that share a host take turns there, so that a small one never waits for a large one to end.
//
// Cost: add() O(log sources of the host), next() and finished() O(log hosts) more, amortised. Memory: about the bytes
// of path and query plus 24 a waiting URL, 8 to 16 a URL ever seen, 500 a host: 5 million URLs over 50,000 hosts stay
// under 1 GB (tests/bench/frontier_bench.cpp).
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/politeness.h"
#include "crawler/url.h"

namespace crawler {

class Robots;

enum class SourceId : std::uint16_t {};

struct SourceBudget {
    std::uint32_t max_pages = limits::pages_per_source;  // visits in one pass, robots.txt and retries not counted
    std::uint8_t max_depth = limits::depth;
    std::optional<std::chrono::milliseconds> delay;  // where the source asks for more than the rules' own
    bool obey_robots = true;                         // false for APIs used under their own terms
};

// How a URL came to be known; comes back with its Visit.
struct Placement {
    SourceId source{};
    std::uint8_t kind = 0;       // the source's own: listing page, index page, API page ...
    std::uint8_t depth = 0;      // links from the seeds
    std::uint8_t redirects = 0;  // hops behind it
    std::int8_t priority = 0;    // higher first, within a source on its host and among hosts that are ready
    std::uint8_t attempts = 0;   // made so far
};

enum class Added : std::uint8_t { queued, duplicate, too_deep, too_many_redirects, trap, source_full, host_full };
std::string_view to_string(Added added);

enum class Refusal : std::uint8_t { none, robots, robots_unreachable };

struct Visit {
    std::uint64_t ticket = 0;  // for finished(); 0 with a refusal
    std::string url;
    Placement placement;
    bool robots = false;  // a robots.txt the frontier asks for: its body goes back through finished()
    Refusal refusal = Refusal::none;
    std::string why;  // refusal: the rule that says so, "line 12: Disallow: /private"
};

enum class Verdict : std::uint8_t {
    done,    // nothing more to do in this pass
    retry,   // queued again, its host backing off
    gave_up  // failed too often
};

struct WaitingHost {
    std::string host;
    Rest rest;
    std::size_t pending = 0;
};

class Frontier {
  public:
    // `user_agent`: whose groups of robots.txt count.
    Frontier(const PolitenessRules& rules, std::string user_agent);
    ~Frontier();
    Frontier(Frontier&&) noexcept;
    Frontier& operator=(Frontier&&) noexcept;

    SourceId add_source(const SourceBudget& budget);

    // `url` is canonical already where the source wants that. `again`: even if seen before (a revisit is due).
    Added add(const Url& url, const Placement& placement, bool again = false);
    // The URL counts as seen (done earlier in this pass) without being queued.
    void mark_seen(const Url& url);

    // The next URL that may be fetched now, or nothing: see next_time().
    std::optional<Visit> next(Moment now);
    // When next() is worth calling again if nothing finishes before; nothing when no URL waits for time alone.
    std::optional<Moment> next_time() const;

    Verdict finished(std::uint64_t ticket, const Outcome& outcome, Moment now);
    // The visit was not made (shutting down): it goes back to the head of its queue.
    void put_back(std::uint64_t ticket);

    // What an earlier run learned of a host: no request before, and how often it failed.
    void hold(std::string_view host, const Rest& rest);
    // How long a host is left alone as it stands, for a later run to know.
    Rest rest_of(std::string_view host) const;
    // An earlier run's robots.txt body, fetched `age` ago; an empty body allows all.
    void recall_robots(const Url& any_url_of_origin, std::string_view body, Moment fetched);
    // Rules known for the origin of `url`; null before robots.txt came. Sitemaps of it are found here.
    const Robots* robots_of(const Url& url) const;

    std::size_t pending() const;  // queued, not in flight
    std::size_t in_flight() const;
    std::uint32_t visits(SourceId source) const;  // started this pass
    std::size_t pending(SourceId source) const;
    // Hosts that have something pending, longest wait first, at most `limit`.
    std::vector<WaitingHost> waiting(Moment now, std::size_t limit) const;
    // Takes every pending URL of hosts that cannot be visited before `horizon`: to be recorded as left for later.
    std::vector<Visit> take_unreachable(Moment horizon);

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace crawler
