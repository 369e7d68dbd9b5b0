#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>

#include "crawler/extract/amount_words.h"
#include "crawler/extract/offer.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kMaxCandidates = 400;
constexpr std::size_t kMaxPriceText = 90;  // bytes of an element that is a price and not prose
constexpr std::size_t kFewDeclared = 6;    // more amounts in the scripts are those of a list

const std::vector<std::string_view> kPriceNames{
    "price",        "prices",        "pricing",     "preis",       "prix",         "precio",     "preco",
    "prezzo",       "prijs",         "cena",        "ceny",        "pris",         "fiyat",      "harga",
    "kaina",        "hinta",         "hind",        "gia",         "amount",       "money",      "price-box",
    "productprice", "product_price", "pricevalue",  "saleprice",   "priceblock",   "our_price",  "price-item",
    "pricetag",     "ppris",         "price_value", "price-value", "currentprice", "finalprice", "product-price-value",
    "cost"};
const std::vector<std::string_view> kCurrentNames{
    "sale",       "special",   "current", "final",     "our",           "now",         "actual",     "promo",
    "discounted", "new",       "reduced", "saleprice", "special-price", "price-sales", "finalprice", "currentprice",
    "new-price",  "price-new", "offer",   "value",     "main",          "today"};
const std::vector<std::string_view> kOtherAmounts{
    "saving",     "savings",   "save",       "saved",       "you-save",
    "discount",   "shipping",  "delivery",   "installment", "instalment",
    "financing",  "finance",   "monthly",    "klarna",      "afterpay",
    "unit-price", "unitprice", "base-price", "baseprice",   "grundpreis",
    "per-unit",   "points",    "reward",     "deposit",     "tax",
    "vat",        "excl",      "tier",       "tier-prices", "subtotal",
    "total",      "wholesale", "percent",    "badge",       "range",
    "filter",     "option",    "swatch",     "bundle",      "zip",
    "sezzle",     "affirm",    "paypal",     "loyalty",     "price-excluding-tax",
    "gift",       "warranty",  "coupon",     "ex-vat",      "exvat",
    "price-excl", "sin-iva",   "min-amount", "approx",      "approximately",
    "price-plus", "member",    "vip-price",  "club-price",  "netto",
    "price-ht",   "ht",        "ex-tax",     "tax-excl",    "net-price",
    "boleto",     "starting",  "trade-in",   "converted",   "tooltip"};

bool joins_price(const Node& node) {
    switch (node.tag) {
        case Tag::span:
        case Tag::b:
        case Tag::strong:
        case Tag::sup:
        case Tag::sub:
        case Tag::small:
        case Tag::em:
        case Tag::i:
        case Tag::font:
        case Tag::ins:
        case Tag::big:
        case Tag::u:
        case Tag::abbr:
        case Tag::mark:
        case Tag::meta:
            return true;
        default:
            return node.name == "bdi" || node.name == "data" || node.name == "bdo" || node.name == "var";
    }
}

// A number that needs no other part: "59,00", "1299", "$24"; not ".99", "990" or "$".
bool is_whole_number(std::string_view text) {
    text = trimmed(text);
    const auto digits = std::count_if(text.begin(), text.end(), is_digit);
    if (digits == 0) return false;
    if (digits > 3) return true;
    for (std::size_t i = 1; i + 1 < text.size(); ++i)
        if ((text[i] == '.' || text[i] == ',') && is_digit(text[i - 1]) && is_digit(text[i + 1])) return true;
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return !is_digit(c) && c != '.' && c != ',' && !is_space(c); });
}

// Is the element part of one price with what surrounds it? "$<strong>219</strong><sup>.99</sup>" in any small box, but
// not where the box holds another block of numbers or a struck one.
bool may_climb(const Tree& tree, const Layout& layout, NodeId box) {
    const NodeId parent = tree[box].parent;
    if (!joins_price(tree[box]) || parent == kNoNode || tree[parent].parent == kNoNode) return false;
    if (layout.text_length(parent) > 36 || layout.is_in(box, kStruck) || tree[parent].tag == Tag::a) return false;
    for (NodeId id = tree.first_child(parent); id < tree[parent].end; ++id)
        if (!tree.contains(box, id) &&
            (layout.is_in(id, kStruck) || (tree[id].is_text ? is_whole_number(tree[id].text)
                                                            : breaks_line(tree[id].tag) && layout.text_length(id) > 0)))
            return false;
    return true;
}

