#include "crawler/warc_digest.h"

#include <cstdint>
#include <span>

#include "detector/digest.h"

namespace crawler {

namespace {

std::string base32(std::span<const std::uint8_t> bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text;
    std::uint32_t bits = 0;
    int count = 0;
    for (const std::uint8_t byte : bytes) {
        bits = (bits << 8 | byte) & 0xFFFF;
        for (count += 8; count >= 5; count -= 5) text += digits[bits >> (count - 5) & 31];
    }
    if (count > 0) text += digits[bits << (5 - count) & 31];
    while (text.size() % 8 != 0) text += '=';
    return text;
}

std::string hex(std::span<const std::uint8_t> bytes) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : bytes) (text += digits[byte >> 4]) += digits[byte & 15];
    return text;
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if ((a[i] | 0x20) != (b[i] | 0x20)) return false;
    return true;
}

bool agrees(std::string_view told, std::span<const std::uint8_t> digest) {
    while (told.ends_with('=')) told.remove_suffix(1);
    std::string expected = base32(digest);
    while (expected.ends_with('=')) expected.pop_back();
    return same_ignoring_case(told, expected) || same_ignoring_case(told, hex(digest));
}

}  // namespace

std::string warc_sha256(std::string_view bytes) { return "sha256:" + hex(detector::sha256(bytes)); }
std::string warc_sha1(std::string_view bytes) { return "sha1:" + base32(detector::sha1(bytes)); }

std::optional<bool> warc_digest_matches(std::string_view labelled, std::string_view bytes) {
    const std::size_t colon = labelled.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    const std::string_view algorithm = labelled.substr(0, colon), told = labelled.substr(colon + 1);
    if (same_ignoring_case(algorithm, "sha1") || same_ignoring_case(algorithm, "sha-1"))
        return agrees(told, detector::sha1(bytes));
    if (same_ignoring_case(algorithm, "sha256") || same_ignoring_case(algorithm, "sha-256"))
        return agrees(told, detector::sha256(bytes));
    return std::nullopt;
}

}  // namespace crawler
