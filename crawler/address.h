// Which IP addresses a crawler may connect to: globally reachable ones only, by IANA's special-purpose registries
// (RFC 6890 and its successors), with addresses that embed an IPv4 address (mapped, compatible, NAT64, 6to4, Teredo)
// judged by what they embed. Pure; any thread. No exception for metadata services: 169.254.169.254 is link-local.
#pragma once

#include <sys/socket.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace crawler {

using IPv4 = std::uint32_t;                 // host byte order
using IPv6 = std::array<std::uint8_t, 16>;  // network byte order

bool globally_reachable(IPv4 address);
bool globally_reachable(const IPv6& address);
bool globally_reachable(const sockaddr_storage& address);  // false for families that are neither

// For a host of a URL or an address as text: false for addresses beyond the global ones and for names that mean this
// machine ("localhost", "*.localhost"); true for all other names, whose addresses are checked when connecting.
bool may_visit(std::string_view host);

// "10.0.0.1", "fe80::1%eth0", "[::1]"; nothing for a name.
std::optional<bool> address_globally_reachable(std::string_view text);

}  // namespace crawler
