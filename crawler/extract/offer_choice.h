// Which of several offers, prices and specifications in structured data is the one that the page makes. Pure; linear.
#pragma once

#include <cstddef>

#include "crawler/extract/item_graph.h"
#include "crawler/extract/price.h"

namespace crawler {

struct ChosenOffer {
    const Value* offer = nullptr;  // of the graph; nullptr where there is none
    std::size_t priced = 0;        // how many of them name a price
};

// Several offers are variants or sellers: the first in stock, else the first. One that was opened or used is another
// thing than a new one.
ChosenOffer choose_offer(const ItemGraph& graph, const Value& offers);

// New things and used ones in one aggregate, whose lowest price is that of a used one.
bool mixes_conditions(const ItemGraph& graph, const Value& offers);

// "Our price: $189.00 | Sale price: $158.76", both called the price: the lower one is asked. `price` itself where it is
// one.
const Value* lowest_price(const ItemGraph& graph, const Value* price, const PriceContext& context);

// Of several price specifications the one that is neither struck nor recommended, by its type.
const Value* asked_specification(const ItemGraph& graph, const Value& specification);

}  // namespace crawler
