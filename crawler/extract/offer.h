// The offer as the page shows it to a person: price, item number, stock. Used where structured data says nothing, and
// to check it where it does. Heuristics over the tree and its layout; linear but for small windows.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/html.h"
#include "crawler/extract/layout.h"
#include "crawler/extract/price.h"

namespace crawler {

struct ShownPrice {
    std::string text, amount, currency;
    NodeId node = kNoNode;
    double score = 0;           // 6 and more: sure; below 3: a guess not worth giving
    bool for_machines = false;  // the value of an attribute, which no reader sees
    bool declared = false;      // microdata calls it the price
    bool struck = false;
    bool choice = false;  // of one of several things to choose (choice.h)
    bool other = false;   // words say that it is another amount: what it was, or its postage
    enum class Tax { unsaid, without, with } tax = Tax::unsaid;
    bool repeated = false;             // many elements of its shape: the price of one card among others
    bool reduced = false;              // a label says that it is the price of the sale
    bool total = false;                // a label or a name says that it is a sum
    bool least = false, most = false;  // an end of a range: "from £7.99", "£7.99 - £42.00"
    std::string range_from;            // of the price of what is chosen: the low end of the range beside it
};

// Every amount of money on the page that could be a price, best first.
std::vector<ShownPrice> shown_prices(const Tree& tree, const Layout& layout, const PriceContext& context);

// Does the page say below its heading that it names no price: "call for price", or "sold" where the price would stand?
bool withholds_price(const Tree& tree, const Layout& layout);

struct ShownSku {
    std::string value;
    int rank = 0;             // 5: labelled SKU; 4: item or article number; 3: reference, style; 2: model; 0: none
    std::size_t numbers = 0;  // different item numbers on the page, those of related things aside
    int declared_rank = 0;    // that of the label of the declared number, 0 where it has none
};

// `declared`: what structured data calls the item number.
ShownSku shown_sku(const Tree& tree, const Layout& layout, std::string_view declared);

struct ShownAvailability {
    std::string state;    // "InStock", "OutOfStock", or empty
    bool stated = false;  // by a line in an element that is named for it, near the heading or the buy button
    bool gone = false;    // a short line near the heading says that the thing is no longer to be had
};

// From stock lines near the heading, class names and the buy button.
ShownAvailability shown_availability(const Tree& tree, const Layout& layout);

// Amounts that are the same number: "12.50" and "12.5", "100" and "100.00".
bool same_amount(std::string_view a, std::string_view b);

}  // namespace crawler
