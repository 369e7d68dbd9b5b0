// Character references ("&eacute;", "&#x27;", "&amp") decoded as in WHATWG 13.2.5.72: numeric ones with the
// windows-1252 corrections, named ones by longest match, with the attribute exception ("?a=1&copy=2" stays).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace crawler {

// Appends `text` with its references decoded. `in_attribute`: a reference without ';' followed by '=' or an
// alphanumeric character is left alone.
void append_decoded(std::string& out, std::string_view text, bool in_attribute);

std::string decoded(std::string_view text, bool in_attribute = false);

// The table of named references, sorted by name (generated: tools/generate_entities.py).
struct NamedReference {
    std::string_view name;  // without '&'; with ';' where it needs one
    std::string_view text;  // UTF-8
};
const NamedReference* named_references_begin();
const NamedReference* named_references_end();

}  // namespace crawler
