// Digests as WARC headers write them: "algorithm:value" (ISO 28500:2017, section 5.8). The standard names no algorithm
// and no notation; in the field there are sha1 in base32 (Heritrix, wget, warcio), in hexadecimal (warcprox) and in
// base64, and sha256 (also written sha-256) in the same. All of these are checked; others are not, and not called
// wrong.
#pragma once

#include <string>
#include <string_view>

#include "crawler/warc_record.h"

namespace crawler {

// Whether `written` is the digest of the bytes; absent when it is empty, not_checked when it cannot be read.
DigestCheck check_digest(std::string_view written, std::string_view bytes);

std::string base32(std::string_view bytes);  // RFC 4648, section 6, with padding

// "sha256:" and 64 hexadecimal digits: what this program writes, as `sha256sum` prints it and warcio checks it.
std::string warc_sha256(std::string_view bytes);

}  // namespace crawler
