#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "crawler/extract/offer.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kMaxCandidates = 400;
constexpr std::size_t kMaxPriceText = 90;  // bytes of an element that is a price and not prose

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
    "price-excl", "sin-iva",   "min-amount"};

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
        if (raised && node.parent != id && text.size() >= 2 && is_digit(text[0]) && is_digit(text[1]) &&
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

// What stands before an amount and says that it is something else.
bool says_other_amount(std::string_view before) {
    const std::string text = lowered(before);
    for (std::string_view phrase :
         {"was",           "rrp",        "msrp",        "list price", "retail",    "reg.",          "regular",
          "save",          "saving",     "you save",    "shipping",   "delivery",  "statt",         "uvp",
          "versand",       "sie sparen", "au lieu de",  "économ",     "livraison", "frais de port", "antes",
          "ahorr",         "envío",      "frete",       "de r$",      "spediz",    "risparmi",      "anziché",
          "adviesprijs",   "verzend",    "van ",        "ord.",       "före",      "tidligere",     "før",
          "frakt",         "było",       "orders over", "over ",      "off ",      "free ",         "compare at",
          "per month",     "from just",  "payments of", "minimum",    "spend",     "under ",        "вместо",
          "старая",        "доставк",    "parcelas",    "em até",     "x de",      "% off",         "down to",
          "interest-free", "deposit",    "points",      "gratis",     "kostenlos"}) {
        const auto at = text.rfind(phrase);
        if (at == std::string::npos || text.size() - at > phrase.size() + 14) continue;
        if (at > 0 && is_ascii_letter(text[at - 1])) continue;
        return true;
    }
    return false;
}

// "Your price: $9" as against "$9 off".
bool says_price(std::string_view before) {
    const std::string text = lowered(before);
    for (std::string_view word :
         {"price", "preis", "prix", "precio", "preço", "prezzo", "prijs", "cena", "pris", "fiyat", "hinta", "цена",
          "ціна",  "τιμή",  "giá",  "ราคา",   "harga", "価格",   "价格",  "價格", "가격", "السعر", "מחיר"})
        if (text.find(word) != std::string::npos) return true;
    return false;
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
            while (joins_price(tree[box]) && tree[box].parent != kNoNode &&
                   layout.text_length(tree[box].parent) <= 36 &&
                   (joins_price(tree[tree[box].parent]) || tree[tree[box].parent].tag == Tag::p ||
                    tree[tree[box].parent].tag == Tag::div || tree[tree[box].parent].tag == Tag::td) &&
                   !layout.is_in(box, kStruck))
                box = tree[box].parent;
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
            const bool money = !each.currency.empty();
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
            std::string_view before = std::string_view(text).substr(0, each.begin);
            if (before.size() > 40) before.remove_prefix(before.size() - 40);
            if (!attribute_price && says_other_amount(before))
                score -= 4;
            else if (!attribute_price && i == 0 && !price_named && says_price(before))
                score += 1.5;
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
            const auto distance = static_cast<long>(layout.text_before(prices[i].node)) -
                                  static_cast<long>(layout.text_before(prices[0].node));
            if (std::labs(distance) > 40 || prices[i].currency != prices[0].currency) continue;
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