// The text of a price element; cents set as a superscript or an element of their own get their decimal mark back.
std::string price_text(const Tree& tree, NodeId id) {
    std::string out;
    for (NodeId at = id; at < tree[id].end; ++at) {
        const Node& node = tree[at];
        if (!node.is_text) {
            if (node.tag == Tag::script || node.tag == Tag::style) {
                at = node.end - 1;
                continue;
            }
            if (at != id && breaks_line(node.tag)) out += ' ';
            continue;
        }
        const std::string text = collapsed(node.text);
        if (text.empty()) {
            if (!node.text.empty() && !out.empty()) out += ' ';
            continue;
        }
        const Node& parent = tree[node.parent];
        const std::string names = ascii_lowered(tree.attribute(node.parent, "class"));
        const bool raised =
            parent.tag == Tag::sup || has_any_name(names, {"cent", "cents", "decimal", "decimals", "fraction", "sup",
                                                           "fractional", "price-cents", "centimes"});
        // "14<sup>€99</sup>": the mark stands between, and is read as one.
        const bool marked = raised && !out.empty() && is_digit(out.back()) && text.size() >= 3 && !is_digit(text[0]) &&
                            is_digit(text.back()) && is_digit(text[text.size() - 2]);
        if (marked) {
        } else if (raised && node.parent != id && text.size() >= 2 && is_digit(text[0]) && is_digit(text[1]) &&
                   (text.size() == 2 || !is_digit(text[2]))) {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            if (!out.empty() && is_digit(out.back())) out += out.find('.') == std::string::npos ? '.' : ',';
        } else if (!node.text.empty() && is_space(node.text.front()) && !out.empty()) {
            out += ' ';
        }
        out += text;
        if (is_space(node.text.back())) out += ' ';
    }
    return collapsed(out);
}

// The words beside an element that label it: the cell before it, a caption, within one small row.
enum class Side { before, after };
std::string label_beside(const Tree& tree, const Layout& layout, NodeId box, Side side) {
    constexpr std::size_t kRow = 140;  // bytes of text that still are one row
    NodeId row = box;
    while (tree[row].parent != kNoNode && layout.text_length(tree[row].parent) <= kRow &&
           tree[tree[row].parent].tag != Tag::body)
        row = tree[row].parent;
    const auto text_at = [&](NodeId id) -> std::string {
        if (!tree[id].is_text || layout.is_in(id, kUnseen | kHidden) || tree[id].text.size() > 80) return {};
        return collapsed(tree[id].text);
    };
    // What holds a number of its own labels that one.
    const auto is_label = [](std::string_view text) {
        return std::count_if(text.begin(), text.end(), is_digit) < 2 &&
               std::any_of(text.begin(), text.end(),
                           [](char c) { return is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80; });
    };
    int steps = 0;
    if (side == Side::before) {
        for (NodeId id = box; id > row && steps < 24; ++steps)
            if (const std::string text = text_at(--id); !text.empty()) return is_label(text) ? text : std::string();
    } else {
        for (NodeId id = tree[box].end; id < tree[row].end && steps < 24; ++id, ++steps)
            if (const std::string text = text_at(id); !text.empty()) return is_label(text) ? text : std::string();
    }
    return {};
}

// "449,-": the dash for no cents says money as a currency does.
bool ends_in_dash(std::string_view text, const FoundPrice& price) {
    const std::string_view written = text.substr(price.begin, price.end - price.begin);
    return written.size() > 2 && (written.back() == '-' || written.substr(written.size() - 3) == "–" ||
                                  written.substr(written.size() - 3) == "—");
}

