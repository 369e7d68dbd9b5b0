#include <algorithm>
#include <set>
#include <vector>

#include "crawler/extract/item_labels.h"
#include "crawler/extract/offer.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kManyNumbers = 20;
constexpr int kMostColumns = 40;
constexpr std::size_t kSmallCard = 400;  // bytes of text
constexpr std::string_view kNumberMarks = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-./";

bool is_word(char c) { return is_ascii_letter(c) || is_digit(c) || static_cast<unsigned char>(c) >= 0x80; }

// "HW 10DRCD/M", "KP-20577 SS": a few words of capitals and figures, no prose.
bool is_spaced_number(std::string_view text) {
    constexpr std::size_t kLongest = 24, kMostWords = 3, kLongestAffix = 4;  // bytes; an affix has no figure
    const std::vector<std::string_view> words = split_words(text);
    if (text.size() > kLongest || words.size() < 2 || words.size() > kMostWords) return false;
    bool letters = false, figures = false;
    for (const std::string_view word : words) {
        const bool figure = std::any_of(word.begin(), word.end(), is_digit);
        std::string_view rest;
        bool separated = false;
        if (label_of(lowered(word), word, rest, separated)) return false;  // "402-1187 MPN KSG1-21"
        const bool capitals = std::any_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if ((!figure && word.size() > kLongestAffix) || word.find_first_not_of(kNumberMarks) != std::string_view::npos)
            return false;
        letters |= capitals;
        figures |= figure;
    }
    return letters && figures;
}

