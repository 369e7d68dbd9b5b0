// The folded view of a text: what two spellings of one word have in common, with the way back to the original bytes.
//
// Folding undoes case, diacritics (Latin, Greek, Cyrillic, Vietnamese), Arabic and Hebrew vowel signs and letter
// variants, full and half width, styled mathematical letters, traditional Chinese, the Devanagari nasal that others
// write as a dot, apostrophe and dash variants, digits of other scripts; drops zero-width characters and soft hyphens;
// makes every run of white space one space and trims both ends. Indic and Thai vowel signs are letters and stay. Total:
// any bytes fold, in linear time, to well-formed UTF-8; a byte that is no UTF-8 becomes U+FFFD, which is part of no
// word. All functions are pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace detector {

struct Span {  // byte offsets, half open
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t size() const { return end - begin; }
    friend bool operator==(const Span&, const Span&) = default;
};

// The folded view that rules read.
struct FoldedPassage {
    std::string text;                   // UTF-8
    std::vector<std::uint32_t> origin;  // origin[i]: byte offset in the original of folded byte i; origin[size] = end
    // Always on code point boundaries of the original; takes in the marks that were dropped after the last letter.
    Span original(Span folded) const;
};

void fold(std::string_view text, FoldedPassage& out);  // reuses the buffers of `out`; text under 4 GB
std::string folded(std::string_view text);

// Case undone and nothing else: tells the exact form from one that only folds alike.
std::string case_folded(std::string_view text);

// Digest (hex) of the folding tables: what was compiled from folded text is good for one version of them only.
std::string fold_table_digest();

// What a code point is to word boundaries.
enum class WordClass : std::uint8_t {
    none,    // separates words
    letter,  // letters, digits and marks of scripts that put spaces between words
    hangul,  // spaces between words, particles joined to them
    han,     // no spaces from here on
    hiragana,
    katakana,
    sea,      // Thai, Lao, Khmer, Burmese
    sea_sign  // their vowel and tone signs: a word neither begins nor ends inside the cluster
};

WordClass word_class(char32_t c);

// The code point that begins at text[at] (at < size) of well-formed UTF-8; moves `at` behind it.
char32_t next_code_point(std::string_view text, std::size_t& at);
// The code point that ends before text[at] (at > 0); moves `at` to its begin.
char32_t previous_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& out, char32_t c);

}  // namespace detector
