// Whether a thing can still be bought, in schema.org's words (ItemAvailability).
#pragma once

#include <string>
#include <string_view>

namespace crawler {

// "InStock" for "http://schema.org/InStock", "in stock", "instock" ...; empty for what is no availability.
std::string availability_name(std::string_view value);

// Whether a thing can be bought now, in two words: the finer ones mean one or the other.
std::string plain_availability(std::string_view name);

// What a line of page text says about stock, in some thirty languages: "InStock", "OutOfStock", "PreOrder" ..., empty
// when it says nothing. Lines longer than a remark are not considered.
std::string availability_in_text(std::string_view line);

// Is this what a button that buys says ("Add to cart", "In den Warenkorb", "加入购物车")?
bool is_buying_word(std::string_view text);
// "Notify me when available", "Sold out" on a button: the thing is gone.
bool is_gone_word(std::string_view text);

}  // namespace crawler
