// Text from adverts into HTML: escaped, valid UTF-8, matched words marked. Pure.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tools::report {

// For text and for attribute values in double quotes. Invalid UTF-8 becomes U+FFFD, control characters spaces, and
// direction overrides (U+202A..E, U+2066..9) vanish: an advert must not turn the page around it.
std::string escaped(std::string_view text);

// The beginning of a text, as wide as `columns` Latin letters at most (a Chinese character is two wide), with "…" where
// something is left out; cut between characters. Not escaped.
std::string shortened(std::string_view text, std::size_t columns);

struct Mark {
    std::size_t begin = 0, end = 0;  // bytes of the original text
    std::string title;               // what a pointer resting on it is told
};

// `text` escaped, with <mark> around each of `marks`; overlapping ones are merged.
std::string marked(std::string_view text, std::vector<Mark> marks);

}  // namespace tools::report
