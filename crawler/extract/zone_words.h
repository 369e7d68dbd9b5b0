// What class names, ids and headings say about the part of a page they stand on.
#pragma once

#include <cstdint>
#include <string_view>

namespace crawler {

// Zones (layout.h) that lower-case class names and ids put an element in.
std::uint32_t zones_named(std::string_view names);

// Does this heading, in lower case, stand over recommendations or reviews ("You may also like")?
bool heads_related(std::string_view heading);

// Does it stand over what readers wrote ("34 responses to ...", "Comments (6)")?
bool heads_comments(std::string_view heading);
// The same of a line that is no heading element: only where it begins so.
bool begins_related(std::string_view line);

}  // namespace crawler
