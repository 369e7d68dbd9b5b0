// Domain to ASCII as the WHATWG URL Standard wants it: UTS #46, non-transitional, CheckBidi, CheckJoiners, no STD3
// rules, no length checks. Total; any thread. idna.cpp is the only file that includes <unicode/uidna.h>.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crawler {

// `domain` is UTF-8. An all-ASCII domain is lower-cased and otherwise left alone.
std::optional<std::string> domain_to_ascii(std::string_view domain);

// For people: "xn--bcher-kva.de" -> "bücher.de"; what cannot be decoded stays.
std::string domain_to_unicode(std::string_view domain);

}  // namespace crawler
