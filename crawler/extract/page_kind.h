// Is a page one advert, a list of them, or neither? Told from what was found on it, surest evidence first.
#pragma once

#include <cstddef>

#include "crawler/extract/facts.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/offer.h"
#include "crawler/extract/page.h"

namespace crawler {

struct PageEvidence {
    const Facts* main = nullptr;  // what structured data says the page is about, null when nothing
    bool is_list = false;         // structured data declares a list
    bool declares_offer = false;  // the page's own tags name a price, or say that it is a product
    std::size_t posts = 0;        // articles and posts in structured data
    const ShownPrice* best_price = nullptr;
    bool price_of_teaser = false;  // the best price is that of something the page leads to
    bool price_in_teaser = false;  // the best price itself stands in one
    bool availability_stated = false;
    bool said_gone = false;      // a short line at the heading says that it is sold out
    bool numbered = false;       // it has an item number of its own, and few others
    std::size_t text_bytes = 0;  // of the main text
    std::size_t teasers = 0, priced_teasers = 0, pictured_teasers = 0;
};

PageKind kind_of(const PageEvidence& seen, const Layout& layout);

// Of a listing without a product: is it one because it is a post?
bool is_post(const PageEvidence& seen, const Layout& layout);

}  // namespace crawler
