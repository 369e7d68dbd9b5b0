#include "crawler/percent.h"

#include <array>
#include <cstdint>

namespace crawler {
namespace {

constexpr char kDigits[] = "0123456789ABCDEF";

constexpr std::array<std::uint8_t, 128> make_table() {
    std::array<std::uint8_t, 128> table{};
    auto mark = [&](EncodeSet set, std::string_view characters) {
        for (char c : characters)
            table[static_cast<unsigned char>(c)] |= std::uint8_t(1U << static_cast<unsigned>(set));
    };
    for (unsigned c = 0; c < 128; ++c)
        if (c < 0x20 || c == 0x7F) table[c] = 0xFF;
    mark(EncodeSet::fragment, " \"<>`");
    mark(EncodeSet::query, " \"#<>'");
    mark(EncodeSet::path, " \"#<>?^`{}");
    mark(EncodeSet::userinfo, " \"#<>?`{}/:;=@[\\]^|");
    for (unsigned c = 0x20; c < 0x7F; ++c) {
        const bool unreserved = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                                c == '-' || c == '.' || c == '_' || c == '~';
        if (!unreserved) table[c] |= std::uint8_t(1U << static_cast<unsigned>(EncodeSet::component));
    }
    return table;
}
constexpr std::array<std::uint8_t, 128> kTable = make_table();

void append_byte(std::string& out, unsigned char c) {
    out += '%';
    out += kDigits[c >> 4];
    out += kDigits[c & 15];
}

}  // namespace

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

std::size_t utf8_sequence(std::string_view text, std::size_t& skip) {
    skip = 1;
    if (text.empty()) return 0;
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) return 1;
    std::size_t length = 0;
    unsigned char low = 0x80;
    unsigned char high = 0xBF;
    if (lead >= 0xC2 && lead <= 0xDF) {
        length = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        length = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        length = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        const unsigned char c = i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
        if (c < low || c > high) {
            skip = i;
            return 0;
        }
        low = 0x80;
        high = 0xBF;
    }
    return length;
}

void percent_encode(std::string& out, std::string_view text, EncodeSet set) {
    const auto bit = std::uint8_t(1U << static_cast<unsigned>(set));
    for (std::size_t i = 0; i < text.size();) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            if (kTable[c] & bit)
                append_byte(out, c);
            else
                out += static_cast<char>(c);
            ++i;
            continue;
        }
        std::size_t skip = 1;
        const std::size_t length = utf8_sequence(text.substr(i), skip);
        if (length == 0) {
            out += "%EF%BF%BD";
            i += skip;
            continue;
        }
        for (std::size_t end = i + length; i < end; ++i) append_byte(out, static_cast<unsigned char>(text[i]));
    }
}

std::string encode_component(std::string_view text) {
    std::string out;
    percent_encode(out, text, EncodeSet::component);
    return out;
}

std::string percent_decode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            const int high = hex_value(text[i + 1]);
            const int low = hex_value(text[i + 2]);
            if (high >= 0 && low >= 0) {
                out += static_cast<char>(high * 16 + low);
                i += 2;
                continue;
            }
        }
        out += text[i];
    }
    return out;
}

}  // namespace crawler
