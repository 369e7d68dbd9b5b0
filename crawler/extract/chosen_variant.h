// Which of a product's variants the page shows: shops list all of them for their scripts, and name the chosen one in
// the address ("?variant=31822075"), in a select or in a hidden field of the form that buys. Pure; lists past a bound are not read.
#pragma once

#include <optional>
#include <string_view>

#include "crawler/extract/facts.h"
#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"

namespace crawler {

// Item number, stock and, where its unit is known, price of the chosen variant; nothing when none or several are.
std::optional<Facts> chosen_variant(const Tree& tree, const Layout& layout, const StructuredData& data,
                                    std::string_view url, const PriceContext& context);

// What the chosen variant says counts before what is said of all.
void prefer(Facts& main, const Facts& variant);

}  // namespace crawler
