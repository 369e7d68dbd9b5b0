// Text as protocols compare and trim it: ASCII letters without case, blanks at the ends. All pure.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

// The white space of HTML and of header lines: space, tab, line feed, form feed and carriage return.
inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline char ascii_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
inline bool is_ascii_letter(char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; }

bool equals_ignoring_case(std::string_view a, std::string_view b);
bool starts_with_ignoring_case(std::string_view text, std::string_view start);
std::string ascii_lowered(std::string_view text);
std::string_view trimmed(std::string_view text);

}  // namespace crawler
