#include "crawler/extract/choice.h"

#include <algorithm>
#include <string>
#include <vector>

#include "crawler/extract/price.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr int kSteps = 4;                 // elements up
constexpr std::size_t kLongestBox = 300;  // bytes of text
constexpr std::size_t kLongestChoice = 80;
constexpr int kMostSiblings = 60;
constexpr std::size_t kMostNumbers = 8;  // that a row names before its price: "205/55 R16 91V"

bool is_picker(const Tree& tree, NodeId id) {
    if (tree[id].is_text || tree[id].tag != Tag::input) return false;
    if (tree.has_attribute(id, "checked")) return false;  // chosen already
    const std::string_view type = tree.attribute(id, "type");
    return equals_ignoring_case(type, "radio") || equals_ignoring_case(type, "checkbox");
}

bool labels_picker(const Tree& tree, NodeId label) {
    for (NodeId id = label; id < tree[label].end; ++id)
        if (is_picker(tree, id)) return true;
    NodeId before = kNoNode;
    for (NodeId id = tree.first_child(tree[label].parent); id != kNoNode && id < label; id = tree.next_sibling(id))
        if (!tree[id].is_text) before = id;
    return before != kNoNode && is_picker(tree, before);
}

bool names_price(const Tree& tree, const Layout& layout, NodeId box) {
    if (layout.text_length(box) > kLongestChoice) return false;
    const auto prices = read_prices(collapsed(tree.text(box)), {}, kMostNumbers);
    return std::any_of(prices.begin(), prices.end(), [](const FoundPrice& each) { return !each.currency.empty(); });
}

// How many of the other boxes like `box` beside it name a price.
int priced_beside(const Tree& tree, const Layout& layout, NodeId box) {
    const std::string_view kind = tree.attribute(box, "class");
    const std::string_view first = kind.substr(0, kind.find(' '));
    int priced = 0, seen = 0;
    for (NodeId id = tree.first_child(tree[box].parent); id != kNoNode && seen < kMostSiblings;
         id = tree.next_sibling(id), ++seen) {
        if (id == box || tree[id].is_text || tree[id].name != tree[box].name) continue;
        const std::string_view other = tree.attribute(id, "class");
        if (other.substr(0, other.find(' ')) == first) priced += names_price(tree, layout, id);
    }
    return priced;
}

constexpr std::string_view kPickup[] = {"pick up",
                                        "pickup",
                                        "pick-up",
                                        "in-store",
                                        "in store",
                                        "store stock",
                                        "store availability",
                                        "click & collect",
                                        "click and collect",
                                        "abholung",
                                        "abholbar",
                                        "filiale",
                                        "im markt",
                                        "retrait",
                                        "en magasin",
                                        "recogida",
                                        "recoger en",
                                        "en tienda",
                                        "retiro en",
                                        "retirada",
                                        "retirar na",
                                        "na loja",
                                        "ritiro",
                                        "in negozio",
                                        "afhalen",
                                        "in de winkel",
                                        "afhentning",
                                        "i butik",
                                        "hämta i",
                                        "nouto",
                                        "myymälä",
                                        "odbiór",
                                        "w salonie",
                                        "na prodejně",
                                        "osobní odběr",
                                        "üzletben",
                                        "самовывоз",
                                        "в магазин",
                                        "mağazada",
                                        "店舗受取",
                                        "店頭",
                                        "门店",
                                        "門市",
                                        "매장"};

}  // namespace

bool is_one_of_several(const Tree& tree, const Layout& layout, NodeId id) {
    constexpr std::size_t longest = 30;  // bytes: "44 Notify me"
    if (tree[id].is_text || layout.text_length(id) > longest) return false;
    // A list may hold other things; what is called a choice has one beside it: "110V Sold out | 220V".
    static const std::vector<std::string_view> choices{"selector", "swatch", "variant", "variation", "option"};
    const bool called = has_any_name(layout.names(id), choices);
    if (tree[id].tag != Tag::li && !called) return false;
    int others = 0, seen = 0;
    for (NodeId other = tree.first_child(tree[id].parent); other != kNoNode && seen < kMostSiblings;
         other = tree.next_sibling(other), ++seen)
        others += other != id && !tree[other].is_text && tree[other].name == tree[id].name &&
                  layout.text_length(other) > 0 && layout.text_length(other) <= longest &&
                  (!called || has_any_name(layout.names(other), choices));
    return others >= (called ? 1 : 2);
}

bool is_in_entry(const Tree& tree, const Layout& layout, NodeId text) {
    const std::size_t length = collapsed(tree[text].text).size() + 1;
    NodeId at = tree[text].parent;
    for (int up = 0; up < kSteps && at != kNoNode; ++up, at = tree[at].parent)
        if (layout.text_length(at) > length && is_one_of_several(tree, layout, at)) return true;
    return false;
}

bool is_choice(const Tree& tree, const Layout& layout, NodeId id) {
    if (const NodeId button = tree.closest(id, Tag::button); button != kNoNode && button != layout.buy_button())
        return true;
    if (const NodeId label = tree.closest(id, Tag::label); label != kNoNode && labels_picker(tree, label)) return true;
    NodeId at = id;
    for (int up = 0; up < kSteps && at != kNoNode; ++up, at = tree[at].parent)
        if (const std::string_view role = tree.attribute(at, "role"); role == "radio" || role == "option") return true;
    return false;
}

bool is_chosen(const Tree& tree, NodeId id) {
    NodeId at = id;
    for (int up = 0; up < kSteps && at != kNoNode; ++up, at = tree[at].parent) {
        if (tree[at].is_text) continue;
        if (tree[at].tag == Tag::option) return tree.has_attribute(at, "selected");
        for (const std::string_view state : {"aria-checked", "aria-pressed", "aria-selected"})
            if (tree.attribute(at, state) == "true") return true;
        for (const std::string_view name : split_words(tree.attribute(at, "class")))
            if (name == "selected" || name == "is-selected" || name == "checked" || name == "is-checked") return true;
    }
    return false;
}

bool is_among_priced(const Tree& tree, const Layout& layout, NodeId id) {
    NodeId at = tree[id].is_text ? tree[id].parent : id;
    for (int up = 0; up < kSteps && at != kNoNode && tree[at].parent != kNoNode; ++up, at = tree[at].parent) {
        if (layout.text_length(at) > kLongestChoice) return false;
        if (priced_beside(tree, layout, at) >= 2) return true;
    }
    return false;
}

bool is_of_pickup(const Tree& tree, const Layout& layout, NodeId id) {
    NodeId box = tree[id].is_text ? tree[id].parent : id;
    for (int up = 0; up < kSteps && box != kNoNode && layout.text_length(box) <= kLongestBox;
         ++up, box = tree[box].parent) {
        if (tree.contains(box, layout.heading()) || tree.contains(box, layout.buy_button())) return false;
        const std::string text = lowered(tree.text(box));
        if (holds_any(text, kPickup)) return true;
    }
    return false;
}

}  // namespace crawler
