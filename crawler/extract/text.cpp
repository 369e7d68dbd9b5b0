#include "crawler/extract/text.h"

#include <algorithm>
#include <array>

#include "detector/byte_pairs.h"

namespace crawler {

std::size_t find_ignoring_case(std::string_view text, std::string_view what) {
    if (what.empty()) return 0;
    if (what.size() > text.size()) return std::string_view::npos;
    const char first = ascii_lower(what[0]);
    for (std::size_t at = 0; at + what.size() <= text.size(); ++at)
        if (ascii_lower(text[at]) == first && equals_ignoring_case(text.substr(at, what.size()), what)) return at;
    return std::string_view::npos;
}

bool contains_ignoring_case(std::string_view text, std::string_view what) {
    return find_ignoring_case(text, what) != std::string_view::npos;
}

std::string lowered(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            out += ascii_lower(text[at++]);
            continue;
        }
        char32_t c = next_character(text, at);
        if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9) || (c >= 0x410 && c <= 0x42F))
            c += 0x20;
        else if (c >= 0x400 && c <= 0x40F)
            c += 0x50;
        else if (c >= 0x100 && c <= 0x137 && c % 2 == 0 && c != 0x130)
            ++c;
        else if (c >= 0x139 && c <= 0x148 && c % 2 == 1)
            ++c;
        else if ((c >= 0x14A && c <= 0x177) && c % 2 == 0)
            ++c;
        else if ((c == 0x179 || c == 0x17B || c == 0x17D))
            ++c;
        else if (c >= 0x1EA0 && c <= 0x1EF9 && c % 2 == 0)
            ++c;
        append_utf8(out, c);
    }
    return out;
}

namespace {

// Bytes of the blank at `at`: 0 when there is none, 2 and 3 for U+00A0, U+2000..200B, 202F, 205F, 3000, FEFF.
std::size_t blank_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return at + i < text.size() ? static_cast<unsigned char>(text[at + i]) : 0u;
    };
    if (is_space(text[at])) return 1;
    switch (byte(0)) {
        case 0xC2:
            return byte(1) == 0xA0 ? 2 : 0;
        case 0xE2:
            if (byte(1) == 0x80 && ((byte(2) >= 0x80 && byte(2) <= 0x8A) || byte(2) == 0xAF)) return 3;
            return byte(1) == 0x81 && byte(2) == 0x9F ? 3 : 0;
        case 0xE3:
            return byte(1) == 0x80 && byte(2) == 0x80 ? 3 : 0;
        case 0xEF:
            return byte(1) == 0xBB && byte(2) == 0xBF ? 3 : 0;
        default:
            return 0;
    }
}

}  // namespace

namespace {

// Bytes that a blank may begin with: nearly every byte of a text is none.
constexpr std::array<bool, 256> may_be_blank = [] {
    std::array<bool, 256> table{};
    for (const unsigned char c : {' ', '\n', '\t', '\r', '\f'}) table[c] = true;
    for (const unsigned lead : {0xC2, 0xE2, 0xE3, 0xEF}) table[lead] = true;
    return table;
}();

// Appends the words of `text` with one blank between them.
void append_collapsed(std::string& out, std::string_view text) {
    const std::size_t before = out.size();
    const auto blank = [&](std::size_t at) {
        return may_be_blank[static_cast<unsigned char>(text[at])] ? blank_at(text, at) : 0;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t length = blank(at)) {
            at += length;
            continue;
        }
        if (out.size() > before) out += ' ';
        const std::size_t begin = at++;
        while (at < text.size() && blank(at) == 0) ++at;
        out += text.substr(begin, at - begin);
    }
}

}  // namespace

std::string collapsed(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    append_collapsed(out, text);
    return out;
}

std::string collapsed_lines(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at <= text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        const std::size_t before = out.size();
        if (before > 0) out += '\n';
        const std::size_t begin = out.size();
        append_collapsed(out, text.substr(at, end - at));
        if (out.size() == begin) out.resize(before);  // nothing but blanks
        at = end + 1;
    }
    return out;
}

std::vector<std::string_view> split_words(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t at = 0;
    while (at < text.size()) {
        while (at < text.size() && is_space(text[at])) ++at;
        const std::size_t begin = at;
        while (at < text.size() && !is_space(text[at])) ++at;
        if (at > begin) words.push_back(text.substr(begin, at - begin));
    }
    return words;
}

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(mark);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

bool holds_any(std::string_view text, std::span<const std::string_view> words) {
    const detector::BytePairs pairs(text);
    return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
        return pairs.may_hold(word) && text.find(word) != std::string_view::npos;
    });
}

double likeness(std::string_view a, std::string_view b) {
    const std::string left = lowered(a), right = lowered(b);
    const bool left_shorter = left.size() < right.size();
    const auto words = split_words(left_shorter ? left : right);
    const std::string& other = left_shorter ? right : left;
    if (words.empty()) return 0;
    std::size_t shared = 0;
    for (std::string_view word : words) shared += other.find(word) != std::string::npos;
    return static_cast<double>(shared) / static_cast<double>(words.size());
}

bool has_figure(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0xD9) {  // no script below has digits of its own
            if (is_digit(text[at++])) return true;
            continue;
        }
        const char32_t c = next_character(text, at);
        for (const char32_t zero :
             {U'\u0660', U'\u06F0', U'\u0966', U'\u09E6', U'\u0E50', U'\uFF10', U'\u0ED0', U'\u1040', U'\u17E0'})
            if (c >= zero && c <= zero + 9) return true;
    }
    return false;
}

std::size_t characters(std::string_view utf8) {
    return static_cast<std::size_t>(
        std::count_if(utf8.begin(), utf8.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

char32_t next_character(std::string_view utf8, std::size_t& at) {
    const auto byte = [&](std::size_t i) {
        return i < utf8.size() ? static_cast<unsigned char>(utf8[i]) : static_cast<unsigned char>(0);
    };
    const unsigned lead = byte(at);
    const int more = lead < 0x80 ? 0 : lead < 0xC2 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : -1;
    if (more == 0) {
        ++at;
        return lead;
    }
    char32_t c = more > 0 ? lead & (0x3Fu >> more) : 0;
    for (int i = 1; i <= more; ++i) {
        const unsigned next = byte(at + static_cast<std::size_t>(i));
        if ((next & 0xC0) != 0x80) {
            ++at;
            return 0xFFFD;
        }
        c = (c << 6) | (next & 0x3F);
    }
    // More bytes than the character needs ("\xE0\x80\xA2" would be a quotation mark), half of a pair, beyond Unicode.
    static constexpr char32_t kLeast[] = {0, 0x80, 0x800, 0x10000};
    if (more < 0 || c < kLeast[more] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF) {
        ++at;
        return 0xFFFD;
    }
    at += static_cast<std::size_t>(more) + 1;
    return c;
}

void append_utf8(std::string& out, char32_t c) {
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) c = 0xFFFD;
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    } else {
        out += static_cast<char>(0xF0 | (c >> 18));
        out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
}

}  // namespace crawler
