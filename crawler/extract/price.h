// Amounts of money as people and shops write them: "1.234,56 €", "$1,234.56", "₫1.200.000", "1,2tr", "Rs 12 lakh",
// "¥3.5万", "kr 1 299,-". Pure functions, linear in the text.
//
// A number's separators are read by these rules, first that fits: two kinds -> the last one is the decimal mark; one
// kind several times -> thousands (Indian grouping too); once, before three digits -> thousands, unless the number
// begins with 0 or the currency has three decimals; otherwise the decimal mark.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

struct PriceContext {
    std::string_view country;   // ISO 3166 of the market, lower case ("vn"): tells what "$", "kr" and "¥" mean
    std::string_view currency;  // ISO 4217 when the page names one
};

struct FoundPrice {
    std::string amount;     // "1234.56"
    std::string currency;   // empty when none stands beside the number
    std::size_t begin = 0;  // what was read of the text, symbol included
    std::size_t end = 0;
    bool per_something = false;  // "/month", "per kg": not what the thing costs
    bool percent = false;        // "20 %"
};

// Every number in the text that may be an amount, in order. `limit` bounds how many are returned.
std::vector<FoundPrice> read_prices(std::string_view text, const PriceContext& context, std::size_t limit = 50);

// A value that is a price by its place (schema.org price, a data attribute): "1299.0", "1,299.00", "EUR 12,50".
// Empty amount when there is no number in it.
FoundPrice read_price_value(std::string_view text, const PriceContext& context);

// ISO 4217 for a code or symbol standing alone ("EUR", "€", "Rs."); empty when unknown.
std::string currency_code(std::string_view text, const PriceContext& context);

// The market's country from a host's last label or a language tag with region ("en-GB"); empty when it says nothing.
std::string country_of(std::string_view url, std::string_view language);
std::string_view currency_of_country(std::string_view country);

}  // namespace crawler
