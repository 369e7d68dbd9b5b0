// Products inside the state objects shops ship with their pages (Shopify's product JSON, __NEXT_DATA__, Magento's and
// other application/json scripts): objects with a name and a price, wherever they stand.
#pragma once

#include <vector>

#include "crawler/extract/facts.h"

namespace crawler {

// In page order; at most 50, and at most 100,000 values are looked at.
std::vector<Facts> read_shop_state(const StructuredData& data, const PriceContext& context);

// Shopify writes prices in minor units: {"handle", "title", "variants": [{"price": 129900}]}.
bool is_shopify(const Value& object);
std::string from_minor_units(std::string digits);

}  // namespace crawler
