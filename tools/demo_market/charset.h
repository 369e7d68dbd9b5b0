// Text in the legacy encodings that shops still send (through the C library's iconv).
#pragma once

#include <string>
#include <string_view>

namespace tools::demo_market {

// What the charset cannot write becomes '?'. Throws std::runtime_error when the C library does not know the charset.
std::string encoded(std::string_view utf8, const std::string& charset);

}  // namespace tools::demo_market
