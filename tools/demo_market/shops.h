// The shops of the demo market: each is a host of its own (a loopback address), with its language, its look and its
// way of telling machines what a page holds.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tools::demo_market {

enum class Style : std::uint8_t { json_ld, microdata, bare };

// What a shop's pages say around the adverts, in its language.
struct Wording {
    std::string_view price, seller, location, category, description;
    std::string_view search, next, related, contact, missing, latest;
};

struct Shop {
    std::string_view id;  // column `shop` of listings.tsv
    std::string_view name;
    std::string_view tagline;
    std::string_view address;  // 127.0.0.x
    std::string_view language;
    Style style = Style::bare;
    std::string_view listing_path;  // "/item/": the advert's id follows
    bool decimal_comma = false;
    Wording words;
};

std::span<const Shop> shops();

}  // namespace tools::demo_market
