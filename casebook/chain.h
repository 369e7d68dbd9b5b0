// Two chains. The evidence chain: each capture's link is SHA-256 over the previous link and the capture itself, so that
// removing, inserting, changing or reordering captures shows. The custody log: the same over what people did with it.
// What a time stamp signs is a short text that names the heads of both, so that anybody can read what was signed.
//
//   link(0) = SHA-256("citeswatch evidence chain 1")
//   link(n) = SHA-256(link(n-1) "\n" n "\n" file "\n" offset "\n" length "\n" sha256 "\n")    all as text, digests in
//   hex
//
//   link(0) = SHA-256("citeswatch custody log 1")
//   link(n) = SHA-256(link(n-1) "\n" n "\n" at_ms "\n" who "\n" action "\n" detail "\n" sha256 "\n" captures "\n"
//                     head "\n")
#pragma once

#include <cstdint>
#include <string>

#include "casebook/records.h"

namespace casebook {

std::string chain_origin();
std::string chain_link(const std::string& previous, std::int64_t number, const Capture& capture);

std::string custody_origin();
std::string custody_link(const std::string& previous, const CustodyEntry& entry);

// "citeswatch evidence 1\ncaptures 12 <head>\ncustody 3 <head>\n"
std::string stamped_text(std::int64_t captures, const std::string& head, std::int64_t custody,
                         const std::string& custody_head);

}  // namespace casebook
