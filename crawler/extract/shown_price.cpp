// Every amount on the page is weighed as a reader would: what the element is called, where it stands, what is written
// beside it, and whether scripts call it a price.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "crawler/extract/amount_words.h"
#include "crawler/extract/choice.h"
#include "crawler/extract/offer.h"
#include "crawler/extract/price_box.h"
#include "crawler/extract/price_names.h"
#include "crawler/extract/price_ranking.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kMaxCandidates = 400;
constexpr std::size_t kMaxPriceText = 90;  // bytes of an element that is a price and not prose
constexpr std::size_t kMaxProse = 300;     // bytes of a text that is looked through for an amount
constexpr std::size_t kLongestLabel = 40;  // bytes of "Our price:", and not of a sentence
constexpr std::size_t kShortWord = 8;      // bytes of "from", "ab", "od"
constexpr std::size_t kFewDeclared = 6;    // more amounts in the scripts are those of a list

// "449,-": the dash for no cents says money as a currency does.
bool ends_in_dash(std::string_view text, const FoundPrice& price) {
    const std::string_view written = text.substr(price.begin, price.end - price.begin);
    return written.size() > 2 && (written.back() == '-' || written.substr(written.size() - 3) == "–" ||
                                  written.substr(written.size() - 3) == "—");
}

// What scripts call a price: `"price": 89.9`, `currentPrice:'89.90'`, `"price":{"value":89.9`. A hint, no more: it is
// the data layer of the page's own statistics, or the state it was drawn from.
std::set<double> script_prices(const Tree& tree) {
    std::set<double> amounts;
    std::size_t budget = 2'000'000;
    for (NodeId id = 0; id < tree.size() && budget > 0; ++id) {
        if (!tree[id].is_text || tree[id].parent == kNoNode || tree[tree[id].parent].tag != Tag::script) continue;
        const std::string_view script = tree[id].text.substr(0, budget);
        budget -= script.size();
        for (std::size_t at = 0; (at = script.find("rice", at)) != std::string_view::npos && amounts.size() < 50;) {
            at += 4;
            std::size_t from = at;
            for (int marks = 0; from < script.size() && marks < 14; ++marks, ++from) {
                const char c = script[from];
                if (is_digit(c) || !(c == '"' || c == '\'' || c == ':' || c == ' ' || c == '{' || c == '=' ||
                                     c == '$' || is_ascii_letter(c) || c == '_'))
                    break;
            }
            if (from == at || from >= script.size() || !is_digit(script[from])) continue;
            const double amount = std::atof(std::string(script.substr(from, 16)).c_str());
            if (amount > 0) amounts.insert(amount);
        }
    }
    return amounts;
}

double number_of(const std::string& amount) { return std::atof(amount.c_str()); }

class PriceFinder {
  public:
    PriceFinder(const Tree& tree, const Layout& layout, const PriceContext& context)
        : tree_(tree), layout_(layout), context_(context), declared_(script_prices(tree)) {}

    std::vector<ShownPrice> find() {
        for (NodeId id = 0; id < tree_.size() && candidates_.size() < kMaxCandidates; ++id)
            if (const auto place = place_at(id)) weigh(*place);
        return ranked();
    }

  private:
    struct Place {  // where amounts may be
        NodeId box = kNoNode;
        NodeId figure = kNoNode;  // in the box: the element of its first figure
        std::string text;
        bool attribute = false;  // `text` is a value for machines
    };
    struct Called {  // what the element and those around it are called
        bool price = false, itemprop = false;
        bool unit = false;   // the price of a unit: of a kilogram, or of one
        bool named = false;  // it, or what it stands in, has a class or an id
        ShownPrice::Tax tax = ShownPrice::Tax::unsaid;
        double score = 0;
        double other = 0;  // for being called something other than the price asked
    };
    struct Candidate {
        ShownPrice price;
        std::string shape;  // class of the element and of its parent: repeated shapes are lists
    };

    std::optional<Place> place_at(NodeId id);
    Called called(const Place& place) const;
    double standing(NodeId box) const;
    double labelled(const Place& place, const std::vector<FoundPrice>& found, std::size_t i, const Called& names,
                    ShownPrice& price) const;
    void weigh(const Place& place);
    std::string shape_of(NodeId figure, NodeId box) const;
    bool is_unseen(const Candidate& value) const;
    std::vector<ShownPrice> ranked();

