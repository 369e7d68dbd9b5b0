#include "crawler/extract/price_box.h"

#include <algorithm>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

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
    for (NodeId id = tree.first_child(parent); id < tree[parent].end; ++id) {
        if (tree[id].tag == Tag::a && !tree.contains(id, box)) {  // "(12 offers)" leads elsewhere
            id = tree[id].end - 1;
            continue;
        }
        if (!tree.contains(box, id) &&
            (layout.is_in(id, kStruck) || (tree[id].is_text ? is_whole_number(tree[id].text)
                                                            : breaks_line(tree[id].tag) && layout.text_length(id) > 0)))
            return false;
    }
    return true;
}

// The text that follows the text `id`, without blanks.
std::string_view next_text(const Tree& tree, NodeId id) {
    for (NodeId next = id + 1; next < tree.size() && next < id + 6; ++next)
        if (tree[next].is_text && !trimmed(tree[next].text).empty()) return trimmed(tree[next].text);
    return {};
}

std::string_view first_text(const Tree& tree, NodeId element) {
    for (NodeId id = element; id < tree[element].end; ++id)
        if (tree[id].is_text && !trimmed(tree[id].text).empty()) return trimmed(tree[id].text);
    return {};
}

}  // namespace

NodeId price_box(const Tree& tree, const Layout& layout, NodeId id) {
    NodeId box = tree[id].parent;
    while (box != kNoNode && may_climb(tree, layout, box)) box = tree[box].parent;
    return box;
}

std::string price_text(const Tree& tree, NodeId box) {
    std::string out;
    NodeId written_by = kNoNode;  // the element of the piece before
    bool spoken_before = false;   // was it for screen readers?
    for (NodeId at = box; at < tree[box].end; ++at) {
        const Node& node = tree[at];
        if (!node.is_text) {
            if (node.tag == Tag::script || node.tag == Tag::style) {
                at = node.end - 1;
                continue;
            }
            if (at != box && breaks_line(node.tag)) out += ' ';
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
        // "£26<sup>.50</sup><span class=sr-only>26.50</span>": said once to those who see, once to those who listen.
        const bool spoken = has_any_name(names, {"sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"});
        if ((spoken || spoken_before) && !out.empty()) out += ' ';
        spoken_before = spoken;
        // "14<sup>€99</sup>": the mark stands between, and is read as one.
        const bool marked = raised && !out.empty() && is_digit(out.back()) && text.size() >= 3 && !is_digit(text[0]) &&
                            is_digit(text.back()) && is_digit(text[text.size() - 2]);
        // "<b>18</b><b>47</b>": two figures in an element of their own, with nothing between.
        const bool percent = at + 1 < tree[box].end && next_text(tree, at).starts_with('%');  // "479 | 68 | % off"
        const bool apart = !percent && text.size() == 2 && !out.empty() && is_digit(out.back()) &&
                           node.parent != written_by && !is_space(node.text.front());
        if (marked) {
        } else if (percent && node.parent != written_by && !out.empty()) {
            out += ' ';
        } else if ((raised || apart) && node.parent != box && text.size() >= 2 && is_digit(text[0]) &&
                   is_digit(text[1]) && (text.size() == 2 || !is_digit(text[2]))) {
            while (!out.empty() && out.back() == ' ') out.pop_back();
            if (!out.empty() && is_digit(out.back())) out += out.find('.') == std::string::npos ? '.' : ',';
        } else if (!node.text.empty() && is_space(node.text.front()) && !out.empty()) {
            out += ' ';
        }
        out += text;
        written_by = node.parent;
        if (is_space(node.text.back())) out += ' ';
    }
    return collapsed(out);
}

std::string label_beside(const Tree& tree, const Layout& layout, NodeId box, Side side) {
    constexpr std::size_t kRow = 140;  // bytes of text that still are one row
    NodeId row = box;
    while (tree[row].parent != kNoNode && layout.text_length(tree[row].parent) <= kRow &&
           tree[tree[row].parent].tag != Tag::body && tree[row].tag != Tag::tr && tree[row].tag != Tag::li)
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
    const auto says_anything = [](std::string_view text) {  // more than ":" or "[?]"
        return std::any_of(text.begin(), text.end(), [](char c) {
            return is_digit(c) || is_ascii_letter(c) || static_cast<unsigned char>(c) >= 0x80;
        });
    };
    int steps = 0;
    if (side == Side::before) {
        for (NodeId id = box; id > row && steps < 24; ++steps)
            if (const std::string text = text_at(--id); says_anything(text))
                return is_label(text) ? text : std::string();
        // A long list of terms is no row, but each term labels what is said of it.
        const NodeId said = tree.closest(box, Tag::dd);
        for (NodeId id = said; said != kNoNode && id > 0 && steps < 24; ++steps)
            if (tree[--id].tag == Tag::dt && !tree[id].is_text && layout.text_length(id) <= 80)
                return collapsed(tree.text(id));
    } else {
        for (NodeId id = tree[box].end; id < tree[row].end && steps < 24; ++id, ++steps)
            if (const std::string text = text_at(id); says_anything(text)) return is_label(text) ? text : std::string();
    }
    return {};
}

bool is_set_off(const Tree& tree, NodeId figure) {
    NodeId at = figure;
    for (int up = 0; up < 3 && at != kNoNode; ++up, at = tree[at].parent) {
        const Tag tag = tree[at].tag;
        if (tag == Tag::b || tag == Tag::strong || tag == Tag::big || is_heading(tag)) return true;
        if (tree.has_attribute(at, "size") || contains_ignoring_case(tree.attribute(at, "style"), "font-size"))
            return true;
        if (breaks_line(tag)) return false;
    }
    return false;
}

bool is_quantity_row(const Tree& tree, NodeId box) {
    const NodeId row = tree.closest(box, Tag::tr);
    if (row == kNoNode) return false;
    const std::string_view quantity = first_text(tree, row);
    if (quantity.empty() || !is_digit(quantity[0])) return false;
    // "10-49", "50+": of many, though no row of one stands before it. "18-55mm" is a lens.
    const std::string_view range = quantity.substr(0, quantity.find(' '));
    const auto mark = range.find_first_not_of("0123456789");
    if (mark != std::string_view::npos && (range[mark] == '+' || range[mark] == '-') && range.substr(0, mark) != "1" &&
        std::all_of(range.begin() + static_cast<std::ptrdiff_t>(mark) + 1, range.end(), is_digit))
        return true;
    NodeId before = kNoNode;
    for (NodeId id = tree.first_child(tree[row].parent); id != row && id != kNoNode; id = tree.next_sibling(id))
        if (tree[id].tag == Tag::tr) before = id;
    if (before == kNoNode) return false;
    const std::string_view above = first_text(tree, before);
    return !above.empty() && is_digit(above[0]);
}

}  // namespace crawler