// A row of a price list by quantity, but not its first: "1 | $0.47", "10 | $0.402".
bool is_quantity_row(const Tree& tree, NodeId box) {
    const NodeId row = tree.closest(box, Tag::tr);
    if (row == kNoNode) return false;
    const auto begins_with_digit = [&](NodeId id) {
        for (NodeId at = id; at < tree[id].end; ++at)
            if (tree[at].is_text && !trimmed(tree[at].text).empty()) return is_digit(trimmed(tree[at].text)[0]);
        return false;
    };
    if (!begins_with_digit(row)) return false;
    NodeId before = kNoNode;
    for (NodeId id = tree.first_child(tree[row].parent); id != row && id != kNoNode; id = tree.next_sibling(id))
        if (tree[id].tag == Tag::tr) before = id;
    return before != kNoNode && begins_with_digit(before);
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

// Side by side with nothing said between: "59,00 € 45,00 €".
bool stand_together(const Layout& layout, const ShownPrice& a, const ShownPrice& b) {
    if (a.node == b.node) return false;
    const auto from = layout.text_before(a.node), to = layout.text_before(b.node);
    return (from < to ? to - from : from - to) <= std::max(a.text.size(), b.text.size()) + 6;
}

struct Candidate {
    ShownPrice price;
    std::string shape;  // class of the element and of its parent: repeated shapes are lists
};

}  // namespace

bool same_amount(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return false;
    return std::fabs(std::atof(std::string(a).c_str()) - std::atof(std::string(b).c_str())) < 0.005;
}

