// Header lines of HTTP messages as the fetcher sends, receives and keeps them. Pure; total.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/fetcher.h"

namespace crawler {

// The lines of a request beyond what the transport adds itself: what is accepted, the request's own headers, its
// conditions. A value that would smuggle a header of its own (a line break) is left out.
std::vector<std::string> request_lines(const FetchRequest& request);
inline constexpr const char* accept_line = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

// The head of a request as it may be kept and shown: "Authorization: Bearer x" -> "Authorization: [redacted]", line by
// line; also every header of `own`, the source's, whatever its name says, but for those that only ask for a form or a
// language.
std::string redacted_head(std::string_view head, const Headers& own);

// Gathers the lines of a response's head into a result, interim responses (1xx) dropped.
class HeadReader {
  public:
    HeadReader(std::size_t most_bytes, std::size_t most_headers)
        : most_bytes_(most_bytes), most_headers_(most_headers) {}

    void begin() { bytes_ = 0; }
    // One line as received; false where it is one too many. `keep`: also as it came, into result.response_head.
    bool take(std::string_view line, bool keep, FetchResult& result);

  private:
    std::size_t most_bytes_, most_headers_, bytes_ = 0;
};

}  // namespace crawler
