// Words of a folded text, found from a place inside it. Every step is bounded, so that a megabyte without a space costs
// no more than any other.
#pragma once

#include <cstdint>
#include <string_view>

#include "detector/fold.h"

namespace detector {

constexpr std::uint32_t longest_word = 160;  // bytes looked at on either side; a longer run is no word of any term

inline std::string ascii_small(std::string_view text) {
    std::string small(text);
    for (char& c : small)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    return small;
}

inline bool ascii_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

// Class of the character before / at `at`; none at the ends of the text.
WordClass class_before(std::string_view text, std::uint32_t at);
WordClass class_at(std::string_view text, std::uint32_t at);

// Does a word begin at `at` (end before `at`), given that its first (last) character is there? Two classes that touch
// ("python" next to Han) part words too.
bool begins_word(std::string_view text, std::uint32_t at);
bool ends_word(std::string_view text, std::uint32_t at);

// The whole run of one class around `at`, where a character of it begins; empty where there is none or it is too long.
std::uint32_t word_begin(std::string_view text, std::uint32_t at);
std::uint32_t word_end(std::string_view text, std::uint32_t at);

struct Neighbour {
    Span word;         // empty: no word there
    bool dot = false;  // a full stop stands between
};

// The next word after `end` (before `begin`) across what may stand between the words of one name: a space, a hyphen,
// an apostrophe, a possessive 's, a bracketed subgenus where `brackets`.
Neighbour word_after(std::string_view text, std::uint32_t end, bool brackets = false);
Neighbour word_before(std::string_view text, std::uint32_t begin, bool brackets = false);

inline std::string_view cut(std::string_view text, Span span) { return text.substr(span.begin, span.size()); }

}  // namespace detector
