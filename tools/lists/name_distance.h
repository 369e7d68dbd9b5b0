// How far a typed name is from a listed one: edits (insert, delete, replace, swap of neighbours) between code points.
// Pure; time is linear in the names for a fixed bound.
#pragma once

#include <cstddef>
#include <string_view>

namespace tools::lists {

// How many edits a name of that length may be off: none below 5 letters, 1 to 9, 2 beyond.
std::size_t allowed_edits(std::string_view folded);

// The distance where it is at most `most`, else `most + 1`.
std::size_t name_distance(std::string_view a, std::string_view b, std::size_t most);

}  // namespace tools::lists
