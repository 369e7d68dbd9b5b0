#include <algorithm>
#include <cmath>

#include "crawler/extract/availability.h"
#include "crawler/extract/choice.h"
#include "crawler/extract/offer.h"
#include "crawler/extract/price_box.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

// "Availability: | Pre-order": a caption says what the line is about.
bool is_captioned(const Tree& tree, const Layout& layout, NodeId id, std::string_view text) {
    static constexpr std::string_view captions[] = {
        "availab",     "stock status",  "verfügbarkeit", "lieferbarkeit", "disponibi", "dostępno",
        "dostupno",    "beschikbaar",   "tillgängl",     "lagerstatus",   "наличие",   "наявність",
        "stok durumu", "διαθεσιμότητα", "在庫",          "库存",          "재고"};
    if (text.find(':') != std::string_view::npos && text.find(':') < 30 &&
        holds_any(lowered(text.substr(0, text.find(':'))), captions))
        return true;
    const std::string label =
        tree[id].parent == kNoNode ? std::string() : label_beside(tree, layout, tree[id].parent, Side::before);
    return label.size() < 40 && holds_any(lowered(label), captions);
}

// "A. Ember is sold out for the season": what is asked and answered is of another day, or of another colour.
bool is_answer(const Tree& tree, const Layout& layout, NodeId id) {
    constexpr std::size_t kLongest = 400;  // bytes of text
    static constexpr std::string_view marks[] = {
        "q",      "q.",    "q:",      "a",       "a.",        "a:",       "?",        "question",
        "answer", "frage", "antwort", "réponse", "respuesta", "risposta", "resposta", "ответ"};
    NodeId block = tree[id].parent;
    while (block != kNoNode && !breaks_line(tree[block].tag)) block = tree[block].parent;
    if (block == kNoNode || layout.text_length(block) > kLongest) return false;
    for (NodeId at = block; at < id; ++at)
        if (tree[at].is_text && !trimmed(tree[at].text).empty()) {
            const std::string first = lowered(trimmed(tree[at].text));
            return std::find(std::begin(marks), std::end(marks), first) != std::end(marks);
        }
    return false;
}

// Above the heading, beside a link: "Oyster Wars: A Reader, $32.50, OUT OF PRINT" is another thing.
bool is_of_teaser(const Tree& tree, const Layout& layout, NodeId id) {
    constexpr int kSteps = 3;
    constexpr std::size_t kLongest = 160;  // bytes of text
    if (layout.heading() == kNoNode || id > layout.heading()) return false;
    NodeId at = tree[id].parent;
    for (int up = 0; up < kSteps && at != kNoNode && layout.text_length(at) <= kLongest; ++up, at = tree[at].parent)
        if (layout.link_text_length(at) > 0) return !tree.contains(at, layout.heading());
    return false;
}

}  // namespace

ShownAvailability shown_availability(const Tree& tree, const Layout& layout) {
    double here = 0, gone = 0;
    bool stated = false, line_says_gone = false;
    int marked_gone = 0;
    const auto vote = [&](std::string_view state, double weight) {
        if (state.empty()) return;
        (state == "OutOfStock" || state == "SoldOut" || state == "Discontinued" ? gone : here) += weight;
    };
    const auto nearness = [&](NodeId id) {
        double near = 0.15;
        const auto position = static_cast<double>(layout.text_before(id));
        for (NodeId anchor : {layout.heading(), layout.buy_button()})
            if (anchor != kNoNode)
                near = std::max(near,
                                std::exp(-std::fabs(position - static_cast<double>(layout.text_before(anchor))) / 500));
        return near;
    };
    int seen = 0;
    for (NodeId id = 0; id < tree.size() && seen < 300; ++id) {
        const Node& node = tree[id];
        if (layout.is_in(id, kRelated | kReviews | kNavigation | kFooter | kCart | kUnseen | kHidden)) continue;
        if (node.is_text) {
            if (node.text.size() > 200 || node.text.size() < 4) continue;
            const std::string text = collapsed(node.text);
            if (text.size() > 120 || tree.closest(id, Tag::option) != kNoNode ||
                tree.closest(id, Tag::label) != kNoNode)
                continue;
            const std::string state = availability_in_text(text);
            if (state.empty() || text.ends_with('?') || is_answer(tree, layout, id) || is_of_teaser(tree, layout, id))
                continue;
            const NodeId button = tree.closest(id, Tag::button);
            // A size that is gone, a branch that has none: the thing itself may be had.
            if (state == "OutOfStock" &&
                (is_choice(tree, layout, id) || is_in_entry(tree, layout, id) || is_of_pickup(tree, layout, id) ||
                 is_among_priced(tree, layout, id)) &&
                (button == kNoNode || button != layout.buy_button()))
                continue;
            ++seen;
            const double near = nearness(id);
            line_says_gone |= state == "OutOfStock" && text.size() < 50 && near > 0.6;
            NodeId parent = node.parent;
            if (parent != kNoNode && layout.names(parent).empty()) parent = tree[parent].parent;
            const bool about_stock =
                (parent != kNoNode && layout.text_length(parent) < 160 &&
                 has_any_name(layout.names(parent), {"stock", "availability", "available", "inventory", "in-stock",
                                                     "out-of-stock", "instock", "status"})) ||
                is_captioned(tree, layout, id, text);
            double weight = (text.size() < 35 ? 2.0 : 0.8) + (about_stock ? 1.5 : 0);
            stated |= about_stock && near > 0.4;
            weight *= near;  // a list of other goods says it of each of them
            if (layout.is_in(id, kInLink)) weight *= 0.5;
            vote(state, weight);
        } else if (node.attribute_count && !layout.names(id).empty()) {
            const std::string& names = layout.names(id);
            if (layout.text_length(id) > 300 || layout.text_length(id) == 0) continue;
            if (has_any_name(names, {"out-of-stock", "outofstock", "sold-out", "soldout", "unavailable"})) {
                if (is_choice(tree, layout, id) || is_one_of_several(tree, layout, id)) continue;
                vote("OutOfStock", 1.5 * nearness(id));
                ++seen;
                marked_gone += nearness(id) > 0.15;
            } else if (has_any_name(names, {"in-stock", "instock"})) {
                vote("InStock", 1.5 * nearness(id));
                ++seen;
            }
        }
    }
    if (layout.buy_button() != kNoNode) {
        if (layout.buy_disabled())
            gone += 2.5;
        else if (!layout.is_in(layout.buy_button(), kHidden))
            here += 1.2;
    }
    if (here == 0 && gone == 0) return {};
    // On a list of things many are marked so.
    stated = stated || (marked_gone > 0 && marked_gone < 3 && gone > here);
    return {gone > here ? "OutOfStock" : "InStock", stated, line_says_gone && gone > here};
}

}  // namespace crawler
