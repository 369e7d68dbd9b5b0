// How the folded text of a term falls into words.
#pragma once

#include <string_view>
#include <vector>

#include "detector/word_lookup.h"

namespace detector {

// A term in a script without spaces, or one without a single letter (an emoji), is matched as it stands.
bool matched_whole(std::string_view folded);

// "goffin's cockatoo" -> goffin, cockatoo: the possessive is optional wherever words are stepped over.
std::vector<std::string_view> words_of(std::string_view folded);

// Split at spaces only.
std::vector<std::string_view> spaced(std::string_view folded);

// "var.", "subsp.", "×": says what the epithet behind it is.
bool is_rank_marker(std::string_view word);

// Some texts that are looked up by a word hold several: the epithets "novae-zelandiae" and "v-nigra".
TextWord longest_word_of(std::string_view folded);

}  // namespace detector
