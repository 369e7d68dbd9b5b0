// The table of currency symbols, shared by the readers of prices. Pure data and pure functions.
#pragma once

#include <string>
#include <string_view>

#include "crawler/extract/price.h"

namespace crawler {

struct CurrencySymbol {
    std::string_view text;
    std::string_view code;  // ISO 4217, or a symbol that several countries share: see resolved_currency()
};

const CurrencySymbol* currency_symbols_begin();
const CurrencySymbol* currency_symbols_end();

bool is_currency_code(std::string_view code);  // upper case

// What a shared symbol ("$", "kr", "¥", "Rs", "£", "元") means on this market.
std::string resolved_currency(std::string_view code, const PriceContext& context);

}  // namespace crawler
