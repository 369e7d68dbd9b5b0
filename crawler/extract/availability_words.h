// What pages and buttons say about stock, in some thirty languages; all in lower case.
#pragma once

#include <span>
#include <string_view>

namespace crawler {

std::span<const std::string_view> gone_words();        // "sold out": looked for first, "not in stock" holds "in stock"
std::span<const std::string_view> here_words();        // "in stock"
std::span<const std::string_view> coming_words();      // "pre-order"
std::span<const std::string_view> back_order_words();  // "back order"
std::span<const std::string_view> buying_words();      // "add to cart", on buttons

}  // namespace crawler
