// Which of the things that structured data names the page is about, and what others say of the same thing.
#include <algorithm>

#include "crawler/extract/facts.h"
#include "crawler/extract/text.h"

namespace crawler {

namespace {

// The best that is named, but by words that neither the heading nor the page's title holds; or half of them do, and it
// lies at another address: a thing on offer elsewhere.
bool is_of_another_page(const Facts& facts, std::string_view heading, std::string_view title, std::string_view url) {
    if (facts.title.empty() || heading.empty() || title.empty()) return false;
    const double alike = std::max(likeness(facts.title, heading), likeness(facts.title, title));
    const bool elsewhere = !facts.url.empty() && !url.empty() && url.find(facts.url) == std::string_view::npos;
    return alike <= (elsewhere ? 0.5 : 0.1);
}

}  // namespace

int choose_main(const std::vector<Facts>& products, std::string_view heading, std::string_view title,
                std::string_view url) {
    int best = -1;
    double best_score = -1;
    std::size_t named = 0;
    for (std::size_t i = 0; i < products.size(); ++i) {
        const Facts& facts = products[i];
        bool repeated = false;
        for (std::size_t j = 0; j < i && !repeated; ++j) repeated = products[j].title == facts.title;
        named += !facts.title.empty() && !repeated;
        double score = 0;
        if (!facts.title.empty()) {
            score += 3 * likeness(facts.title, heading);
            score += 2 * likeness(facts.title, title);
        }
        if (!facts.url.empty() && !url.empty() && url.find(facts.url) != std::string_view::npos) score += 2;
        score += !facts.amount.empty();
        score += !facts.sku.empty() ? 0.5 : 0;
        score += !facts.availability.empty() ? 0.25 : 0;
        score += facts.syntax == Syntax::json_ld ? 0.25 : 0;
        if (score > best_score) {
            best_score = score;
            best = static_cast<int>(i);
        }
    }
    if (named >= 3 && best_score < 3.5) return -1;  // a list of equals
    return best >= 0 && is_of_another_page(products[static_cast<std::size_t>(best)], heading, title, url) ? -1 : best;
}

void complete(Facts& into, const Facts& from) {
    const auto fill = [](std::string& target, const std::string& source) {
        if (target.empty()) target = source;
    };
    if (into.amount.empty() || into.amount == "0" || into.amount == "0.00") {
        if (!from.amount.empty()) {
            into.amount = from.amount;
            into.lowest = from.lowest;
            into.price_text = from.price_text;
            if (!from.currency.empty()) into.currency = from.currency;
        }
    }
    fill(into.title, from.title);
    if (into.description.size() < from.description.size() && into.description.size() < 60)
        into.description = from.description;
    fill(into.url, from.url);
    fill(into.currency, from.currency);
    fill(into.availability, from.availability);
    fill(into.sku, from.sku);
    fill(into.mpn, from.mpn);
    fill(into.gtin, from.gtin);
    fill(into.id, from.id);
    fill(into.brand, from.brand);
    fill(into.condition, from.condition);
    fill(into.seller, from.seller);
    fill(into.location, from.location);
    fill(into.published, from.published);
    if (into.images.empty()) into.images = from.images;
    if (into.category.empty()) into.category = from.category;
    if (into.tags.empty()) into.tags = from.tags;
    if (into.attributes.empty()) into.attributes = from.attributes;
}

}  // namespace crawler
