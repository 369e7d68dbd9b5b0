// Characters as judging sees them: what makes words, how much of a word each is, and what ends a clause. Reads folded
// text, which is well-formed UTF-8.
#pragma once

#include <array>
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
inline constexpr std::array<CharClass, 128> ascii_classes = [] {
    std::array<CharClass, 128> classes{};
    classes.fill(CharClass::gap);
    for (std::size_t c = 'a'; c <= 'z'; ++c) classes[c] = classes[c - 'a' + 'A'] = CharClass::letter;
    for (std::size_t c = '0'; c <= '9'; ++c) classes[c] = CharClass::letter;
    for (const std::size_t c : {'.', '!', '?', ';', '|', '\n'}) classes[c] = CharClass::stop;
    return classes;
}();
inline CharClass classify(char32_t value) { return value < 0x80 ? ascii_classes[value] : classify_wide(value); }
inline constexpr std::array<bool, 256> ascii_letters = [] {
    std::array<bool, 256> letters{};
    for (std::size_t c = 0; c < ascii_classes.size(); ++c) letters[c] = ascii_classes[c] == CharClass::letter;
    return letters;
}();
inline bool is_ascii_letter(char byte) { return ascii_letters[static_cast<unsigned char>(byte)]; }

}  // namespace detector