    const Tree& tree_;
    const Layout& layout_;
    const PriceContext& context_;
    const std::set<double> declared_;  // what scripts call a price
    NodeId done_until_ = 0;            // nodes before are in a price that was read
    std::vector<Candidate> candidates_;
    std::unordered_map<std::string, int> shapes_;
    std::map<std::pair<NodeId, std::string>, NodeId> rows_;  // of a table: the first with a price of a shape
};

std::optional<PriceFinder::Place> PriceFinder::place_at(NodeId id) {
    const Node& node = tree_[id];
    if (!node.is_text) {
        if (node.attribute_count == 0) return {};
        const std::string_view property = tree_.attribute(id, "itemprop");
        if (property != "price" && property != "lowPrice") return {};
        std::string text(tree_.attribute(id, "content"));
        if (text.empty()) return {};  // its text will come by
        return Place{id, id, std::move(text), true};
    }
    if (id < done_until_ || layout_.is_in(id, kUnseen) || node.parent == kNoNode || !has_figure(node.text)) return {};
    const NodeId box = price_box(tree_, layout_, id);
    if (layout_.text_length(box) <= kMaxPriceText) {
        done_until_ = std::max(done_until_, tree_[box].end);
        return Place{box, node.parent, price_text(tree_, box)};
    }
    // Prose that names a price counts a little; the label of a definition list more.
    if (node.text.size() > kMaxProse) return {};
    return Place{node.parent, node.parent, collapsed(node.text)};
}

PriceFinder::Called PriceFinder::called(const Place& place) const {
    Called result;
    result.itemprop = place.attribute;
    NodeId at = place.figure;
    for (int up = 0; up < 5 && at != kNoNode; up += tree_.contains(at, place.box), at = tree_[at].parent) {
        if (tree_[at].tag == Tag::body || layout_.text_length(at) > 600) break;
        const std::string_view property = tree_.attribute(at, "itemprop");
        const bool inside = at != place.box && tree_.contains(place.box, at);
        if (!inside && (property == "price" || property == "lowPrice")) result.itemprop = true;
        const std::string& names = layout_.names(at);
        if (names.empty()) continue;
        result.named |= up < 3;
        const double fade = up == 0 ? 1 : up == 1 ? 0.85 : up == 2 ? 0.7 : 0.5;
        if (has_any_name(names, kPriceNames)) {
            if (!result.price) result.score += 3 * fade;
            result.price = true;
            if (up < 3 && has_any_name(names, kCurrentNames)) result.score += 1.5 * fade;
        }
        if (up < 3 && has_any_name(names, kOtherAmounts) && !has_any_name(names, kWithTax) &&
            !has_any_name(names, kEveryPrice))
            result.other = std::max(result.other, 4 * fade);
        if (up < 3 && result.tax == ShownPrice::Tax::unsaid)
            result.tax = has_any_name(names, kWithoutTax) ? ShownPrice::Tax::without
                         : has_any_name(names, kWithTax)  ? ShownPrice::Tax::with
                                                          : ShownPrice::Tax::unsaid;
        result.unit |= up < 3 && has_any_name(names, kUnitNames);
        if (up < 2 && (has_name(names, "regular") || has_name(names, "standard"))) result.score -= 0.7;
    }
    return result;
}

// Near the heading and the buy button, and not in a part of the page that is about other things.
double PriceFinder::standing(NodeId box) const {
    const auto position = static_cast<double>(layout_.text_before(box));
    double score = 0;
    bool before_heading = false;
    if (layout_.heading() != kNoNode) {
        const double after = position - static_cast<double>(layout_.text_before(layout_.heading()));
        before_heading = after < 0;
        score += after >= 0 ? 3 * std::exp(-after / 1200) : 1.0 * std::exp(after / 500);
    }
    if (layout_.buy_button() != kNoNode) {
        const double away = std::fabs(position - static_cast<double>(layout_.text_before(layout_.buy_button())));
        score += 2.5 * std::exp(-away / 500);
    }
    if (layout_.is_in(box, kRelated)) score -= 7;
    if (layout_.is_in(box, kCart | kNavigation | kFooter)) score -= 6;
    if (layout_.is_in(box, kHeader)) score -= 3;
    if (layout_.is_in(box, kReviews | kNotice)) score -= 4;
    if (layout_.is_in(box, kAside)) score -= before_heading ? 3 : 1;  // "Specials" on the left; a buy box on the right
    if (layout_.is_in(box, kHidden)) score -= 2.5;
    if (layout_.is_in(box, kInLink)) score -= 2;
    if (tree_.closest(box, Tag::select) != kNoNode) score -= 4;
    return score;
}