// "ABC-123.4/X": at most 40 bytes, a digit in it, no prose. `whole`: nothing else stands in its element.
std::string item_number(std::string_view text, bool whole = false) {
    text = trimmed(text);
    if (text.ends_with(':')) return {};  // a caption
    if (whole && is_spaced_number(text)) return collapsed(text);
    if (text.starts_with('(')) text.remove_prefix(1);
    // "0419 55172": figures in groups, and nothing else.
    if (text.size() <= 20 && text.find("  ") == std::string_view::npos && text.find(' ') != std::string_view::npos &&
        std::all_of(text.begin(), text.end(), [](char c) { return is_digit(c) || c == ' '; }))
        return std::string(text);
    std::size_t length = 0;
    while (length < text.size() && !is_space(text[length]) && text[length] != ',' && text[length] != ';' &&
           text[length] != '|' && text[length] != '(' && text[length] != ')' && text[length] != '[')
        ++length;
    std::string_view value = text.substr(0, length);
    while (!value.empty() && !is_word(value.back())) value.remove_suffix(1);
    while (!value.empty() && !is_word(value.front())) value.remove_prefix(1);
    if (value.empty() || value.size() > 40) return {};
    const bool digit = std::any_of(value.begin(), value.end(), is_digit);
    const bool capitals = value.size() >= 3 &&
                          std::none_of(value.begin(), value.end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
                          static_cast<unsigned char>(value[0]) < 0x80;
    // Capitals without digits ("TBC-BLACK") count where nothing but them follows the label.
    if (!digit && !(capitals && length == text.size() && value != "N/A")) return {};
    if (value.find("://") != std::string_view::npos || value.find('@') != std::string_view::npos) return {};
    return std::string(value);
}

// "ITEM 2381146": so many figures and nothing else need no colon.
bool is_long_number(std::string_view text) {
    return text.size() >= 5 && text.size() <= 14 && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_mark(char c) { return c == ':' || c == '#' || is_space(c); }

// The first text at `from` or soon after it that is more than a mark; kNoNode when there is none.
NodeId text_from(const Tree& tree, const Layout& layout, NodeId from) {
    for (NodeId id = from; id < tree.size() && id < from + 9; ++id)
        if (tree[id].is_text && !layout.is_in(id, kUnseen)) {
            const std::string text = collapsed(tree[id].text);  // blanks of all scripts
            if (!std::all_of(text.begin(), text.end(), is_mark)) return id;
        }
    return kNoNode;
}

// In a table whose first row holds labels, in cells of `kind`: the cell below that of `id`, in the second row; kNoNode
// elsewhere.
NodeId cell_below(const Tree& tree, NodeId id, Tag kind) {
    const NodeId cell = tree.closest(id, kind), row = tree.closest(id, Tag::tr);
    if (cell == kNoNode || row == kNoNode || tree[cell].parent != row) return kNoNode;
    int column = 0, place = 0;
    for (NodeId other = tree.first_child(row); other != kNoNode; other = tree.next_sibling(other)) {
        if (tree[other].is_text) continue;
        if (tree[other].tag != kind) return kNoNode;
        if (other == cell) place = column;
        if (++column > kMostColumns) return kNoNode;
    }
    NodeId below = tree.next_sibling(row);
    while (below != kNoNode && tree[below].is_text) below = tree.next_sibling(below);
    if (column < 2 || below == kNoNode) return kNoNode;
    for (NodeId other = tree.first_child(below); other != kNoNode; other = tree.next_sibling(other))
        if (!tree[other].is_text && place-- == 0) return other;
    return kNoNode;
}

// What stands for a label that has nothing behind it: the text beside it, in the next cell, or in the one below.
NodeId value_beside(const Tree& tree, const Layout& layout, NodeId label) {
    const auto says_figure = [&](NodeId id) { return id != kNoNode && has_figure(tree[id].text); };
    const NodeId below = cell_below(tree, label, Tag::th);
    const NodeId value = text_from(tree, layout, below == kNoNode ? label + 1 : below);
    // "Item # | Description | Each" in plain cells: what stands beside is another label.
    if (below == kNoNode && !says_figure(value))
        if (const NodeId under = cell_below(tree, label, Tag::td); under != kNoNode && under > label)
            if (const NodeId other = text_from(tree, layout, under); says_figure(other)) return other;
    return value;
}

bool is_whole(const Tree& tree, const Layout& layout, NodeId text) {
    return layout.text_length(tree[text].parent) == trimmed(tree[text].text).size();
}

// Is the nearest item of microdata that holds `id` one without the heading: another thing on offer?
bool is_of_another_item(const Tree& tree, const Layout& layout, NodeId id) {
    if (layout.heading() == kNoNode) return false;
    for (NodeId at = tree[id].parent; at != kNoNode; at = tree[at].parent)
        if (contains_ignoring_case(tree.attribute(at, "itemtype"), "/product"))
            return !tree.contains(at, layout.heading()) && layout.text_length(at) < kSmallCard;
    return false;
}

}  // namespace

ShownSku shown_sku(const Tree& tree, const Layout& layout, std::string_view declared) {
    ShownSku best;
    double best_score = 0;
    int declared_rank = 0;
    std::set<std::string> numbers;
    const auto offer = [&](std::string value, int rank, NodeId id, double extra) {
        if (value.empty() || value.size() < 2 || rank == 0) return;
        double score = rank + extra;
        if (value == declared) declared_rank = std::max(declared_rank, rank);
        if (rank >= 4 && numbers.size() < kManyNumbers && !layout.is_in(id, kNotAdvert)) numbers.insert(value);
        // "Home > Stools > SKU: W0044": the end of a path is the thing itself.
        const std::uint32_t elsewhere = kRelated | kFooter | kCart;
        if (layout.is_in(id, layout.is_in(id, kBreadcrumb) ? elsewhere : elsewhere | kNavigation)) score -= 4;
        if (layout.is_in(id, kHeader)) score -= 2;
        if (layout.is_in(id, kReviews)) score -= 2;  // the line of stars below the name may hold it too
        if (layout.heading() != kNoNode && id < layout.heading()) score -= 0.5;
        if (score > best_score) {
            best_score = score;
            best = {std::move(value), rank};
        }
    };
    for (NodeId id = 0; id < tree.size(); ++id) {
        const Node& node = tree[id];
        if (!node.is_text) {
            if (!node.attribute_count || layout.is_in(id, kUnseen)) continue;
            if (tree.attribute(id, "itemprop") == "sku") {
                std::string value(trimmed(tree.attribute(id, "content")));
                const bool unseen = !value.empty() && layout.text_length(id) == 0;  // an id of the shop's own, say
                if (value.size() > 4 && equals_ignoring_case(value.substr(0, 4), "sku ")) value.erase(0, 4);
                if (value.empty() && layout.text_length(id) < 60) value = collapsed(tree.text(id));
                if (unseen)
                    offer(std::move(value), 3, id, 0.8);
                else if (value.size() <= 60)
                    offer(std::move(value), 5, id, is_of_another_item(tree, layout, id) ? -4 : 1);
            } else if (has_any_name(layout.names(id),
                                    {"sku", "product-sku", "sku-value", "product_sku", "sku_wrapper", "product-code",
                                     "product_code", "item-number", "item_number", "item-code", "part-number",
                                     "part-nbr", "article-number", "product-number"}) &&
                       !has_any_name(layout.names(id),
                                     {"price", "installment", "best", "list", "quantity", "selector", "name"}) &&
                       layout.text_length(id) > 0 && layout.text_length(id) < 50) {
                const std::string text = collapsed(tree.text(id));
                const std::string low = lowered(text);
                std::string_view rest = text;
                bool separated = false;
                if (low.size() == text.size()) label_of(low, text, rest, separated);
                std::string value = item_number(rest, true);
                // "Marlowmart # 5778345": called a number by its class, labelled with the shop's name.
                const auto mark = text.find("# ");
                const bool of_shop = value.empty() && mark != std::string::npos;
                if (of_shop) value = item_number(std::string_view(text).substr(mark + 1));
                // A caption of its own ("ID"): what it names stands next.
                if (value.empty() && text.size() <= 20) {
                    NodeId next = tree.next_sibling(id);
                    while (next != kNoNode && layout.text_length(next) == 0) next = tree.next_sibling(next);
                    if (next != kNoNode && layout.text_length(next) < 40)
                        value = item_number(collapsed(tree.text(next)));
                }
                offer(std::move(value), of_shop ? 4 : 5, id, of_shop ? -1 : 0.5);
            }
            continue;
        }
        if (layout.is_in(id, kUnseen) || node.text.size() > 400) continue;
        const std::string text = collapsed(node.text);
        if (text.size() < 2) continue;
        // osCommerce and its heirs set the model below the name, in brackets.
        if (text.size() > 4 && text.front() == '[' && text.back() == ']' &&
            has_any_name(layout.names(node.parent), {"small-text", "smalltext", "product-model", "model"}))
            offer(item_number(std::string_view(text).substr(1, text.size() - 2)), 3, id, 0);
        const std::string low = lowered(text);
        if (low.size() != text.size()) continue;
        // The label may stand at the start of the text or after a separator within a short line.
        for (std::size_t at = text[0] == '[', words = 0; at < text.size() && at < 200;) {
            std::string_view rest;
            bool separated = false;
            const ItemLabel* const matched =
                label_of(std::string_view(low).substr(at), std::string_view(text).substr(at), rest, separated);
            if (const ItemLabel* label = matched) {
                const int rank =
                    names_maker(std::string_view(low).substr(0, at)) ? std::min(label->rank, 1) : label->rank;
                const bool inner = at > 0 && text[at - 1] == ' ';  // in the middle of a phrase: only with its mark
                // "Référence Fnac" in a cell of its own: whose number it is, and no number.
                const bool whose = at == 0 && rank >= 4 && !has_figure(rest) && tree.closest(id, Tag::dt) != kNoNode;
                if (!rest.empty() && !whose) {
                    if (separated || (rank >= 4 && rest.size() < 40 && !inner) ||
                        (at == 0 && rank >= 2 && is_long_number(rest)))
                        offer(item_number(rest, separated && is_whole(tree, layout, id)), rank, id, at == 0 ? 0.2 : 0);
                } else if (!inner || separated || text.size() < 40) {
                    const NodeId beside = value_beside(tree, layout, id);
                    std::string_view value = beside == kNoNode ? std::string_view() : trimmed(tree[beside].text);
                    const bool marked = separated || value.starts_with(':');  // "<abbr>SKU</abbr>: 355-1187"
                    while (!value.empty() && is_mark(value[0])) value.remove_prefix(1);
                    if (value.size() < 40)
                        offer(item_number(value, !value.empty() && is_whole(tree, layout, beside)), rank, id,
                              marked ? 0.2 : 0);
                }
            }
            // What a longer label holds ("manufacturer part number") is none of its own.
            if (matched) at += matched->text.size() - 1;
            // On to the next place a label may begin: "eBay item number:", "Internet # 3188 Store SKU # 1003".
            if (++words > 16) break;
            const bool wide = static_cast<unsigned char>(text[at]) >= 0xE0;
            const auto next = wide ? at + 3 : text.find_first_of("|,;([/ ", at);
            if (next >= text.size()) break;
            at = wide ? next : next + 1;
            while (at < text.size() && text[at] == ' ') ++at;
        }
    }
    if (best_score <= 1.5) return {};
    best.numbers = numbers.size();
    best.declared_rank = declared_rank;
    return best;
}

}  // namespace crawler
