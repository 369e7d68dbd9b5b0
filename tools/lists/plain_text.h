// Cell values of official downloads as plain text: HTML tags and character references undone, U+00A0 and line breaks
// made spaces, control characters dropped, runs of white space made one. Total and linear on any bytes; the result is
// well-formed UTF-8 without tabs or line breaks, so it may stand in a table without quoting.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tools::lists {

std::string plain_text(std::string_view text);

// plain_text() cut at a character boundary to at most `bytes`, with an ellipsis where something was left out.
std::string shortened(std::string text, std::size_t bytes);

// ASCII case alone, for ranks, column names and codes.
std::string lower_ascii(std::string_view text);

std::string_view trimmed(std::string_view text);

// The pieces between `separator`, trimmed, empty ones left out.
std::vector<std::string> split_list(std::string_view text, char separator);

// "Cachalot, Cachelot, Pot Whale": common names joined by commas; a comma inside brackets does not part them.
std::vector<std::string> split_common_names(std::string_view text);

std::string joined(const std::vector<std::string>& parts, std::string_view separator);

}  // namespace tools::lists
