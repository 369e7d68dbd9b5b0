// The shipped lists and a matcher over them, made once a test program: compiling takes seconds.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detector/matcher.h"

namespace lists {

const detector::Lexicon& lexicon();
const detector::Matcher& matcher();

// Matches of one text as the title of an advert in `language` ("" for unknown).
std::vector<detector::Match> matches(std::string_view text, std::string_view language = "");

// Does some match name that taxon (scientific name)?
bool names(std::string_view text, std::string_view taxon, std::string_view language = "");

}  // namespace lists
