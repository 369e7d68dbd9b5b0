// The header of a WARC record (ISO 28500:2017, section 4): a version line, named fields, an empty line. Read leniently:
// LF for CRLF, lines folded as version 1.0 allowed; what cannot be read is named. Pure, linear in its input.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/warc_record.h"

namespace crawler {

// Whether a line starts a record: "WARC/" and a digit.
bool starts_record(std::string_view bytes);

// How far the header at the start of `bytes` goes: to behind its empty line, or to where another record interrupts it
// (a torn record that another was appended to). length 0: neither is in sight. Stops at the first of the two, so that
// many torn headers cost no more than one.
struct WarcHeaderExtent {
    std::size_t length = 0;
    bool interrupted = false;
};
WarcHeaderExtent warc_header_extent(std::string_view bytes);

struct WarcHeader {
    std::string version;
    Headers fields;
    std::vector<std::string> problems;  // a few of them in plain words
};

WarcHeader parse_warc_header(std::string_view header);

// Content-Length; nothing when it is absent, no number, or given twice with different values.
std::optional<std::uint64_t> content_length(const Headers& fields);

WarcType warc_type(std::string_view value);  // case ignored

// A target URI as it is meant: the angle brackets of WARC/1.0's grammar taken off; spaces, which no URI has and some
// tools write, percent-encoded.
std::string meant_uri(std::string_view written);

}  // namespace crawler
