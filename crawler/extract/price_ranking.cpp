#include "crawler/extract/price_ranking.h"

#include <algorithm>
#include <cstdlib>

#include "crawler/extract/amount_words.h"
#include "crawler/extract/choice.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr double kLikely = 3;  // below it a guess

double number_of(const ShownPrice& price) { return std::atof(price.amount.c_str()); }

void move_to_front(std::vector<ShownPrice>& prices, std::vector<ShownPrice>::iterator one) {
    one->score = std::max(one->score, prices[0].score);
    std::rotate(prices.begin(), one, one + 1);
}

std::size_t bytes_between(const Layout& layout, NodeId a, NodeId b) {
    const auto from = layout.text_before(a), to = layout.text_before(b);
    return from < to ? to - from : from - to;
}

// Two amounts side by side with nothing said between: "59,00 € 45,00 €".
bool stand_together(const Layout& layout, const ShownPrice& a, const ShownPrice& b) {
    return a.node != b.node && bytes_between(layout, a.node, b.node) <= std::max(a.text.size(), b.text.size()) + 6;
}

// "10 per customer", "Ends 09/14": where amounts have their currency, a bare figure among words is none, whatever its
// element is called.
void prefer_money(std::vector<ShownPrice>& prices, const Layout& layout) {
    constexpr double kMuch = 3.5;
    constexpr std::size_t kMark = 3;  // bytes: ",-"
    const ShownPrice& best = prices[0];
    if (!best.currency.empty() || best.for_machines || best.declared ||
        best.text.find_first_of(".,-") < best.text.size() || layout.text_length(best.node) <= best.text.size() + kMark)
        return;
    const auto money = std::find_if(prices.begin(), prices.end(), [](const ShownPrice& each) {
        return !each.currency.empty() && !each.struck && !each.other && !each.for_machines;
    });
    if (money != prices.end() && money->score > kLikely && money->score > best.score - kMuch)
        move_to_front(prices, money);
}

// Where the best is also shown as the price without tax, the one with it is what a buyer pays.
void prefer_taxed(std::vector<ShownPrice>& prices) {
    const auto untaxed = [&](const ShownPrice& each) {
        return each.tax == ShownPrice::Tax::without && same_amount(each.amount, prices[0].amount);
    };
    if (std::none_of(prices.begin(), prices.end(), untaxed)) return;
    const auto taxed = std::find_if(prices.begin(), prices.end(), [&](const ShownPrice& each) {
        return each.tax == ShownPrice::Tax::with && !each.struck && number_of(each) > number_of(prices[0]);
    });
    if (taxed != prices.end()) move_to_front(prices, taxed);
}

// Two equally likely amounts side by side, neither marked as old: the lower one is asked now.
void prefer_lower(std::vector<ShownPrice>& prices, const Layout& layout) {
    std::size_t lowest = 0;
    for (std::size_t i = 1; i < prices.size() && i < 4; ++i) {
        if (prices[i].score < prices[0].score - 0.8 || prices[i].struck) break;
        if (prices[i].tax == ShownPrice::Tax::without && prices[0].tax == ShownPrice::Tax::with) continue;
        if (prices[i].repeated && prices[0].repeated) continue;  // columns of a list by quantity
        if (prices[i].currency != prices[0].currency || !stand_together(layout, prices[i], prices[0])) continue;
        const double amount = number_of(prices[i]);
        if (amount > 0 && amount < number_of(prices[lowest]) && amount * 10 > number_of(prices[0])) lowest = i;
    }
    if (lowest) std::swap(prices[0], prices[lowest]);
}

// "Our price: $80 | Sale price: $64", whichever of them microdata declares.
void prefer_reduced(std::vector<ShownPrice>& prices, const Layout& layout) {
    constexpr double kNearly = 3;
    constexpr std::size_t kBlock = 120;  // bytes of text
    const ShownPrice& best = prices[0];
    if (best.reduced) return;
    const auto reduced = std::find_if(prices.begin(), prices.end(), [&](const ShownPrice& each) {
        return each.reduced && !each.struck && !each.other && !each.choice && !each.repeated &&
               (best.for_machines || each.currency == best.currency) && number_of(each) < number_of(best) &&
               number_of(each) * 5 > number_of(best) && bytes_between(layout, each.node, best.node) < kBlock;
    });
    if (reduced != prices.end() && reduced->score > best.score - kNearly) move_to_front(prices, reduced);
}

