// Marks on letters, which tell words apart that fold to the same: giả and gia, uña and una, für and fur. What a text
// was written with says whether its writer meant the word without them. Pure functions of UTF-8 text.
#pragma once

#include <string>
#include <string_view>

namespace detector {

bool is_ascii(std::string_view text);

// Letters of U+1E80 to U+1EFF stand in hardly any language but Vietnamese.
bool has_vietnamese_letter(std::string_view text);

// Does any letter of U+00C0 to U+017F stand in the text: does its writer set the marks of European languages?
bool has_latin_mark(std::string_view text);

// Vietnamese sets a tone over either of two vowels, chòe and choè are one word: in small letters, all over the second.
std::string with_tones_moved(std::string_view text);

}  // namespace detector
