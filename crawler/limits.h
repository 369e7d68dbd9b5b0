// Every bound the crawler keeps, in one place, with the reason for its size. A page, a server or a configuration that
// goes beyond one meets a named outcome (FetchStatus::too_large, a skip reason, a note), never a crash.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace crawler::limits {

// --- URLs ---
inline constexpr std::size_t url_bytes = 8192;        // servers refuse longer ones (RFC 9110 asks for 8000)
inline constexpr std::size_t crawl_url_bytes = 2048;  // longer ones of a page are traps, never adverts
inline constexpr std::size_t query_parameters = 24;   // faceted search: the combinations do not end
inline constexpr std::size_t path_segments = 24;
inline constexpr std::size_t repeated_segments = 3;  // /a/b/a/b/a/b: a relative link eating its own tail

// --- one response ---
inline constexpr std::size_t body_bytes = std::size_t{16} << 20;  // after decompression: what the memory must hold
inline constexpr std::size_t wire_bytes = std::size_t{16} << 20;  // as sent
inline constexpr std::size_t header_count = 200;
inline constexpr std::size_t header_bytes = std::size_t{64} << 10;  // all header lines together
inline constexpr std::chrono::milliseconds connect_time{15'000};
inline constexpr std::chrono::milliseconds total_time{90'000};
inline constexpr long trickle_bytes_per_second = 64;     // slower than this ...
inline constexpr std::chrono::seconds trickle_time{20};  // ... for this long is a timeout
inline constexpr long connections_per_host = 2;
inline constexpr long connections = 256;

// --- pictures ---
inline constexpr std::size_t picture_bytes = std::size_t{4} << 20;  // of one file, unless image_bytes
inline constexpr std::size_t picture_pixels = std::size_t{24}
                                              << 20;       // a camera's; a progressive JPEG takes six bytes each
inline constexpr std::uint32_t pictures_per_pass = 2'000;  // of one source, unless images_per_pass

// --- redirects: each hop goes back to the frontier ---
inline constexpr std::uint8_t redirects = 10;
inline constexpr std::uint8_t robots_redirects = 5;  // RFC 9309, section 2.3.1.2, asks for at least five

// --- robots.txt ---
inline constexpr std::size_t robots_bytes = std::size_t{1} << 20;  // RFC 9309, section 2.5: at least 500 KiB
inline constexpr std::size_t robots_line = 2083 * 8;               // longer lines are cut, as Google's parser does
inline constexpr std::size_t robots_sitemaps = 1000;
inline constexpr std::chrono::hours robots_age{24};         // RFC 9309, section 2.4
inline constexpr std::chrono::minutes robots_retry{10};     // first retry of an unreachable robots.txt
inline constexpr std::chrono::seconds crawl_delay_cap{60};  // unless the configuration says otherwise

// --- politeness ---
inline constexpr std::chrono::milliseconds default_delay{1'000};
inline constexpr std::chrono::seconds adaptive_delay_cap{30};  // a slow server is given this much rest at most
inline constexpr std::chrono::seconds retry_after_cap{24 * 3600};
inline constexpr std::chrono::seconds backoff_first{10};
inline constexpr std::chrono::seconds backoff_cap{3600};
inline constexpr std::uint32_t breaker_failures = 8;     // in a row: the host is left alone ...
inline constexpr std::uint32_t breaker_refusals = 20;    // 401 or 403 in a row count as much
inline constexpr std::chrono::minutes breaker_time{60};  // ... this long, then tried with one request
inline constexpr std::chrono::hours challenge_time{24};  // a challenge page: come back tomorrow at best
inline constexpr std::uint8_t attempts = 4;              // of one URL in one pass

// --- the crawl ---
inline constexpr std::uint32_t depth = 12;
inline constexpr std::uint32_t pages_per_source = 10'000;  // unless max_pages says otherwise
inline constexpr std::uint32_t pages_per_host = 50'000;
inline constexpr std::size_t links_per_page = 5'000;
inline constexpr std::size_t search_requests = 2'000;  // terms x pages of one source, unless max_pages

// --- sitemaps, feeds, XML ---
inline constexpr std::size_t xml_text = std::size_t{1} << 20;  // of one element; the rest is dropped
inline constexpr std::size_t sitemap_urls = 50'000;            // sitemaps.org: per file
inline constexpr std::size_t feed_items = 5'000;
inline constexpr std::size_t gunzip_bytes = std::size_t{64} << 20;  // sitemaps.org allows 50 MB uncompressed

// --- archives ---
inline constexpr std::size_t warc_record_bytes = std::size_t{64} << 20;  // larger blocks (films) are read past
inline constexpr std::size_t warc_header_bytes = std::size_t{64} << 10;  // of one record, and of one HTTP head
inline constexpr std::size_t warc_header_fields = 1000;
inline constexpr std::size_t content_codings = 4;                       // "gzip, gzip, ...": a bomb, never a page
inline constexpr std::uint64_t segment_bytes = std::uint64_t{1} << 30;  // of an archive file (ISO 28500, annex C)

}  // namespace crawler::limits
