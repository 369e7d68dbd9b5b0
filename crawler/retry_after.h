// Retry-After (RFC 9110, section 10.2.3): seconds or a date. Pure; total.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace crawler {

// How long to wait, never negative, capped at limits::retry_after_cap; nothing when the value is neither form.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                      std::chrono::system_clock::time_point now);

// An HTTP date in any of its three forms (RFC 9110, section 5.6.7).
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view value);

}  // namespace crawler
