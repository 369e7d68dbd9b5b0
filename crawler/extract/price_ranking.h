// Amounts that were weighed one by one (shown_price.cpp) are ranked by how they stand to each other: with tax and
// without, side by side, the ends of a range and the price of what is chosen from it.
#pragma once

#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/offer.h"

namespace crawler {

// `prices`: in the order of the page; best first when it returns. Linear but for small windows.
void settle(std::vector<ShownPrice>& prices, const Tree& tree, const Layout& layout);

}  // namespace crawler
