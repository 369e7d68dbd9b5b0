#include "crawler/extract/asked_price.h"

#include <cstdlib>

namespace crawler {
namespace {

// Does what is shown as `best` refute the declared amount?
bool is_overruled(const Facts& declared, bool lowest, const std::vector<ShownPrice>& shown, const ShownPrice* same,
                  const ShownPrice* best) {
    // A declared amount that stands nowhere on the page is likely of another day.
    const double sure = !same ? 3.5 : lowest || (best && best->reduced) ? 4.5 : 7;
    if (!best || best->struck || best->score < sure) return false;
    if (!same) return true;
    // What is chosen costs more than the least of all variants.
    if (same_amount(best->range_from, declared.amount)) return true;
    const double apart = !lowest ? 6 : same->choice ? 2.5 : 5;
    // "Retail | $34.95", "Case of 12 | $398.43": a price that another is set against is the higher one.
    const bool dearer = std::atof(declared.amount.c_str()) > std::atof(best->amount.c_str());
    if (best->reduced && dearer && !same->reduced) return true;  // "Our price: $119.95 | Sale price: $94.97"
    if (same->struck || (same->other && !best->other && dearer) || same->score < best->score - apart) return true;
    // Struck through in one place, and asked in another: of another colour, say.
    for (const ShownPrice& each : shown)
        if (each.struck && each.score > 3 && same_amount(each.amount, declared.amount) && same->score < best->score - 3)
            return true;
    if (best->tax != ShownPrice::Tax::with) return false;
    for (const ShownPrice& each : shown)
        if (each.tax == ShownPrice::Tax::without && same_amount(each.amount, declared.amount)) return true;
    return false;
}

// Where the amount that is declared stands on the page, not struck through if possible.
const ShownPrice* find_amount(const std::vector<ShownPrice>& shown, const std::string& amount) {
    const ShownPrice* found = nullptr;
    for (const ShownPrice& each : shown)
        if (!each.for_machines && same_amount(each.amount, amount) && (!found || (found->struck && !each.struck)))
            found = &each;
    return found;
}

}  // namespace

detector::Price asked_price(const PriceEvidence& seen) {
    // Tags for other sites name the lowest price of all variants.
    const bool lowest = seen.main.amount.empty() || seen.main.lowest;
    const ShownPrice* best = seen.shown.empty() || seen.withheld ? nullptr : &seen.shown[0];
    Facts declared = seen.main;
    if (declared.amount.empty()) complete(declared, seen.page);
    if (declared.currency.empty()) declared.currency = seen.page.currency;
    const bool zero = !declared.amount.empty() && std::atof(declared.amount.c_str()) == 0;
    const ShownPrice* same = find_amount(seen.shown, declared.amount);

    detector::Price price;
    if (!declared.amount.empty() && !zero && !is_overruled(declared, lowest, seen.shown, same, best)) {
        price = {same && !same->text.empty() ? same->text : declared.price_text, declared.amount, declared.currency};
        if (price.currency.empty() && same) price.currency = same->currency;
    } else if (best && best->score >= (seen.best_is_elsewhere ? 6 : 3) && !best->struck) {
        price = {best->text, best->amount, best->currency};
        if (price.currency.empty()) price.currency = declared.currency;
    } else if (!declared.amount.empty() && !(zero && seen.withheld)) {
        price = {declared.price_text, declared.amount, declared.currency};
    }
    if (price.amount.empty() || !price.currency.empty()) return price;
    for (const ShownPrice& each : seen.shown)
        if (!each.currency.empty() && each.score > 0) {
            price.currency = each.currency;
            return price;
        }
    price.currency = currency_of_country(seen.country);
    return price;
}

}  // namespace crawler
