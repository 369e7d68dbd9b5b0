#include "crawler/extract/page_kind.h"

#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kArticle = 1200;  // bytes of running text that no list of teasers has

bool many(const PageEvidence& seen) { return seen.priced_teasers >= 6 || seen.teasers >= 8; }

bool priced_at_least(const PageEvidence& seen, double score) {
    return seen.best_price && seen.best_price->score >= score;
}

// A price of its own below the heading, not the price of one card among others.
bool has_own_price(const PageEvidence& seen, const Layout& layout, double score) {
    return priced_at_least(seen, score) && !seen.best_price->repeated && !seen.price_of_teaser &&
           layout.heading() != kNoNode && seen.best_price->node > layout.heading();
}

// A price just below the heading, as no list has: its first card names a price among others.
bool has_price_at_heading(const PageEvidence& seen, const Layout& layout) {
    constexpr std::size_t kNear = 400;  // bytes of text
    return has_own_price(seen, layout, 3.5) &&
           layout.text_before(seen.best_price->node) - layout.text_before(layout.heading()) < kNear;
}

// Heading, price, button: what is asked for the thing of the heading stands between it and the button, in no card,
// though a table of sizes below may ask as much.
bool is_sold_at_heading(const PageEvidence& seen, const Layout& layout) {
    constexpr std::size_t kNear = 400, kToButton = 600;  // bytes of text
    const NodeId heading = layout.heading(), button = layout.buy_button();
    if (!priced_at_least(seen, 3) || seen.price_in_teaser || heading == kNoNode || button == kNoNode) return false;
    const NodeId price = seen.best_price->node;
    return heading < price && price < button && layout.text_before(price) - layout.text_before(heading) < kNear &&
           layout.text_before(button) - layout.text_before(price) < kToButton;
}

// One thing is offered here, whatever else is listed below it.
bool is_offer(const PageEvidence& seen, const Layout& layout) {
    const bool complete = seen.main && (!seen.main->amount.empty() || !seen.main->availability.empty() ||
                                        !seen.main->sku.empty() || !seen.main->description.empty());
    const bool listed = seen.is_list && many(seen);
    // Structured data about the very thing the heading names: recommendations below it change nothing.
    if (complete && (!listed || likeness(seen.main->title, layout.heading_text()) >= 0.6)) return true;
    if (!listed && seen.declares_offer) return true;
    return layout.buy_button() != kNoNode && layout.buy_buttons() <= 3 &&
           priced_at_least(seen, layout.heading() == kNoNode ? 3 : 4);
}

}  // namespace

bool is_post(const PageEvidence& seen, const Layout& layout) {
    return seen.posts > 0 && !many(seen) && !is_offer(seen, layout) && !(seen.is_list && seen.teasers >= 3) &&
           !has_own_price(seen, layout, 6);
}

PageKind kind_of(const PageEvidence& seen, const Layout& layout) {
    if (is_offer(seen, layout)) return PageKind::listing;
    if (seen.is_list && seen.teasers >= 3) return PageKind::index;
    if (has_own_price(seen, layout, 6) || has_price_at_heading(seen, layout) || is_post(seen, layout) ||
        is_sold_at_heading(seen, layout))
        return PageKind::listing;
    // "Currently unavailable" where the price would stand.
    if ((seen.availability_stated || seen.said_gone) && layout.heading() != kNoNode && seen.teasers < 12)
        return PageKind::listing;
    // An item number below the heading, though no price: "call for price", sold.
    if (seen.numbered && layout.heading() != kNoNode && seen.teasers < 12) return PageKind::listing;
    // An article among links to others: its text is what the page is for.
    if (seen.text_bytes >= kArticle && seen.priced_teasers < 3) return PageKind::other;
    if (seen.priced_teasers >= 3 || layout.buy_buttons() > 3 ||
        (seen.teasers >= 5 && seen.pictured_teasers * 2 >= seen.teasers))
        return PageKind::index;
    if (seen.main) return PageKind::listing;
    // The last page of a list, with one or two adverts on it.
    if (seen.price_of_teaser) return PageKind::index;
    if (priced_at_least(seen, 5) && layout.heading() != kNoNode) return PageKind::listing;
    // Little on the page but a heading and what it costs.
    if (seen.teasers < 3 && has_own_price(seen, layout, 4)) return PageKind::listing;
    return seen.teasers >= 5 ? PageKind::index : PageKind::other;
}

}  // namespace crawler
