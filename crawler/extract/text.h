// Small questions about text that every reader of pages asks: white space of any script, characters, likeness. All
// pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/ascii.h"

namespace crawler {

// Position of `what` (lower case) in `text`, ASCII case ignored; npos when absent.
std::size_t find_ignoring_case(std::string_view text, std::string_view what);
bool contains_ignoring_case(std::string_view text, std::string_view what);

// Does one of the words stand anywhere in the text?
bool holds_any(std::string_view text, std::span<const std::string_view> words);

// Also lowers Latin-1, Greek and Cyrillic letters, which labels such as "ΤΙΜΗ" and "ЦЕНА" need; length may not change.
std::string lowered(std::string_view text);
// Runs of white space (HTML's, no-break and zero-width ones) become one space; ends are trimmed.
std::string collapsed(std::string_view text);
// As collapsed(), line by line; empty lines vanish.
std::string collapsed_lines(std::string_view text);

std::vector<std::string_view> split_words(std::string_view text);       // at white space
std::vector<std::string_view> split(std::string_view text, char mark);  // empty parts kept

// The part of the shorter title's words that the other has, 0 to 1.
double likeness(std::string_view a, std::string_view b);

bool has_figure(std::string_view text);         // a digit of any script
std::size_t characters(std::string_view utf8);  // code points: bytes that go on with one are not counted
// Decodes the code point at `at` and moves past it; U+FFFD for an invalid byte (which is skipped).
char32_t next_character(std::string_view utf8, std::size_t& at);
void append_utf8(std::string& out, char32_t c);

}  // namespace crawler
