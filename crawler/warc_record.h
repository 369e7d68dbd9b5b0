// One record of a WARC file (ISO 28500:2017, WARC/1.1) as the reader gives it, and what it has to say about files that
// are not as they should be. Plain values; no I/O.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/fetcher.h"

namespace crawler {

enum class WarcType : std::uint8_t {  // section 6
    warcinfo,
    response,
    resource,
    request,
    metadata,
    revisit,
    conversion,
    continuation,
    other  // a type of the future: section 5.5 asks readers to skip, not to fail
};
std::string_view to_string(WarcType type);

enum class WarcProblem : std::uint8_t {
    not_warc,         // another format; named where it is known (ARC, zstd, zip)
    garbage,          // bytes between records that are no record
    damaged,          // the compression is broken: everything to the next good member is lost
    truncated,        // the file ends within a record, or a record ends before its length
    bad_header,       // a header line or field that cannot be read, or is missing
    bad_length,       // no Content-Length, or one that is no number: the record cannot be delimited
    too_large,        // a record over the limit: read past
    bad_uri,          // a target URI that is none; mended where that is safe
    bad_http,         // an HTTP message that is none
    bad_body,         // chunks or compression of the body are not what the headers say
    unread_coding,    // the body is compressed in a way that is not undone here ("br")
    digest_mismatch,  // the bytes are not those the digest was made of
    unknown_digest    // an algorithm or notation that is not checked here
};
std::string_view to_string(WarcProblem problem);

// Something wrong, and where: `offset` is of the record (or its gzip member) in the file.
struct WarcNote {
    std::uint64_t offset = 0;
    WarcProblem problem = WarcProblem::garbage;
    std::string text;  // plain words; what it quotes of the file is shortened and free of control characters
};

enum class DigestCheck : std::uint8_t { absent, matches, mismatch, not_checked };

struct WarcRecord {
    WarcType type = WarcType::other;
    std::string version;  // "1.0"
    Headers headers;      // names as written, values trimmed
    std::string id;       // "urn:uuid:...", angle brackets taken off
    std::string target_uri;
    std::string date;  // as written: "2026-11-23T20:15:00Z"
    std::string content_type;

    // Where it lies in the file: for gzip its member, for plain its first byte. length is 0 when the record is not
    // alone in its member(s), or cut short: such a record cannot be fetched by offset and length.
    std::uint64_t offset = 0, length = 0;

    std::string block;       // the content, as long as Content-Length says unless truncated
    bool truncated = false;  // less than Content-Length came
    DigestCheck block_digest = DigestCheck::absent;
    DigestCheck payload_digest = DigestCheck::absent;

    // Of application/http blocks.
    std::string http_line;  // "HTTP/1.1 200 OK" or "GET / HTTP/1.1"
    int http_status = 0;
    Headers http_headers;         // names in lower case
    std::size_t body_offset = 0;  // of the HTTP body in block
    std::string decoded_body;     // meaningful when body_decoded
    bool body_decoded = false;    // chunks or compression were undone
    std::string coding_left;      // a content coding that is still on ("br"), empty: the payload is plain

    // What the record is about: the HTTP body decoded, or the whole block of another record.
    std::string_view payload() const {
        return body_decoded ? std::string_view(decoded_body) : std::string_view(block).substr(body_offset);
    }
    std::string_view header(std::string_view name) const;  // of the WARC header, case ignored (section 4)
    std::string_view http_header(std::string_view lower_case_name) const;
};

// Bytes of a file made fit to be shown: control characters and what is no ASCII as '?', at most 80 of them.
std::string shown(std::string_view bytes);

}  // namespace crawler
