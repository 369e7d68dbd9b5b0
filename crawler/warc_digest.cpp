#include "crawler/warc_digest.h"

#include <algorithm>
#include <array>

#include "crawler/ascii.h"
#include "detector/digest.h"

namespace crawler {
namespace {

std::string hex(std::string_view bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

// RFC 4648: `bits` of each character from the alphabet, '=' to fill the last group.
std::string base(std::string_view bytes, unsigned bits, std::size_t group, std::string_view alphabet) {
    std::string out;
    std::uint32_t held = 0;
    unsigned count = 0;
    for (const char c : bytes) {
        held = (held << 8 | static_cast<unsigned char>(c)) & 0xFFFFFF;
        for (count += 8; count >= bits; count -= bits) out += alphabet[(held >> (count - bits)) & ((1u << bits) - 1)];
    }
    if (count) out += alphabet[(held << (bits - count)) & ((1u << bits) - 1)];
    while (out.size() % group) out += '=';
    return out;
}

std::string_view without_padding(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    return text;
}

template <std::size_t N>
std::string as_text(const std::array<std::uint8_t, N>& digest) {
    return std::string(digest.begin(), digest.end());
}

}  // namespace

std::string base32(std::string_view bytes) { return base(bytes, 5, 8, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"); }

std::string warc_sha256(std::string_view bytes) { return "sha256:" + detector::to_hex(detector::sha256(bytes)); }

DigestCheck check_digest(std::string_view written, std::string_view bytes) {
    if (written.empty()) return DigestCheck::absent;
    const auto colon = written.find(':');
    if (colon == std::string_view::npos) return DigestCheck::not_checked;
    const std::string algorithm = ascii_lowered(written.substr(0, colon));
    const std::string_view value = without_padding(written.substr(colon + 1));
    std::string digest;
    if (algorithm == "sha1" || algorithm == "sha-1")
        digest = as_text(detector::sha1(bytes));
    else if (algorithm == "sha256" || algorithm == "sha-256")
        digest = as_text(detector::sha256(bytes));
    else
        return DigestCheck::not_checked;
    // The notations differ in length for one digest, so that the length tells which is meant.
    std::string expected, given(value);
    if (value.size() == digest.size() * 2) {
        expected = hex(digest);
        given = ascii_lowered(value);
    } else if (value.size() == (digest.size() * 8 + 4) / 5) {
        expected = without_padding(base32(digest));
        given = ascii_lowered(value);
        expected = ascii_lowered(expected);
    } else if (value.size() == (digest.size() * 8 + 5) / 6) {
        expected =
            without_padding(base(digest, 6, 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"));
        std::replace(given.begin(), given.end(), '-', '+');  // the URL-safe alphabet of section 5
        std::replace(given.begin(), given.end(), '_', '/');
    } else {
        return DigestCheck::not_checked;
    }
    return given == expected ? DigestCheck::matches : DigestCheck::mismatch;
}

}  // namespace crawler
