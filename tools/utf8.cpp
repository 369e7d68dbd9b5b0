#include "tools/listing_table.h"

namespace tools {

namespace {

// Length of the valid sequence at `at`; 0 with `bad` = bytes of the maximal invalid subpart.
std::size_t sequence_at(std::string_view text, std::size_t at, std::size_t& bad) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) return 1;
    std::size_t length = 0;
    unsigned char low = 0x80, high = 0xBF;  // bounds of the second byte, Unicode table 3-7
    if (lead >= 0xC2 && lead <= 0xDF)
        length = 2;
    else if (lead >= 0xE0 && lead <= 0xEF)
        length = 3;
    else if (lead >= 0xF0 && lead <= 0xF4)
        length = 4;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
    bad = 1;
    if (length == 0) return 0;
    for (std::size_t i = 1; i < length; ++i, low = 0x80, high = 0xBF) {
        if (at + i >= text.size() || byte(at + i) < low || byte(at + i) > high) return 0;
        bad = i + 1;
    }
    return length;
}

}  // namespace

std::string valid_utf8(std::string_view text, bool* changed) {
    std::string out;
    out.reserve(text.size());
    if (changed) *changed = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t bad = 0;
        if (const std::size_t length = sequence_at(text, at, bad)) {
            out.append(text, at, length);
            at += length;
        } else {
            out += "\xEF\xBF\xBD";
            at += bad;
            if (changed) *changed = true;
        }
    }
    return out;
}

}  // namespace tools
