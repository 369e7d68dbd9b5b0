// The adverts of an index page, as it shows them: repeated boxes with a link and a picture or a price.
#pragma once

#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/price.h"
#include "crawler/extract/resolve.h"
#include "detector/listing.h"

namespace crawler {

inline constexpr std::size_t kMaxTeasers = 500;

// In page order; a box counts when at least three siblings (itself included) look like it.
std::vector<detector::Listing> shown_teasers(const Tree& tree, const Layout& layout, const BaseUrl& base,
                                             const PriceContext& context);

// Is the price that of an item of a list, whose link stands before it? One or two such items make no teasers above.
bool is_in_teaser(const Tree& tree, const Layout& layout, const BaseUrl& base, NodeId price);

}  // namespace crawler
