// What a site puts round and between the paragraphs of its authors: captions, bylines, advertisement labels, calls to
// subscribe or share, footnote marks, signatures. Told from elements and from lines that say nothing else. Pure.
#pragma once

#include <string>
#include <string_view>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"

namespace crawler {

// Is the element no part of the text it stands in? Asked of elements inside the main text.
bool is_furniture(const Tree& tree, const Layout& layout, NodeId id);

// Does a paragraph ask for consent to cookies, or reserve rights?
bool is_small_print(std::string_view text);

// `text`, a line a paragraph, without lines of furniture and without its own heading.
std::string without_furniture(std::string_view text, std::string_view heading);

}  // namespace crawler
