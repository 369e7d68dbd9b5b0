// The registrable domain of a host by the Public Suffix List: "shop.example.co.uk" -> "example.co.uk".
// public_suffix.cpp is the only file that includes <libpsl.h>. The list is libpsl's built-in one; any thread.
#pragma once

#include <string>
#include <string_view>

namespace crawler {

// An address, a public suffix itself or an unlisted single label gives the host unchanged. `host` is ASCII, lower case.
std::string registrable_domain(std::string_view host);

}  // namespace crawler
