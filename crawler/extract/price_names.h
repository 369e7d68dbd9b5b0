// What classes and ids call a price, and the amounts beside it that are none (layout.h reads such names).
#pragma once

#include <string_view>
#include <vector>

namespace crawler {

extern const std::vector<std::string_view> kPriceNames;
extern const std::vector<std::string_view> kCurrentNames;  // of a price: the one asked now
extern const std::vector<std::string_view> kOtherAmounts;  // savings, postage, instalments, deposits ...
extern const std::vector<std::string_view> kUnitNames;
extern const std::vector<std::string_view> kWithTax;
extern const std::vector<std::string_view> kEveryPrice;  // names a tax where BigCommerce means any price
extern const std::vector<std::string_view> kWithoutTax;  // beside another with it

}  // namespace crawler
