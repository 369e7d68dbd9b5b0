// Passwords as they are kept: scrypt (RFC 7914) with a salt of their own, N = 2^15, r = 8, p = 1: 32 MiB and about a
// tenth of a second each. password_hash.cpp is the only file that includes OpenSSL's key derivation.
#pragma once

#include <string>
#include <string_view>

namespace tools::review {

std::string hash_password(std::string_view password);  // "scrypt$15$8$1$<salt>$<hash>", hex
// False for any other password, and for a hash that is not of ours.
bool password_fits(std::string_view password, std::string_view hash);

}  // namespace tools::review
