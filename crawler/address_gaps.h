// The gap between requests to one IP address, whatever the hosts behind it. Requests are booked a gap apart, so that
// thousands of hosts on one address wait in line at the cost of one heap operation each instead of racing for every
// slot. Pure; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/politeness.h"

namespace crawler {

class AddressGaps {
  public:
    using Address = std::int32_t;
    static constexpr Address unknown = -1;  // never waits

    Address address_of(std::string_view ip);
    bool free(Address address, Moment now) const { return free_at(address) <= now; }
    Moment free_at(Address address) const;
    // A place at the end of the line: when its turn comes.
    Moment book(Address address, std::chrono::milliseconds gap);
    // A request starts, or is known to have started, at `when`.
    void started(Address address, Moment when, std::chrono::milliseconds gap);

  private:
    struct Line {
        Moment free{};    // no request before
        Moment booked{};  // end of the line
    };
    std::unordered_map<std::string, Address> index_;
    std::vector<Line> lines_;
};

}  // namespace crawler
