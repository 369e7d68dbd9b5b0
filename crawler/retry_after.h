// How long a server asks to be left alone: Retry-After (RFC 9110, section 10.2.3), and the headers by which APIs tell
// that a client's budget of requests is spent. Pure; total.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace crawler {

// How long to wait, never negative, capped at limits::retry_after_cap; nothing when the value is neither form.
std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                      std::chrono::system_clock::time_point now);

// Nothing left in the budget until the reset: "X-RateLimit-Remaining: 0" and "X-RateLimit-Reset" (Mastodon, Discourse),
// or "RateLimit-" (WooCommerce, draft-ietf-httpapi-ratelimit-headers). A reset is a moment (ISO 8601 or Unix seconds)
// or a number of seconds to wait. Nothing while requests remain, or where the values are neither.
std::optional<std::chrono::seconds> parse_rate_limit(std::string_view remaining, std::string_view reset,
                                                     std::chrono::system_clock::time_point now);

// An HTTP date in any of its three forms (RFC 9110, section 5.6.7).
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view value);

}  // namespace crawler
