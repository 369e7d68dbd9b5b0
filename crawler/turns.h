// Whose turn it is. Every host stands in at most one of two lines: of those that wait for a moment, or of those that
// may be visited now (the higher priority first, then first come). Standing in one takes it out of the other.
//
// Two heaps whose stale entries are passed over by a version a host, so that every call is O(log hosts), amortised.
// Hosts are indexes, small and without gaps. Pure; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <queue>
#include <vector>

#include "crawler/politeness.h"

namespace crawler {

class Turns {
  public:
    using Host = std::uint32_t;

    void wait(Host host, Moment until);
    void ready(Host host, std::int8_t priority);
    void withdraw(Host host);  // from whichever line

    // Takes out a host whose waiting is over by `now`.
    std::optional<Host> take_due(Moment now);
    // Takes out the next host that is ready.
    std::optional<Host> take_ready();
    // The beginning of time while some host is ready; else when the first wait is over; nothing when both lines are
    // empty.
    std::optional<Moment> next_time();

  private:
    struct Waiting {  // min-heap by time
        Moment at;
        Host host;
        std::uint32_t version;
        bool operator<(const Waiting& other) const { return at > other.at; }
    };
    struct Ready {  // max-heap by priority, then first come
        std::int8_t priority;
        std::uint64_t order;
        Host host;
        std::uint32_t version;
        bool operator<(const Ready& other) const {
            return priority != other.priority ? priority < other.priority : order > other.order;
        }
    };

    std::uint32_t renew(Host host);
    template <typename Heap>
    bool drop_stale(Heap& heap);  // true when an entry that counts is on top

    std::priority_queue<Waiting> waiting_;
    std::priority_queue<Ready> ready_;
    std::vector<std::uint32_t> versions_;  // by host
    std::uint64_t order_ = 0;
};

}  // namespace crawler
