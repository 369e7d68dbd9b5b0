// Hosts of URLs: section 3.5 of the WHATWG URL Standard.
#include <array>
#include <cstdint>
#include <vector>

#include "crawler/idna.h"
#include "crawler/percent.h"
#include "crawler/url.h"

namespace crawler {
namespace {

bool forbidden_in_domain(char c) {
    const auto u = static_cast<unsigned char>(c);
    return u <= 0x20 || u == 0x7F || std::string_view("#/:<>?@[\\]^|%").find(c) != std::string_view::npos;
}

// "0x1f", "017", "31"; nothing for what is no number. Saturates: any value beyond 32 bits is as bad as another.
std::optional<std::uint64_t> ipv4_number(std::string_view text) {
    if (text.empty()) return std::nullopt;
    unsigned radix = 10;
    if (text.size() >= 2 && text[0] == '0') {
        const bool hex = text[1] == 'x' || text[1] == 'X';
        radix = hex ? 16 : 8;
        text.remove_prefix(hex ? 2 : 1);
    }
    std::uint64_t value = 0;
    for (char c : text) {
        const int digit = hex_value(c);
        if (digit < 0 || static_cast<unsigned>(digit) >= radix) return std::nullopt;
        value = std::min<std::uint64_t>(value * radix + static_cast<unsigned>(digit), std::uint64_t{1} << 40);
    }
    return value;
}

std::vector<std::string_view> split_dots(std::string_view text) {
    std::vector<std::string_view> parts;
    for (;;) {
        const std::size_t dot = text.find('.');
        parts.push_back(text.substr(0, dot));
        if (dot == std::string_view::npos) return parts;
        text.remove_prefix(dot + 1);
    }
}

bool ends_in_number(std::string_view domain) {
    if (!domain.empty() && domain.back() == '.') domain.remove_suffix(1);
    const std::string_view last = domain.substr(domain.rfind('.') + 1);
    if (last.empty()) return false;
    return last.find_first_not_of("0123456789") == std::string_view::npos || ipv4_number(last).has_value();
}

std::optional<std::string> parse_ipv4(std::string_view text) {
    std::vector<std::string_view> parts = split_dots(text);
    if (parts.back().empty() && parts.size() > 1) parts.pop_back();
    if (parts.size() > 4) return std::nullopt;
    std::uint64_t address = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto number = ipv4_number(parts[i]);
        if (!number) return std::nullopt;
        const bool last = i + 1 == parts.size();
        if (!last && *number > 255) return std::nullopt;
        if (last && *number >= (std::uint64_t{1} << (8 * (5 - parts.size())))) return std::nullopt;
        address += last ? *number : *number << (8 * (3 - i));
    }
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) {
        out += std::to_string((address >> shift) & 255);
        if (shift) out += '.';
    }
    return out;
}

// The "d.d.d.d" tail of an IPv6 address into two pieces.
bool ipv6_tail(std::string_view text, std::array<std::uint16_t, 8>& pieces, std::size_t at) {
    const std::vector<std::string_view> parts = split_dots(text);
    if (parts.size() != 4 || at > 6) return false;
    std::uint32_t address = 0;
    for (std::string_view part : parts) {
        if (part.empty() || part.size() > 3 || (part.size() > 1 && part[0] == '0')) return false;
        std::uint32_t value = 0;
        for (char c : part) {
            if (c < '0' || c > '9') return false;
            value = value * 10 + static_cast<std::uint32_t>(c - '0');
        }
        if (value > 255) return false;
        address = (address << 8) | value;
    }
    pieces[at] = static_cast<std::uint16_t>(address >> 16);
    pieces[at + 1] = static_cast<std::uint16_t>(address & 0xFFFF);
    return true;
}

std::optional<std::array<std::uint16_t, 8>> ipv6_pieces(std::string_view text) {
    std::array<std::uint16_t, 8> pieces{};
    std::size_t count = 0;
    std::optional<std::size_t> gap;
    if (!text.empty() && text[0] == ':') {
        if (text.substr(0, 2) != "::") return std::nullopt;
        text.remove_prefix(2);
        gap = 0;
    }
    while (!text.empty()) {
        if (count == 8) return std::nullopt;
        if (text[0] == ':') {
            if (gap) return std::nullopt;
            text.remove_prefix(1);
            gap = count;
            continue;
        }
        std::size_t length = 0;
        unsigned value = 0;
        while (length < 4 && length < text.size() && hex_value(text[length]) >= 0)
            value = value * 16 + static_cast<unsigned>(hex_value(text[length++]));
        if (length < text.size() && text[length] == '.') {
            if (!ipv6_tail(text, pieces, count)) return std::nullopt;
            count += 2;
            text = {};
            break;
        }
        if (length == 0) return std::nullopt;
        text.remove_prefix(length);
        pieces[count++] = static_cast<std::uint16_t>(value);
        if (text.empty()) break;
        if (text[0] != ':' || text.size() == 1) return std::nullopt;
        text.remove_prefix(1);
    }
    if (!gap) return count == 8 ? std::optional(pieces) : std::nullopt;
    if (count == 8) return std::nullopt;
    std::array<std::uint16_t, 8> out{};
    for (std::size_t i = 0; i < *gap; ++i) out[i] = pieces[i];
    for (std::size_t i = *gap; i < count; ++i) out[8 - (count - i)] = pieces[i];
    return out;
}

std::string ipv6_text(const std::array<std::uint16_t, 8>& pieces) {
    std::size_t best = 0, best_length = 1;  // a single zero is written out
    for (std::size_t i = 0; i < 8; ++i) {
        std::size_t length = 0;
        while (i + length < 8 && pieces[i + length] == 0) ++length;
        if (length > best_length) best = i, best_length = length;
    }
    std::string out = "[";
    for (std::size_t i = 0; i < 8; ++i) {
        if (best_length > 1 && i == best) {
            out += i == 0 ? "::" : ":";
            i += best_length - 1;
            continue;
        }
        static constexpr char digits[] = "0123456789abcdef";
        bool started = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            const unsigned digit = (pieces[i] >> shift) & 15U;
            if (digit || started || shift == 0) out += digits[digit];
            started = started || digit;
        }
        if (i < 7) out += ':';
    }
    return out + ']';
}

}  // namespace

std::optional<std::string> parse_host(std::string_view input) {
    if (!input.empty() && input.front() == '[') {
        if (input.back() != ']') return std::nullopt;
        const auto pieces = ipv6_pieces(input.substr(1, input.size() - 2));
        return pieces ? std::optional(ipv6_text(*pieces)) : std::nullopt;
    }
    auto ascii =
        domain_to_ascii(input.find('%') == std::string_view::npos ? std::string(input) : percent_decode(input));
    if (!ascii || ascii->empty()) return std::nullopt;
    for (char c : *ascii)
        if (forbidden_in_domain(c)) return std::nullopt;
    return ends_in_number(*ascii) ? parse_ipv4(*ascii) : ascii;
}

}  // namespace crawler
