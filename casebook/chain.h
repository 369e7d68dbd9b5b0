// The evidence chain: each capture's link is SHA-256 over the previous link and the capture itself, so that removing,
// inserting, changing or reordering captures shows. The head is what a time stamp signs.
//
//   link(0) = SHA-256("citeswatch evidence chain 1")
//   link(n) = SHA-256(link(n-1) "\n" n "\n" file "\n" offset "\n" length "\n" sha256 "\n")    all as text, digests in
//   hex
#pragma once

#include <cstdint>
#include <string>

#include "casebook/records.h"

namespace casebook {

std::string chain_origin();
std::string chain_link(const std::string& previous, std::int64_t number, const Capture& capture);

}  // namespace casebook
