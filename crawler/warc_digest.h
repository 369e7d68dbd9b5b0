// WARC's labelled digests ("sha1:B2LTWWPU...", "sha256:..."): the value is base32 (RFC 4648) by custom, hex by some.
// Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace crawler {

std::string warc_sha256(std::string_view bytes);  // "sha256:" and 64 hex digits
std::string warc_sha1(std::string_view bytes);    // "sha1:" and 32 base32 digits: what other tools index by

// Does the labelled digest agree? nullopt for an algorithm that is not known here.
std::optional<bool> warc_digest_matches(std::string_view labelled, std::string_view bytes);

}  // namespace crawler
