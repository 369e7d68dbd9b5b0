// Boxes that lead to other stories: a headline that is a link, and a line or two of what it leads to.
//
// Sites list them below, beside and within a text, under any class name. What tells them is their shape: three or more
// alike, or an <article> of its own whose heading is a link.
#pragma once

#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"

namespace crawler {

// Which nodes stand in such a box, or in an element that holds little else. Linear in the page.
std::vector<bool> other_stories(const Tree& tree, const Layout& layout);

}  // namespace crawler
