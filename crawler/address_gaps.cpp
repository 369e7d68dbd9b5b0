#include "crawler/address_gaps.h"

#include <algorithm>

namespace crawler {

AddressGaps::Address AddressGaps::address_of(std::string_view ip) {
    const auto [at, is_new] = index_.try_emplace(std::string(ip), static_cast<Address>(lines_.size()));
    if (is_new) lines_.emplace_back();
    return at->second;
}

Moment AddressGaps::free_at(Address address) const {
    return address == unknown ? Moment{} : lines_[static_cast<std::size_t>(address)].free;
}

Moment AddressGaps::book(Address address, std::chrono::milliseconds gap) {
    Line& line = lines_[static_cast<std::size_t>(address)];
    const Moment slot = std::max(line.booked, line.free);
    line.booked = slot + gap;
    return slot;
}

void AddressGaps::started(Address address, Moment when, std::chrono::milliseconds gap) {
    if (address == unknown) return;
    Line& line = lines_[static_cast<std::size_t>(address)];
    line.free = std::max(line.free, when + gap);
    line.booked = std::max(line.booked, line.free);
}

}  // namespace crawler
