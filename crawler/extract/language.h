// The language of a text, where the page does not declare it (CLD2). Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

// BCP 47 primary tag ("vi"), empty when CLD2 is not sure.
std::string detected_language(std::string_view utf8_text);

// A declared language made plain: "EN_us" -> "en-US"; empty for what is no language tag.
std::string clean_language(std::string_view declared);

}  // namespace crawler
