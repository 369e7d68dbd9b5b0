// One request and what comes back for it: limits kept while bytes arrive, addresses checked before anything is sent,
// and the result settled in words. Knows nothing of the transport that carries it. Total on any bytes; one thread.
#pragma once

#include <sys/socket.h>

#include <cstddef>
#include <string_view>

#include "crawler/curl_fetcher.h"
#include "crawler/header_lines.h"

namespace crawler {

class Exchange {
  public:
    explicit Exchange(const FetcherOptions& options)  // must outlive it
        : options_(options), head_(options.header_bytes, options.header_count) {}

    void begin(FetchRequest request);

    // False where the line, or the bytes, are too many: the transport then stops. What fits is kept, as the rules of an
    // endless robots.txt count that far.
    bool take_head_line(std::string_view line);
    bool take_body(std::string_view bytes);
    // False where the request may not go there. Through a proxy nothing is checked: the address is the proxy's.
    bool may_connect_to(const sockaddr_storage& address);
    bool may_send_to(const char* ip);

    // Ends it: `failure` is what the transport says went wrong; FetchStatus::ok where nothing did, and the response
    // decides.
    void settle(FetchStatus failure, std::string_view words);
    void refuse();  // as settle(), where it may not even be tried

    FetchRequest request;
    FetchResult result;

  private:
    bool free_pass() const { return request.allow_private || !request.proxy.empty(); }

    const FetcherOptions& options_;
    HeadReader head_;
    bool refused_ = false, too_large_ = false;
};

}  // namespace crawler
