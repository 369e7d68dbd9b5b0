#include "crawler/frontier_hosts.h"

namespace crawler {

bool FrontierHost::is_address() const {
    return !name.empty() && (name.front() == '[' || (name.back() >= '0' && name.back() <= '9'));
}

std::optional<std::uint8_t> FrontierHost::origin_of(const std::string& origin) {
    for (std::size_t i = 0; i < origins.size(); ++i)
        if (origins[i].origin() == origin) return static_cast<std::uint8_t>(i);
    if (origins.size() == 255) return std::nullopt;
    origins.emplace_back(origin);
    return static_cast<std::uint8_t>(origins.size() - 1);
}

const RobotsCache* FrontierHost::robots_of(const std::string& origin) const {
    for (const RobotsCache& robots : origins)
        if (robots.origin() == origin) return &robots;
    return nullptr;
}

std::uint32_t FrontierHosts::index_of(std::string_view name, AddressGaps& addresses) {
    const auto [at, is_new] = index_.try_emplace(std::string(name), size());
    if (!is_new) return at->second;
    FrontierHost& host = hosts_.emplace_back();
    host.name = name;
    if (host.is_address())
        host.address = addresses.address_of(name.front() == '[' ? name.substr(1, name.size() - 2) : name);
    return at->second;
}

const FrontierHost* FrontierHosts::find(std::string_view name) const {
    const auto at = index_.find(std::string(name));
    return at == index_.end() ? nullptr : &hosts_[at->second];
}

}  // namespace crawler
