// What the seller or author wrote, told from everything round it.
//
// Paragraphs give points to the elements that hold them, for length and commas and against links; the best element,
// with the siblings that read like it, is the main text. Navigation, recommendations, reviews, notices and search echo
// (layout.h) never count. Linear in the page.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"

namespace crawler {

// The main text, a line a paragraph; empty when nothing reads like one.
std::string main_text(const Tree& tree, const Layout& layout);

// The text of one element without the zones that are not the advert.
std::string clean_text(const Tree& tree, const Layout& layout, NodeId id);

// Likewise of a main text, without furniture, lines of links and what `left_out` marks (empty: nothing) too.
std::string clean_main_text(const Tree& tree, const Layout& layout, NodeId id, const std::vector<bool>& left_out);

// The longest element that calls itself the description; empty when there is none.
std::string described_text(const Tree& tree, const Layout& layout);

// Is most of `part` in `whole`, piece by piece? Two renderings of one text differ in captions and blanks.
bool says_already(const std::string& whole, const std::string& part);

}  // namespace crawler
