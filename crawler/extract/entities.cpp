#include "crawler/extract/entities.h"

#include <algorithm>
#include <cstring>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

// Numeric references to C1 controls mean windows-1252 characters (13.2.5.80).
constexpr char32_t kWindows1252[32] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

bool is_alphanumeric(char c) { return is_ascii_letter(c) || is_digit(c); }

// Reads "#123;" or "#x7B;" at the start of `text`; returns its length, 0 when it is none.
std::size_t read_numeric(std::string& out, std::string_view text) {
    std::size_t at = 1;
    const bool hex = at < text.size() && (text[at] | 0x20) == 'x';
    if (hex) ++at;
    const std::size_t begin = at;
    char32_t value = 0;
    for (; at < text.size(); ++at) {
        const char c = text[at];
        unsigned digit;
        if (is_digit(c))
            digit = static_cast<unsigned>(c - '0');
        else if (hex && (c | 0x20) >= 'a' && (c | 0x20) <= 'f')
            digit = static_cast<unsigned>((c | 0x20) - 'a') + 10;
        else
            break;
        if (value <= 0x10FFFF) value = value * (hex ? 16 : 10) + digit;
    }
    if (at == begin) return 0;
    if (at < text.size() && text[at] == ';') ++at;
    if (value >= 0x80 && value <= 0x9F) value = kWindows1252[value - 0x80];
    append_utf8(out, value == 0 ? 0xFFFD : value);
    return at;
}

std::size_t read_named(std::string& out, std::string_view text, bool in_attribute) {
    std::size_t length = 0;
    while (length < text.size() && length < 32 && is_alphanumeric(text[length])) ++length;
    if (length == 0) return 0;
    if (length < text.size() && text[length] == ';') ++length;
    // Longest first: names without ';' are few and short, so this probes rarely more than once.
    for (std::size_t tried = length; tried >= 2; --tried) {
        const std::string_view name = text.substr(0, tried);
        if (name.back() != ';' && tried > 6) continue;  // the longest name without ';' is "frac12", "Ccedil" ...
        const NamedReference* hit =
            std::lower_bound(named_references_begin(), named_references_end(), name,
                             [](const NamedReference& known, std::string_view wanted) { return known.name < wanted; });
        if (hit == named_references_end() || hit->name != name) continue;
        if (in_attribute && name.back() != ';' && tried < text.size() &&
            (text[tried] == '=' || is_alphanumeric(text[tried])))
            return 0;
        out += hit->text;
        return tried;
    }
    return 0;
}

}  // namespace

void append_decoded(std::string& out, std::string_view text, bool in_attribute) {
    for (;;) {
        const void* hit = text.empty() ? nullptr : std::memchr(text.data(), '&', text.size());
        if (!hit) {
            out += text;
            return;
        }
        const auto at = static_cast<std::size_t>(static_cast<const char*>(hit) - text.data());
        out += text.substr(0, at);
        text.remove_prefix(at + 1);
        const std::size_t used = text.empty()     ? 0
                                 : text[0] == '#' ? read_numeric(out, text)
                                                  : read_named(out, text, in_attribute);
        if (used == 0) out += '&';
        text.remove_prefix(used);
    }
}

std::string decoded(std::string_view text, bool in_attribute) {
    std::string out;
    append_decoded(out, text, in_attribute);
    return out;
}

}  // namespace crawler
