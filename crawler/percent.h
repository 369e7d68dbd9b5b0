// Percent-encoding with the sets of the WHATWG URL Standard (section 1.3). Pure; any bytes.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

enum class EncodeSet : unsigned char { fragment, query, path, userinfo, component };

// Appends `text`, encoding what `set` names and every byte beyond ASCII; invalid UTF-8 becomes U+FFFD. Percent signs
// stay as they are, except in `component`, which encodes all but unreserved characters (RFC 3986, section 2.3).
void percent_encode(std::string& out, std::string_view text, EncodeSet set);
std::string encode_component(std::string_view text);

// "%41" -> "A"; a percent sign without two digits stays.
std::string percent_decode(std::string_view text);

// Value of a hexadecimal digit, -1 for any other byte.
int hex_value(char c);

// Length of the valid UTF-8 sequence at the start of `text`; 0 when invalid, then `skip` is the length of the maximal
// invalid part that one U+FFFD stands for (Unicode, section 3.9, table 3-8).
std::size_t utf8_sequence(std::string_view text, std::size_t& skip);

}  // namespace crawler
