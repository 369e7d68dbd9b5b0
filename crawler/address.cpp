#include "crawler/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace crawler {
namespace {

struct Range4 {
    IPv4 base;
    int bits;
};

constexpr IPv4 quad(unsigned a, unsigned b, unsigned c, unsigned d) { return a << 24 | b << 16 | c << 8 | d; }

constexpr Range4 kSpecial4[] = {
    {quad(0, 0, 0, 0), 8},        // this network (RFC 791)
    {quad(10, 0, 0, 0), 8},       // private (RFC 1918)
    {quad(100, 64, 0, 0), 10},    // shared by carriers (RFC 6598); also Alibaba's metadata service
    {quad(127, 0, 0, 0), 8},      // loopback
    {quad(169, 254, 0, 0), 16},   // link-local, metadata services
    {quad(172, 16, 0, 0), 12},    // private
    {quad(192, 0, 0, 0), 24},     // protocol assignments
    {quad(192, 0, 2, 0), 24},     // documentation
    {quad(192, 88, 99, 0), 24},   // 6to4 relays, deprecated
    {quad(192, 168, 0, 0), 16},   // private
    {quad(198, 18, 0, 0), 15},    // benchmarking
    {quad(198, 51, 100, 0), 24},  // documentation
    {quad(203, 0, 113, 0), 24},   // documentation
    {quad(224, 0, 0, 0), 4},      // multicast
    {quad(240, 0, 0, 0), 4},      // reserved, broadcast
};

struct Range6 {
    IPv6 base;
    int bits;
};

constexpr Range6 kSpecial6[] = {
    {{0x01, 0x00}, 64},              // discard-only
    {{0x20, 0x01, 0x00, 0x00}, 23},  // protocol assignments (Teredo is taken apart before)
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff, 0x00}, 20},        // documentation (RFC 9637)
    {{0x5f, 0x00}, 16},              // segment routing
    {{0xfc, 0x00}, 7},               // unique local
    {{0xfe, 0x80}, 10},              // link-local
    {{0xfe, 0xc0}, 10},              // site-local, deprecated
    {{0xff, 0x00}, 8},               // multicast
};

bool in(const IPv6& address, const Range6& range) {
    for (int bit = 0; bit < range.bits; bit += 8) {
        const int left = std::min(8, range.bits - bit);
        const auto mask = static_cast<unsigned>(0xFF << (8 - left)) & 0xFFU;
        const auto at = static_cast<std::size_t>(bit / 8);
        if (((address[at] ^ range.base[at]) & mask) != 0) return false;
    }
    return true;
}

IPv4 embedded(const IPv6& address, std::size_t at) {
    return quad(address[at], address[at + 1], address[at + 2], address[at + 3]);
}

bool starts_with(const IPv6& address, std::initializer_list<std::uint8_t> prefix) {
    return std::equal(prefix.begin(), prefix.end(), address.begin());
}

}  // namespace

bool globally_reachable(IPv4 address) {
    return std::none_of(std::begin(kSpecial4), std::end(kSpecial4),
                        [&](const Range4& range) { return (address ^ range.base) >> (32 - range.bits) == 0; });
}

bool globally_reachable(const IPv6& address) {
    if (starts_with(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {  // ::, ::1, IPv4-compatible and IPv4-mapped
        const bool mapped = address[10] == 0xFF && address[11] == 0xFF;
        return mapped && globally_reachable(embedded(address, 12));
    }
    if (starts_with(address, {0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0}))  // NAT64 (RFC 6052)
        return globally_reachable(embedded(address, 12));
    if (starts_with(address, {0x00, 0x64, 0xff, 0x9b})) return false;  // local-use NAT64 (RFC 8215)
    if (starts_with(address, {0x20, 0x02})) return globally_reachable(embedded(address, 2));  // 6to4
    if (starts_with(address, {0x20, 0x01, 0x00, 0x00}))  // Teredo: server, and the client's address inverted
        return globally_reachable(embedded(address, 4)) && globally_reachable(~embedded(address, 12));
    if (starts_with(address, {0, 0, 0, 0, 0, 0, 0, 0})) return false;  // ::ffff:0:0:0/96 and other remains of ::/8
    return std::none_of(std::begin(kSpecial6), std::end(kSpecial6),
                        [&](const Range6& range) { return in(address, range); });
}

bool globally_reachable(const sockaddr_storage& address) {
    if (address.ss_family == AF_INET) {
        sockaddr_in v4{};
        std::memcpy(&v4, &address, sizeof v4);
        return globally_reachable(IPv4{ntohl(v4.sin_addr.s_addr)});
    }
    if (address.ss_family != AF_INET6) return false;
    sockaddr_in6 v6{};
    std::memcpy(&v6, &address, sizeof v6);
    IPv6 bytes;
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return globally_reachable(bytes);
}

std::optional<bool> address_globally_reachable(std::string_view text) {
    if (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = text.substr(1, text.size() - 2);
    const std::string plain(text.substr(0, text.find('%')));  // without a zone
    in_addr v4{};
    if (inet_pton(AF_INET, plain.c_str(), &v4) == 1) return globally_reachable(IPv4{ntohl(v4.s_addr)});
    in6_addr v6{};
    if (inet_pton(AF_INET6, plain.c_str(), &v6) != 1) return std::nullopt;
    IPv6 bytes;
    std::memcpy(bytes.data(), &v6, bytes.size());
    return globally_reachable(bytes);
}

bool may_visit(std::string_view host) {
    if (const auto known = address_globally_reachable(host)) return *known;
    if (!host.empty() && host.back() == '.') host.remove_suffix(1);
    constexpr std::string_view kLocal = "localhost";
    const bool ends = host.size() >= kLocal.size() && host.substr(host.size() - kLocal.size()) == kLocal;
    return !ends || (host.size() > kLocal.size() && host[host.size() - kLocal.size() - 1] != '.');
}

}  // namespace crawler