std::vector<ShownPrice> shown_prices(const Tree& tree, const Layout& layout, const PriceContext& context) {
    std::vector<Candidate> candidates;
    std::unordered_map<std::string, int> shapes;
    const std::set<double> declared = script_prices(tree);
    NodeId done_until = 0;
    const NodeId heading = layout.heading(), buy = layout.buy_button();

    for (NodeId id = 0; id < tree.size() && candidates.size() < kMaxCandidates; ++id) {
        const Node& node = tree[id];
        bool attribute_price = false;
        std::string text;
        NodeId box = id;
        if (node.is_text) {
            if (id < done_until || layout.is_in(id, kUnseen)) continue;
            if (node.text.find_first_of("0123456789") == std::string_view::npos &&
                std::none_of(node.text.begin(), node.text.end(),
                             [](char c) { return static_cast<unsigned char>(c) >= 0xD9; }))
                continue;
            box = node.parent;
            if (box == kNoNode) continue;
            while (may_climb(tree, layout, box)) box = tree[box].parent;
            if (layout.text_length(box) > kMaxPriceText) {
                // Prose that names a price counts a little; the label of a definition list more.
                if (node.text.size() > 300) continue;
                text = collapsed(node.text);
                box = node.parent;
            } else {
                text = price_text(tree, box);
                done_until = std::max(done_until, tree[box].end);
            }
        } else if (node.attribute_count > 0 &&
                   (tree.attribute(id, "itemprop") == "price" || tree.attribute(id, "itemprop") == "lowPrice")) {
            text = tree.attribute(id, "content");
            if (text.empty()) continue;  // its text will come by
            attribute_price = true;
        } else {
            continue;
        }

        std::vector<FoundPrice> found =
            attribute_price ? std::vector<FoundPrice>{read_price_value(text, context)} : read_prices(text, context, 6);
        if (found.empty()) continue;

        // What the element and those around it are called.
        double names_score = 0;
        bool price_named = false, struck = layout.is_in(box, kStruck), itemprop = attribute_price;
        double other = 0;
        NodeId at = box;
        for (int up = 0; up < 5 && at != kNoNode; ++up, at = tree[at].parent) {
            if (tree[at].tag == Tag::body || layout.text_length(at) > 600) break;
            const std::string_view property = tree.attribute(at, "itemprop");
            if (property == "price" || property == "lowPrice") itemprop = true;
            const std::string& names = layout.names(at);
            if (names.empty()) continue;
            const double fade = up == 0 ? 1 : up == 1 ? 0.85 : up == 2 ? 0.7 : 0.5;
            if (has_any_name(names, kPriceNames)) {
                if (!price_named) names_score += 3 * fade;
                price_named = true;
                if (up < 3 && has_any_name(names, kCurrentNames)) names_score += 1.5 * fade;
            }
            if (up < 3 && has_any_name(names, kOtherAmounts)) other = std::max(other, 4 * fade);
            if (up < 2 && has_name(names, "regular")) names_score -= 0.7;
        }

        const std::size_t position = layout.text_before(box);
        double place = 0;
        if (heading != kNoNode) {
            const double after = static_cast<double>(position) - static_cast<double>(layout.text_before(heading));
            place += after >= 0 ? 3 * std::exp(-after / 1200) : 1.0 * std::exp(after / 500);
        }
        if (buy != kNoNode) {
            const double away = std::fabs(static_cast<double>(position) - static_cast<double>(layout.text_before(buy)));
            place += 2.5 * std::exp(-away / 500);
        }
        if (layout.is_in(box, kRelated)) place -= 7;
        if (layout.is_in(box, kCart | kNavigation | kFooter)) place -= 6;
        if (layout.is_in(box, kHeader)) place -= 3;
        if (layout.is_in(box, kReviews | kNotice)) place -= 4;
        if (layout.is_in(box, kAside)) place -= 1;
        if (layout.is_in(box, kHidden)) place -= 2.5;
        if (layout.is_in(box, kInLink)) place -= 2;
        if (tree.closest(box, Tag::select) != kNoNode) place -= 4;

        for (std::size_t i = 0; i < found.size(); ++i) {
            FoundPrice& each = found[i];
            if (each.amount.empty()) continue;
            const bool money = !each.currency.empty() || ends_in_dash(text, each);
            if (!money && !price_named && !itemprop) continue;
            // Beside an amount with a currency, bare numbers are counts.
            if (!money &&
                std::any_of(found.begin(), found.end(), [](const FoundPrice& f) { return !f.currency.empty(); }))
                continue;
            Candidate candidate;
            ShownPrice& price = candidate.price;
            price.text = attribute_price ? text : text.substr(each.begin, each.end - each.begin);
            price.amount = each.amount;
            price.currency = each.currency;
            price.node = box;
            price.struck = struck;
            double score = names_score + place - other;
            if (itemprop) score += 4;
            if (money) score += 1.5;
            if (struck) score -= 6;
            if (each.percent) score -= 8;
            if (each.per_something) score -= 4;
            if (std::atof(each.amount.c_str()) == 0) score -= 8;
            if (!attribute_price) {
                std::string before = text.substr(0, each.begin), after = text.substr(each.end);
                // What follows up to the next amount is that one's label.
                if (i > 0) before = text.substr(found[i - 1].end, each.begin - found[i - 1].end);
                if (i == 0 && trimmed(before).size() < 2) before = label_beside(tree, layout, box, Side::before);
                if (i + 1 == found.size() && trimmed(after).empty())
                    after = label_beside(tree, layout, box, Side::after);
                if (says_other_before(before) || says_other_after(after))
                    score -= 4;
                else if (!price_named && says_asked(before))
                    score += 1.5;
            }
            if (declared.size() <= kFewDeclared && declared.count(std::atof(each.amount.c_str()))) score += 1.2;
            if (is_quantity_row(tree, box)) score -= 3;
            // Prose rather than a price tag.
            if (!price_named && !itemprop && text.size() > price.text.size() + 40) score -= 2;
            if (i > 0) score -= 0.5;
            price.score = score;
            candidate.shape =
                layout.names(box) + "/" + (tree[box].parent != kNoNode ? layout.names(tree[box].parent) : "");
            if (i == 0) ++shapes[candidate.shape];
            candidates.push_back(std::move(candidate));
        }
    }
    std::vector<ShownPrice> prices;
    for (Candidate& candidate : candidates) {
        const int alike = shapes[candidate.shape];
        if (alike > 4) {
            candidate.price.score -= 1.5;
        }
        candidate.price.repeated = alike >= 3;
        prices.push_back(std::move(candidate.price));
    }
    std::stable_sort(prices.begin(), prices.end(),
                     [](const ShownPrice& a, const ShownPrice& b) { return a.score > b.score; });
    // Two equally likely amounts side by side, neither marked as old: the lower one is asked now.
    if (prices.size() > 1 && prices[0].score > 3) {
        std::size_t lowest = 0;
        for (std::size_t i = 1; i < prices.size() && i < 4; ++i) {
            if (prices[i].score < prices[0].score - 0.8 || prices[i].struck) break;
            if (prices[i].currency != prices[0].currency || !stand_together(layout, prices[i], prices[0])) continue;
            const double amount = std::atof(prices[i].amount.c_str());
            if (amount > 0 && amount < std::atof(prices[lowest].amount.c_str()) &&
                amount * 10 > std::atof(prices[0].amount.c_str()))
                lowest = i;
        }
        if (lowest) std::swap(prices[0], prices[lowest]);
    }
    return prices;
}

}  // namespace crawler
