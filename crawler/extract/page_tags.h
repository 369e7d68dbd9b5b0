// What a page says of itself in OpenGraph, product: and plain meta tags: a weaker voice than its structured items.
#pragma once

#include "crawler/extract/facts.h"

namespace crawler {

// Fills `page`, `language` and what of it concerns the page as a whole.
void read_page_tags(const StructuredData& data, const PriceContext& market, StructuredFacts& facts);

}  // namespace crawler
