// Keeps hostile HTML from making the tree builder slow: gumbo's work grows with the square of the nesting depth, of the
// attributes of one tag and of the formatting elements left open (100,000 nested divs took it 40 seconds).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace crawler {

struct NestingLimits {
    std::size_t depth = 400;                // deepest real pages: about 60 to 120
    std::size_t attributes_bytes = 64'000;  // of one tag; pages keep JSON in attributes
    std::size_t attributes = 200;
};

struct Guarded {
    std::string text;  // what the tree builder may see; empty unless `changed`
    bool changed = false;
};

// Drops the start tags below the depth limit and the tags with too many attributes. Linear, one pass over the bytes;
// copies only when something has to go. Counts what HTML closes by itself (p, li, td ...) as closed.
Guarded guard_nesting(std::string_view html, const NestingLimits& limits = {});

}  // namespace crawler
