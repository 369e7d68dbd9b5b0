// Language codes of the downloads as BCP 47: "DE", "deu" and "German" all mean "de". language_tag.cpp is the only file
// that includes <unicode/uloc.h>.
#pragma once

#include <string>
#include <string_view>

namespace tools::lists {

// Empty when it is no language code.
std::string language_tag(std::string_view code);

}  // namespace tools::lists
