// An HTTP/1 message as it lies in an archive (RFC 9112), read without a connection: head, chunked framing undone
// (RFC 9112, section 7.1), content coding undone (RFC 9110, section 8.4).
//
// Archives hold what servers sent and what other crawlers made of it: heads without an end, "chunked" bodies that are
// not, "gzip" bodies already unpacked. So nothing is refused: each function gives the most that can be read and says
// what was wrong. Pure functions, linear in their input, output capped.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/fetcher.h"

namespace crawler {

struct HttpHead {
    std::string start_line;       // "HTTP/1.1 200 OK" or "GET / HTTP/1.1", empty: there was none
    int status = 0;               // of a response, 0: a request, or not readable
    Headers headers;              // names in lower case, values trimmed, folded lines joined
    std::size_t body_offset = 0;  // where the body begins in the message; its size when the head has no end
    std::string problem;          // plain words, empty when fine
};

HttpHead parse_http_head(std::string_view message);

struct Decoded {
    std::string bytes;
    std::string problem;  // plain words, empty when fine
};

// The chunks joined. A body that never was chunked is given as it is; after a wrong chunk the rest is given as it is.
Decoded undo_chunks(std::string_view body);

struct Content {
    std::string bytes;
    std::string problem;
    std::string left;  // codings that are still on `bytes` ("br"), empty when all are undone
};

// Undoes `codings` (the value of Content-Encoding): gzip and deflate; a body that is not what it says is given as is.
Content undo_content_codings(std::string body, std::string_view codings, std::size_t cap);

}  // namespace crawler