// What is written between two elements, where it is short.
std::string text_between(const Tree& tree, NodeId from, NodeId to) {
    constexpr NodeId kMostNodes = 12;
    std::string text;
    for (NodeId id = tree[from].end; id < to && id < tree[from].end + kMostNodes; ++id)
        if (tree[id].is_text) text += tree[id].text;
    return text.size() < 40 ? collapsed(text) : std::string();
}

// "<span>$2.35</span> – <span>$41.00</span>": two elements that are one range.
void mark_ranges(std::vector<ShownPrice>& prices, const Tree& tree) {
    ShownPrice* before = nullptr;
    for (ShownPrice& each : prices) {
        if (each.for_machines) continue;
        if (before && before->node != each.node && number_of(*before) < number_of(each) &&
            says_range(text_between(tree, before->node, each.node)))
            before->least = each.most = true;
        before = &each;
    }
}

// May it be the price of what is chosen, which the page shows between its heading and its button?
bool may_be_chosen(const ShownPrice& price, const Tree& tree, const Layout& layout) {
    constexpr double kSum = 8;        // what its label and its name cost it
    constexpr std::size_t kTag = 60;  // bytes of text: a price tag, no prose
    if (price.for_machines || price.struck || price.least || price.most || price.currency.empty()) return false;
    if (price.node < layout.heading() || price.node > layout.buy_button() || layout.text_length(price.node) > kTag ||
        layout.is_in(price.node, kNotAdvert | kHeader | kHidden))
        return false;
    if (price.choice) return is_chosen(tree, price.node);
    if (price.repeated) return false;
    return price.total ? price.score + kSum > kLikely : !price.other && price.score > kLikely;
}

// "£7.99 - £42.00" or "From £1,195" beside one amount of that range: the price of what is chosen.
void prefer_chosen(std::vector<ShownPrice>& prices, const Tree& tree, const Layout& layout) {
    if (layout.heading() == kNoNode || layout.buy_button() == kNoNode || !(prices[0].least || prices[0].most)) return;
    const auto end_of_range = [&](bool ShownPrice::*end) {
        return prices[0].*end ? prices.begin()
                              : std::find_if(prices.begin(), prices.end(), [&](const ShownPrice& each) {
                                    return each.*end && bytes_between(layout, each.node, prices[0].node) < 40;
                                });
    };
    const auto least = end_of_range(&ShownPrice::least), most = end_of_range(&ShownPrice::most);
    if (least == prices.end()) return;
    auto chosen = prices.end();
    bool several = false;  // each variant with its price
    for (auto each = prices.begin(); each != prices.end(); ++each) {
        if (number_of(*each) < number_of(*least) || (most != prices.end() && number_of(*each) > number_of(*most)) ||
            each->currency != least->currency || !may_be_chosen(*each, tree, layout))
            continue;
        if (chosen == prices.end() || (each->total && !chosen->total)) {
            chosen = each;
            several = false;
        } else if (each->total == chosen->total) {
            several |= !same_amount(each->amount, chosen->amount);
        }
    }
    if (chosen == prices.end() || several) return;
    chosen->range_from = least->amount;
    move_to_front(prices, chosen);
}

}  // namespace

void settle(std::vector<ShownPrice>& prices, const Tree& tree, const Layout& layout) {
    mark_ranges(prices, tree);
    std::stable_sort(prices.begin(), prices.end(),
                     [](const ShownPrice& a, const ShownPrice& b) { return a.score > b.score; });
    if (prices.empty() || prices[0].score <= kLikely) return;
    prefer_money(prices, layout);
    prefer_taxed(prices);
    prefer_lower(prices, layout);
    prefer_reduced(prices, layout);
    prefer_chosen(prices, tree, layout);
}

}  // namespace crawler
