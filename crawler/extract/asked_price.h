// What a page asks: the price its structured data declares, unless what it shows a person refutes that; else the
// likeliest that it shows. Pure; linear in the prices shown.
#pragma once

#include <string_view>
#include <vector>

#include "crawler/extract/facts.h"
#include "crawler/extract/offer.h"
#include "detector/listing.h"

namespace crawler {

// Refers to what it is made of: for one call.
struct PriceEvidence {
    const Facts& main;                     // what is declared of the thing the page is about
    const Facts& page;                     // and by tags about the page
    const std::vector<ShownPrice>& shown;  // best first
    bool best_is_elsewhere = false;        // the best of them is the price of something the page leads to
    bool withheld = false;                 // the page says that it names no price
    std::string_view country;              // of the market, ISO 3166, lower case: tells the currency where nothing does
};

// Empty where nothing is asked.
detector::Price asked_price(const PriceEvidence& seen);

}  // namespace crawler
