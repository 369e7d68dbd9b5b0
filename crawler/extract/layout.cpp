#include "crawler/extract/layout.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "crawler/extract/text.h"
#include "crawler/extract/zone_words.h"

namespace crawler {
namespace {

bool in_word(char c) { return is_ascii_letter(c) || is_digit(c); }

// Class names that style sheets hide by. Beside a responsive one ("hidden md:block") it hides on some screens only.
bool hides_by_class(std::string_view classes) {
    if (classes.find(':') != std::string_view::npos) return false;
    for (std::string_view name : split_words(classes))
        for (std::string_view known : {"hidden", "hide", "displaynone", "d-none", "is-hidden", "ng-hide", "u-hidden",
                                       "display-none", "js-hidden", "dn", "product-hide", "visuallyhidden-all"})
            if (equals_ignoring_case(name, known)) return true;
    return false;
}

bool hides(const Tree& tree, NodeId id) {
    if (tree.has_attribute(id, "hidden")) return true;
    if (const std::string_view classes = tree.attribute(id, "class"); hides_by_class(classes)) return true;
    const std::string_view style = tree.attribute(id, "style");
    if (style.empty()) return false;
    const auto at = find_ignoring_case(style, "display");
    if (at != std::string_view::npos && trimmed(style.substr(at + 7)).substr(0, 1) == ":" &&
        starts_with_ignoring_case(trimmed(trimmed(style.substr(at + 7)).substr(1)), "none"))
        return true;
    return contains_ignoring_case(style, "visibility:hidden") || contains_ignoring_case(style, "visibility: hidden");
}

// The answer below a question that opens it: an accordion that is closed when the page comes.
bool is_answer(const Tree& tree, const Layout& layout, NodeId id, NodeId before) {
    if (before == kNoNode || layout.text_length(id) < 25 || layout.link_density(id) > 0.5) return false;
    if (layout.text_length(before) < 5 || layout.text_length(before) > 200) return false;
    if (tree[before].tag == Tag::dt) return true;
    for (NodeId at = before; at < tree[before].end; ++at)
        if (!tree[at].is_text && (is_heading(tree[at].tag) || tree.has_attribute(at, "aria-expanded"))) return true;
    return false;
}

// "<p><b>You will also need:</b></p>": the element of a line that stands over recommendations without being called a
// heading; kNoNode when the text is none.
NodeId related_caption(const Tree& tree, const Layout& layout, NodeId id) {
    constexpr std::size_t kLongest = 70;
    const std::string_view line = trimmed(tree[id].text);
    if (line.size() < 6 || line.size() > kLongest || layout.is_in(id, kInLink | kNavigation | kUnseen | kFooter))
        return kNoNode;
    if (!begins_related(lowered(line))) return kNoNode;
    NodeId box = tree[id].parent;
    // Beside other text it is a sentence; in a list an entry, such as a label of the product.
    if (box == kNoNode || layout.text_length(box) > line.size() || tree.closest(id, Tag::option) != kNoNode ||
        tree.closest(id, Tag::button) != kNoNode || tree.closest(id, Tag::li) != kNoNode)
        return kNoNode;
    while (tree[box].parent != kNoNode && layout.text_length(tree[box].parent) == line.size()) box = tree[box].parent;
    return tree[box].parent == kNoNode || tree[box].tag == Tag::body || tree.contains(box, layout.heading()) ? kNoNode
                                                                                                             : box;
}

}  // namespace

bool has_name(std::string_view names, std::string_view word) {
    for (std::size_t at = 0; (at = names.find(word, at)) != std::string_view::npos; ++at) {
        if (at > 0 && in_word(names[at - 1])) continue;
        std::size_t end = at + word.size();
        if (end < names.size() && names[end] == 's') ++end;        // plural
        while (end < names.size() && is_digit(names[end])) ++end;  // "price2"
        if (end < names.size() && in_word(names[end]) && word.back() != '-') continue;
        return true;
    }
    return false;
}

bool has_any_name(std::string_view names, const std::vector<std::string_view>& words) {
    // Asked of every element, with long lists: where no name begins like a word, the word is not looked for.
    std::uint32_t beginnings = 0;
    const auto letter = [](char c) { return 1u << (static_cast<unsigned char>(c) & 31); };
    for (std::size_t at = 0; at < names.size(); ++at)
        if (at == 0 || !in_word(names[at - 1])) beginnings |= letter(names[at]);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return (beginnings & letter(word[0])) && has_name(names, word); });
}

