// UTF-16 files, which spreadsheets save as "Unicode text", rewritten as UTF-8. Total: lone surrogates and a last odd
// byte become U+FFFD. Memory does not grow with the file.
#pragma once

#include <filesystem>
#include <string_view>

namespace tools::lists {

// Does a file that begins so carry the byte order mark of UTF-16?
bool is_utf16(std::string_view head);

// Writes `from` as UTF-8 to `to`. Throws std::system_error where either cannot be read or written.
void utf16_to_utf8(const std::filesystem::path& from, const std::filesystem::path& to);

}  // namespace tools::lists
