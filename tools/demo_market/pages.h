// The HTML of the demo market: pure functions from a shop and its stock to a page in UTF-8.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tools/demo_market/advert.h"
#include "tools/demo_market/shops.h"

namespace tools::demo_market {

inline constexpr std::size_t adverts_per_page = 12;
inline constexpr std::size_t deep_nesting = 20'000;

std::string percent_encoded(std::string_view text);
std::string price_text(const Advert& advert, const Shop& shop);  // as the shop writes it, empty when none is named

// Where links to the advert lead; page quirks decide (an old address, a forbidden folder).
std::string linked_path(const Advert& advert, const Shop& shop);
std::string advert_path(const Advert& advert, const Shop& shop);
std::string category_path(std::string_view category);

// `charset` goes into <meta charset>; empty: none.
std::string advert_page(const Advert& advert, const Shop& shop, std::span<const Advert* const> related,
                        std::string_view charset);
// One page of a list of adverts: the front page, a category, a search. `next_path` empty: the last page.
std::string list_page(const Shop& shop, std::string_view heading, std::span<const Advert* const> adverts,
                      std::span<const std::string> categories, std::string_view next_path);
std::string missing_page(const Shop& shop);
std::string robots_txt(std::string_view origin, double crawl_delay_seconds);
std::string sitemap_xml(const Shop& shop, std::span<const Advert* const> adverts, std::string_view origin);

}  // namespace tools::demo_market