// What the words before and after amount `i` say it is; `price` is told, too.
double PriceFinder::labelled(const Place& place, const std::vector<FoundPrice>& found, std::size_t i,
                             const Called& names, ShownPrice& price) const {
    const FoundPrice& each = found[i];
    std::string before = place.text.substr(0, each.begin), after = place.text.substr(each.end);
    // What follows up to the next amount is that one's label.
    if (i > 0) before = place.text.substr(found[i - 1].end, each.begin - found[i - 1].end);
    // "Shipping: | from $12.99": what little stands before it in its box does not label it.
    if (i == 0 && (trimmed(before).size() < kShortWord || contains_ignoring_case(before, "starting at")))
        before = label_beside(tree_, layout_, place.box, Side::before) + " " + before;
    if (i + 1 == found.size() && trimmed(after).empty()) after = label_beside(tree_, layout_, place.box, Side::after);
    const auto ranges_to = [&](std::size_t from, std::size_t to) {
        return number_of(found[from].amount) < number_of(found[to].amount) &&
               says_range(place.text.substr(found[from].end, found[to].begin - found[from].end));
    };
    const std::string own = collapsed(tree_.text(place.figure));  // "Poster<em>from $14.99</em>"
    price.least = says_from(before) || (i == 0 && says_from(own.substr(0, own.find(price.text)))) ||
                  (i + 1 < found.size() && ranges_to(i, i + 1));
    price.most = i > 0 && ranges_to(i - 1, i);
    price.reduced = says_reduced(before);
    price.total = says_total(before);
    if (price.tax == ShownPrice::Tax::unsaid)
        price.tax = says_untaxed(after) ? ShownPrice::Tax::without
                    : says_taxed(after) ? ShownPrice::Tax::with
                                        : ShownPrice::Tax::unsaid;
    if (says_other_before(before) || says_other_after(after) || trimmed(before).ends_with('+')) return -4;
    if (names.unit && !says_each(after)) return -4;
    if (price.reduced) return names.price ? 1 : 2;
    return !names.price && trimmed(before).size() <= kLongestLabel && says_asked(before) ? 1.5 : 0;
}

void PriceFinder::weigh(const Place& place) {
    const std::vector<FoundPrice> found = place.attribute
                                              ? std::vector<FoundPrice>{read_price_value(place.text, context_)}
                                              : read_prices(place.text, context_, 6);
    if (found.empty()) return;
    const Called names = called(place);
    const bool any_money =
        std::any_of(found.begin(), found.end(), [](const FoundPrice& f) { return !f.currency.empty(); });
    double common = names.score + standing(place.box) - names.other;
    const bool choice = is_choice(tree_, layout_, place.box);
    if (choice) common -= 2.5;
    if (names.itemprop) common += 4;
    if (is_quantity_row(tree_, place.box)) common -= 3;
    if (!names.named && is_set_off(tree_, place.figure)) common += 0.5;
    double first_label = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const FoundPrice& each = found[i];
        if (each.amount.empty()) continue;
        const bool money = !each.currency.empty() || ends_in_dash(place.text, each);
        if (!money && !names.price && !names.itemprop) continue;
        if (!money && any_money) continue;  // beside an amount with a currency, bare numbers are counts
        Candidate candidate;
        ShownPrice& price = candidate.price;
        price.text = place.attribute ? place.text : place.text.substr(each.begin, each.end - each.begin);
        price.amount = each.amount;
        price.currency = each.currency;
        price.for_machines = place.attribute;
        price.declared = names.itemprop;
        price.node = place.box;
        price.tax = names.tax;
        price.struck = layout_.is_in(place.box, kStruck);
        price.choice = choice || tree_.closest(place.box, Tag::select) != kNoNode;
        price.score = common;
        if (money) price.score += 1.5;
        if (price.struck) price.score -= 6;
        if (each.percent) price.score -= 8;
        if (each.per_something && !says_each(place.text.substr(each.end))) price.score -= 4;
        if (number_of(each.amount) == 0) price.score -= 8;
        double label = place.attribute ? 0 : labelled(place, found, i, names, price);
        if (i == 0) first_label = label;
        // "Postage: UK £3, Europe £9, World £16": what the first is, all are.
        if (found.size() > 2 && first_label < 0 && label == 0) label = first_label;
        price.score += label;
        // "$22 | Regular Price | $18.50 | Sale Price": what follows is the label after all.
        price.other = label < 0 && !says_reduced(label_beside(tree_, layout_, place.box, Side::after));
        if (declared_.size() <= kFewDeclared && declared_.count(number_of(each.amount))) price.score += 1.2;
        // Prose rather than a price tag.
        if (!names.price && !names.itemprop && place.text.size() > price.text.size() + 40) price.score -= 2;
        if (i > 0) price.score -= 0.5;
        candidate.shape = shape_of(place.figure, place.box);
        // "Each $1.38 | Box $41.85 | Keg $208.20": of a table's rows the first is asked, of its columns too.
        if (const NodeId table = tree_.closest(place.box, Tag::table), row = tree_.closest(place.box, Tag::tr);
            table != kNoNode && row != kNoNode) {
            const auto [first, added] = rows_.try_emplace({table, candidate.shape}, row);
            price.score -= first->second != row ? 2 : added ? 0 : 0.5;
        }
        if (i == 0) ++shapes_[candidate.shape];
        candidates_.push_back(std::move(candidate));
    }
}

