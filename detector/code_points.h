// Characters as judging sees them: what makes words, how much of a word each is, and what ends a clause. Reads folded
// text, which is well-formed UTF-8.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace detector {

enum class CharClass : std::uint8_t {
    letter,     // of a script with spaces between words, or a digit
    ideograph,  // Han and kana: about half a word each
    joined,     // Thai, Lao, Khmer, Burmese: about a fifth of a word each
    gap,        // white space and light punctuation
    stop,       // ends a clause
};

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 1;  // bytes
};

CodePoint wide_code_point_at(std::string_view folded, std::size_t at);
CharClass classify_wide(char32_t value);

// ASCII is most of most adverts: it is answered in place.
inline CodePoint code_point_at(std::string_view folded, std::size_t at) {
    const auto byte = static_cast<unsigned char>(folded[at]);
    return byte < 0x80 ? CodePoint{byte, 1} : wide_code_point_at(folded, at);
}
inline CharClass classify(char32_t value) {
    if (value >= 0x80) return classify_wide(value);
    if ((value >= 'a' && value <= 'z') || (value >= '0' && value <= '9') || (value >= 'A' && value <= 'Z'))
        return CharClass::letter;
    const bool stop = value == '.' || value == '!' || value == '?' || value == ';' || value == '|' || value == '\n';
    return stop ? CharClass::stop : CharClass::gap;
}

}  // namespace detector