Layout::Layout(const Tree& tree, const std::vector<std::string>& names) : tree_(tree) {
    zones_.assign(tree.size(), 0);
    measure();
    find_heading(names);
    mark_zones();
    find_buy_button();
}

void Layout::measure() {
    names_.resize(tree_.size());
    text_before_.assign(tree_.size() + 1, 0);
    link_before_.assign(tree_.size() + 1, 0);
    NodeId unseen_until = 0, link_until = 0;
    for (NodeId id = 0; id < tree_.size(); ++id) {
        const Node& node = tree_[id];
        std::size_t bytes = 0;
        if (node.is_text) {
            if (id >= unseen_until) bytes = trimmed(node.text).size();
        } else {
            if (node.tag == Tag::script || node.tag == Tag::style || node.tag == Tag::template_ ||
                node.tag == Tag::noscript || node.tag == Tag::title)
                unseen_until = std::max(unseen_until, node.end);
            if (node.tag == Tag::a) link_until = std::max(link_until, node.end);
            if (node.attribute_count) {
                const std::string_view cls = tree_.attribute(id, "class");
                std::string_view own_id = tree_.attribute(id, "id");
                // "sharing-a-cache-between-processes": the slug of a heading, whose words tell nothing.
                if (std::count(own_id.begin(), own_id.end(), '-') >= 4) own_id = {};
                if (!cls.empty() || !own_id.empty()) {
                    std::string& names = names_[id];
                    names.reserve(cls.size() + own_id.size() + 4);
                    // CamelCase becomes words: "productPrice" -> "product-price".
                    for (std::string_view part : {cls.substr(0, 500), own_id.substr(0, 200)}) {
                        for (std::size_t i = 0; i < part.size(); ++i) {
                            const char c = part[i];
                            if (c >= 'A' && c <= 'Z' && i > 0 && part[i - 1] >= 'a' && part[i - 1] <= 'z') names += '-';
                            names += ascii_lower(c);
                        }
                        names += ' ';
                    }
                }
            }
        }
        text_before_[id + 1] = text_before_[id] + bytes;
        link_before_[id + 1] = link_before_[id] + (id < link_until ? bytes : 0);
    }
}

// Zones that an element cannot be for the share of the page's text it holds: "with-sidebar" on the wrapper of all,
// "review-body" on a critic's article.
std::uint32_t Layout::unlikely_for(NodeId id) const {
    const std::size_t all = text_before_.back(), own = text_length(id);
    if (own < 400 || link_text_length(id) * 2 > own) return 0;
    std::uint32_t zones = 0;
    if (own * 100 > all * 35) zones = (kNotAdvert | kHeader | kAside) & ~(kReviews | kUnseen);
    if (own * 100 > all * 60) zones |= kReviews;
    return zones;
}

