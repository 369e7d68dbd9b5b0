#include "crawler/extract/offer_choice.h"

#include <algorithm>
#include <cstdlib>

#include "crawler/extract/availability.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

bool is_used(const ItemGraph& graph, const Value& offer) {
    static constexpr std::string_view conditions[] = {"used", "refurbished", "damaged", "open box"};
    return holds_any(lowered(graph.text_of(property(offer, "itemCondition"))), conditions);
}

bool is_in_stock(const ItemGraph& graph, const Value& offer) {
    return availability_name(graph.text_of(property(offer, "availability"))) == "InStock";
}

}  // namespace

ChosenOffer choose_offer(const ItemGraph& graph, const Value& offers) {
    ChosenOffer chosen;
    for (const Value& each : offers.items) {
        const Value& offer = graph.resolved(each);
        if (!property(offer, "price") && !property(offer, "lowPrice") && !property(offer, "priceSpecification"))
            continue;
        ++chosen.priced;
        if (!chosen.offer) chosen.offer = &offer;
        if (is_in_stock(graph, offer) && !is_in_stock(graph, *chosen.offer) &&
            is_used(graph, offer) <= is_used(graph, *chosen.offer))
            chosen.offer = &offer;
    }
    if (!chosen.offer && !offers.items.empty()) chosen.offer = &graph.resolved(offers.items[0]);
    return chosen;
}

bool mixes_conditions(const ItemGraph& graph, const Value& offers) {
    const auto used = [&](const Value& each) { return is_used(graph, graph.resolved(each)); };
    return offers.is_array() && std::any_of(offers.items.begin(), offers.items.end(), used) &&
           !std::all_of(offers.items.begin(), offers.items.end(), used);
}

const Value* lowest_price(const ItemGraph& graph, const Value* price, const PriceContext& context) {
    if (!price || !price->is_array()) return price;
    const Value* lowest = nullptr;
    double least = 0;
    for (const Value& each : price->items) {
        const double amount = std::atof(read_price_value(graph.text_of(&each, "price"), context).amount.c_str());
        if (amount <= 0 || (lowest && amount >= least)) continue;
        lowest = &each;
        least = amount;
    }
    return lowest ? lowest : price;
}

const Value* asked_specification(const ItemGraph& graph, const Value& specification) {
    if (!specification.is_array()) return &specification;
    const Value* chosen = nullptr;
    for (const Value& each : specification.items) {
        const std::string type = graph.text_of(property(each, "priceType"));
        const bool struck = contains_ignoring_case(type, "list") || contains_ignoring_case(type, "srp") ||
                            contains_ignoring_case(type, "strike");
        if (!property(each, "price") || (chosen && (struck || property(*chosen, "validFrom")))) continue;
        chosen = &each;
    }
    return chosen;
}

}  // namespace crawler
