// The element that is one price on the page, and what is written in it and beside it. Shops set a price in pieces
// ("$<strong>219</strong><sup>.99</sup>"), its label in another cell, and quantities in rows below each other.
#pragma once

#include <string>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"

namespace crawler {

// The largest element that is still one price with the text `id`: not a box that holds another number or a struck one.
NodeId price_box(const Tree& tree, const Layout& layout, NodeId id);

// The text of a price element; cents set as a superscript or an element of their own get their decimal mark back.
std::string price_text(const Tree& tree, NodeId box);

enum class Side { before, after };
// The words beside an element that label it (the cell before it, a caption), within one small row; else empty.
std::string label_beside(const Tree& tree, const Layout& layout, NodeId box, Side side);

// Does the page set the figure off from what is written round it: in bold, or in a size of its own?
bool is_set_off(const Tree& tree, NodeId figure);

// A row of a price list by quantity, but not that of one: "1 | $0.47", "10 | $0.402", "10+ | $0.402".
bool is_quantity_row(const Tree& tree, NodeId box);

}  // namespace crawler
