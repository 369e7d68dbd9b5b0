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

CodePoint code_point_at(std::string_view folded, std::size_t at);
CharClass classify(char32_t value);

}  // namespace detector
