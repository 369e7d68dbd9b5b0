// The seam between the crawler and the network: start a request, poll for what came of it.
//
// One thread (the fetch thread) owns a Fetcher and calls everything but wake(). Exactly one FetchResult comes out of
// poll() for every start(), whatever happens. Redirects are not followed: they are results, and go back to the
// frontier hop by hop. CurlFetcher is the real one; tests use a hand-written fake; a browser may follow.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace crawler {

enum class FetchStatus : std::uint8_t {
    ok,               // any 2xx or 3xx other than 304, body complete
    not_modified,     // 304
    gone,             // 404, 410
    http_error,       // other 4xx and 5xx
    rate_limited,     // 429, or 503 with Retry-After
    challenged,       // a bot challenge or captcha page: never evaded, the host is left alone
    disallowed,       // robots.txt forbids it; never sent
    refused_address,  // resolved to a loopback, private, link-local or metadata address; never connected
    timeout,
    too_large,  // header, body or decompressed body over its limit
    dns,
    tls,
    network  // connection refused, reset, protocol violation, body cut short
};

std::string_view to_string(FetchStatus status);

using Headers = std::vector<std::pair<std::string, std::string>>;

struct FetchRequest {
    std::uint64_t ticket = 0;  // the caller's; comes back in the result
    std::string url;           // canonical http or https URL
    std::string method = "GET";
    Headers headers;   // beyond User-Agent and Accept-Encoding; may hold secrets: never logged
    std::string body;  // POST only
    std::string etag;  // conditional GET, empty: none
    std::string last_modified;
    std::string proxy;       // "socks5h://127.0.0.1:9050", empty: none
    std::string cookie_jar;  // name of an in-memory jar shared by requests of one source, empty: no cookies
    bool allow_private = false;
    std::size_t body_bytes = 0;  // body at most, where less than the fetcher's own limit; 0: that limit
    bool keep_wire = false;      // keep request and response heads for the archive
};

struct FetchResult {
    std::uint64_t ticket = 0;
    FetchStatus status = FetchStatus::network;
    std::string url;
    int http_status = 0;          // 0: no response
    Headers headers;              // of the response, names in lower case
    std::string body;             // content decoding undone
    std::string error;            // plain words, empty when fine
    std::string ip;               // address connected to
    std::string request_head;     // as sent, when keep_wire (secrets replaced by "[redacted]")
    std::string response_head;    // status line and headers as received, when keep_wire
    std::string tls_certificate;  // PEM of the leaf, when keep_wire and https
    std::chrono::system_clock::time_point started{};
    std::chrono::milliseconds elapsed{0};

    // Value of the first header of that (lower-case) name, empty when absent.
    std::string_view header(std::string_view name) const;
};

class Fetcher {
  public:
    virtual ~Fetcher() = default;
    virtual void start(FetchRequest request) = 0;
    // Results that are ready; waits at most `timeout` for the first. Returns early after wake().
    virtual std::vector<FetchResult> poll(std::chrono::milliseconds timeout) = 0;
    virtual void wake() = 0;  // from any thread
    virtual std::size_t in_flight() const = 0;
};

}  // namespace crawler
