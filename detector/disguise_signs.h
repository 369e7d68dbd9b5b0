// The signs that disguises are made of. Internal to disguise.cpp and undisguise.cpp.
#pragma once

#include <string>
#include <string_view>

#include "detector/words.h"

namespace detector {

constexpr std::size_t most_ending = 2;  // letters of an inflected word that the lists may lack

inline bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_mask(char c) { return c == '*' || c == '#' || c == '_'; }
inline bool is_separator(char c) {
    return c == '.' || c == '-' || c == '_' || c == '*' || c == '/' || c == '\\' || c == '~' || c == '+' || c == ',' ||
           c == '|';
}

// Scripts whose words stand without spaces; kana are left out, beside which dots belong.
inline bool needs_no_space(WordClass kind) {
    return kind == WordClass::han || kind == WordClass::sea || kind == WordClass::sea_sign;
}

inline bool is_kana(WordClass kind) { return kind == WordClass::hiragana || kind == WordClass::katakana; }

// Vowel signs and the like of the scripts of India (Devanagari to Sinhala, laid out alike): part of the letter before.
inline bool is_indic_sign(char32_t c) {
    const char32_t place = c & 0x7F;
    return c >= 0x900 && c < 0xE00 &&
           (place <= 3 || place == 0x3C || (place >= 0x3E && place <= 0x4D) || (place >= 0x51 && place <= 0x57) ||
            place == 0x62 || place == 0x63);
}

// Digits and signs that stand for a letter; the second reading of 1, ! and | is l.
inline char leet_letter(char c) {
    switch (c) {
        case '0':
            return 'o';
        case '1':
        case '!':
        case '|':
            return 'i';
        case '3':
            return 'e';
        case '4':
        case '@':
            return 'a';
        case '5':
        case '$':
            return 's';
        case '6':
        case '9':
            return 'g';
        case '7':
        case '+':
            return 't';
        case '8':
            return 'b';
        case '2':
            return 'z';
        default:
            return 0;
    }
}

// What binds a consonant of these scripts to the next.
inline bool is_virama(char32_t c) { return c >= 0x900 && c < 0xE00 && (c & 0x7F) == 0x4D; }

inline std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
    return out;
}

inline std::string utf8(std::u32string_view text) {
    std::string out;
    for (char32_t c : text) append_utf8(out, c);
    return out;
}

}  // namespace detector
