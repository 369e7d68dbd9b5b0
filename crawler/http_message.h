// An HTTP/1.x response kept as bytes (RFC 9112), read back: status, headers, and the body with its codings undone.
//
// Total on any input: what breaks the grammar is kept as far as it makes sense and told in `notes`. Output is bounded
// by limits::gunzip_bytes. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/fetcher.h"

namespace crawler {

struct HttpMessage {
    int status = 0;                  // 0: no status line that could be read
    Headers headers;                 // names in lower case, in order
    std::string_view head, payload;  // views into the input: before and after the blank line
    std::string body;                // transfer and content codings undone
    std::vector<std::string> notes;

    std::string_view header(std::string_view name) const;  // the first of that (lower-case) name, empty when absent
};

HttpMessage read_http_response(std::string_view bytes);

}  // namespace crawler