void Layout::mark_zones() {
    std::unordered_map<std::string_view, std::uint32_t> by_names;  // the same classes come again and again
    const auto zones_of_names = [&](const std::string& names) {
        const auto [at, added] = by_names.emplace(names, 0);
        if (added) at->second = zones_named(names);
        return at->second;
    };
    std::vector<NodeId> latest(tree_.size(), kNoNode);  // the last element met so far within each
    // "Customers also bought" as a heading among the advert's own siblings: what follows it, up to the next heading.
    NodeId headed_parent = kNoNode;
    Tag headed_level = Tag::h6;
    std::uint32_t headed_zone = 0;
    const auto head_related = [&](NodeId head, Tag level) {
        const NodeId parent = tree_[head].parent;
        if (heading_ != kNoNode && tree_.contains(parent, heading_)) {
            headed_parent = head > heading_ ? parent : kNoNode;
            headed_level = level;
            headed_zone = kRelated;
        } else {
            zones_[parent] |= kRelated;
        }
    };
    for (NodeId id = 0; id < tree_.size(); ++id) {
        const Node& node = tree_[id];
        std::uint32_t zones = node.parent == kNoNode ? 0 : zones_[node.parent];
        if (headed_parent != kNoNode && node.parent == headed_parent) {
            if (is_heading(node.tag) && node.tag <= headed_level)
                headed_parent = kNoNode;
            else
                zones |= headed_zone;
        }
        if (node.is_text) {
            zones_[id] = zones;
            if (const NodeId caption = related_caption(tree_, *this, id); caption != kNoNode)
                head_related(caption, Tag::h6);
            continue;
        }
        const NodeId before = node.parent == kNoNode ? kNoNode : std::exchange(latest[node.parent], id);
        const bool holds_heading = heading_ != kNoNode && tree_.contains(id, heading_);
        switch (node.tag) {
            case Tag::nav:
                zones |= kNavigation;
                break;
            case Tag::footer:
                zones |= holds_heading || tree_.closest(id, Tag::article) != kNoNode ? 0u : kFooter;
                break;
            case Tag::header:
                zones |= holds_heading ? 0u : kHeader;
                break;
            case Tag::aside:
                zones |= holds_heading ? 0u : kAside;
                break;
            case Tag::del:
            case Tag::s:
            case Tag::strike:
                zones |= kStruck;
                break;
            case Tag::a:
                zones |= kInLink;
                break;
            case Tag::form:
                zones |= kForm;
                break;
            case Tag::dialog:
                zones |= kNotice;
                break;
            case Tag::script:
            case Tag::style:
            case Tag::template_:
            case Tag::noscript:
            case Tag::head:
                zones |= kUnseen;
                break;
            default:
                break;
        }
        if (node.attribute_count && !holds_heading && node.tag != Tag::body && node.tag != Tag::html) {
            const std::string& names = names_[id];
            // "<h3 id=nav_2>": a heading is named for what leads to it.
            if (!names.empty() && !is_heading(node.tag)) {
                std::uint32_t named = zones_of_names(names) & ~unlikely_for(id);
                // "glyphicon-shopping-cart": what a button that buys is drawn with.
                if (node.tag == Tag::button || node.tag == Tag::input) named &= ~kCart;
                zones |= named;
            }
            if (hides(tree_, id) && !is_answer(tree_, *this, id, before)) zones |= kHidden;
            const std::string_view role = tree_.attribute(id, "role");
            if (!role.empty()) {
                if (role == "navigation" || role == "menu" || role == "menubar")
                    zones |= kNavigation;
                else if (role == "banner")
                    zones |= kHeader;
                else if (role == "contentinfo")
                    zones |= kFooter;
                else if (role == "complementary")
                    zones |= kAside;
                else if (role == "dialog" || role == "alertdialog")
                    zones |= kNotice;
            }
            const std::string_view style = tree_.attribute(id, "style");
            if (!style.empty() && contains_ignoring_case(style, "line-through")) zones |= kStruck;
        }
        // A block headed "You may also like" is one whatever it is called.
        if (is_heading(node.tag) && id != heading_ && text_length(id) < 80 && node.parent != kNoNode) {
            const std::string text = lowered(tree_.text(id));
            if (heads_related(text)) {
                zones |= kRelated;
                head_related(id, node.tag);
            } else if (heading_ != kNoNode && id > heading_ && heads_comments(text)) {
                zones |= kReviews;
                headed_parent = node.parent;
                headed_level = node.tag;
                headed_zone = kReviews;
            }
        }
        zones_[id] = zones;
    }
}

}  // namespace crawler
