// What stands in an archive where a capture was: a WARC record that says so, exactly as long as what it replaces, so
// that everything else stays where it is and the file remains one that other tools read.
//
// The length is made up in the comment of the gzip member's header (RFC 1952, section 2.3.1, FCOMMENT), which readers
// pass over. Pure: equal arguments give equal bytes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crawler {

// `date` as WARC-Date; `about` as WARC-Target-URI; `text` is the record's plain text. Throws std::invalid_argument
// where `length` is too short to hold even that (a capture never is).
std::string warc_tombstone(std::size_t length, std::string_view date, std::string_view about, std::string_view text);

}  // namespace crawler