// What cards of a list have in common: the names of their elements, or the elements where nothing is named.
std::string PriceFinder::shape_of(NodeId figure, NodeId box) const {
    const NodeId parent = tree_[box].parent;
    std::string shape = layout_.names(box) + "/" + (parent != kNoNode ? layout_.names(parent) : "");
    if (shape.size() > 1) return shape;
    NodeId at = figure;
    for (int up = 0; up < 5 && at != kNoNode; ++up, at = tree_[at].parent) {
        shape += tree_[at].name;
        for (const std::string_view look : {"size", "color", "style"})
            shape.append(" ").append(tree_.attribute(at, look));
        shape += '/';
    }
    return shape;
}

// Is the value for machines none that a reader sees, though he sees a price where it would be?
bool PriceFinder::is_unseen(const Candidate& value) const {
    constexpr double kLikely = 3.5;
    bool other = false;
    for (const Candidate& each : candidates_) {
        if (each.price.for_machines) continue;
        if (same_amount(each.price.amount, value.price.amount)) return false;
        other |= !each.price.currency.empty() && !each.price.struck && !each.price.other && each.price.score > kLikely;
    }
    return other;
}

std::vector<ShownPrice> PriceFinder::ranked() {
    std::vector<ShownPrice> prices;
    for (Candidate& candidate : candidates_) {
        const int alike = shapes_[candidate.shape];
        if (alike > 4) candidate.price.score -= 1.5;
        if (candidate.price.for_machines && is_unseen(candidate)) candidate.price.score -= 4;
        candidate.price.repeated = alike >= 3;
        prices.push_back(std::move(candidate.price));
    }
    settle(prices, tree_, layout_);
    return prices;
}

}  // namespace

bool same_amount(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return false;
    return std::fabs(number_of(std::string(a)) - number_of(std::string(b))) < 0.005;
}

bool withholds_price(const Tree& tree, const Layout& layout) {
    if (layout.heading() == kNoNode) return false;
    constexpr NodeId kMostNodes = 30;  // of a line
    static constexpr std::string_view kSold[] = {"sold",    "sold out", "verkauft", "vendu",
                                                 "vendido", "venduto",  "verkocht"};
    for (NodeId id = layout.heading(); id < tree.size(); ++id) {
        const Node& node = tree[id];
        // "Call <a>1-888-555-0176</a> for pricing": a line of several texts.
        if (!node.is_text && breaks_line(node.tag) && node.end - id > 3 && node.end - id < kMostNodes &&
            layout.text_length(id) <= 60 && !layout.is_in(id, (kNotAdvert & ~kNotice) | kHidden) &&
            says_on_request(collapsed(tree.text(id))))
            return true;
        if (!node.is_text || node.text.size() > 80 || layout.is_in(id, (kNotAdvert & ~kNotice) | kHidden)) continue;
        const std::string text = lowered(trimmed(node.text));
        if (text.empty() || tree.closest(id, Tag::label) != kNoNode || tree.closest(id, Tag::option) != kNoNode)
            continue;
        if (says_on_request(text)) return true;
        if (std::find(std::begin(kSold), std::end(kSold), text) != std::end(kSold) && node.parent != kNoNode &&
            has_any_name(layout.names(node.parent), kPriceNames))
            return true;
    }
    return false;
}

std::vector<ShownPrice> shown_prices(const Tree& tree, const Layout& layout, const PriceContext& context) {
    return PriceFinder(tree, layout, context).find();
}

}  // namespace crawler
