// The hosts a frontier knows: of each its queue, its manners and the robots.txt of its origins. Found by name; indexes
// are small, without gaps, and stay. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/address_gaps.h"
#include "crawler/path_queue.h"
#include "crawler/politeness.h"
#include "crawler/robots_cache.h"

namespace crawler {

struct FrontierHost {
    std::string name;
    std::vector<RobotsCache> origins;
    PathQueue queue;
    HostPoliteness politeness;
    AddressGaps::Address address = AddressGaps::unknown;
    std::uint32_t in_flight = 0;
    bool booked = false;  // has its place in the address's line

    bool is_address() const;  // its name is an IP address
    // The origin's index, made where it is new. Nothing for the 256th port of one host: no shop has that many, a trap
    // may.
    std::optional<std::uint8_t> origin_of(const std::string& origin);
    const RobotsCache* robots_of(const std::string& origin) const;
};

class FrontierHosts {
  public:
    // The index of that name, made where it is new; a host that is an address is known to `addresses` at once.
    std::uint32_t index_of(std::string_view name, AddressGaps& addresses);
    const FrontierHost* find(std::string_view name) const;

    FrontierHost& operator[](std::uint32_t index) { return hosts_[index]; }
    const FrontierHost& operator[](std::uint32_t index) const { return hosts_[index]; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(hosts_.size()); }
    auto begin() const { return hosts_.begin(); }
    auto end() const { return hosts_.end(); }

  private:
    std::deque<FrontierHost> hosts_;
    std::unordered_map<std::string, std::uint32_t> index_;
};

}  // namespace crawler
