#include "crawler/extract/teasers.h"

#include <map>
#include <string>
#include <unordered_set>

#include "crawler/extract/details.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

struct Card {
    detector::Listing listing;
    bool has_image = false;
    bool has_heading = false;
};

bool read_card(const Tree& tree, const Layout& layout, NodeId box, const BaseUrl& base, const PriceContext& context,
               Card& card) {
    std::string title, heading;
    std::string url, heading_url;
    for (NodeId id = box; id < tree[box].end; ++id) {
        const Node& node = tree[id];
        if (node.is_text) {
            if (card.listing.price.amount.empty() && node.text.size() < 120 && !layout.is_in(id, kStruck | kUnseen)) {
                for (const FoundPrice& price : read_prices(collapsed(node.text), context, 3)) {
                    if (price.currency.empty() || price.percent || price.per_something) continue;
                    const std::string text = collapsed(node.text);
                    card.listing.price = {text.substr(price.begin, price.end - price.begin), price.amount,
                                          price.currency};
                    break;
                }
            }
            continue;
        }
        if (node.tag == Tag::a) {
            std::string target = base.link(tree.attribute(id, "href"));
            if (target.empty()) continue;
            std::string text = collapsed(tree.text(id));
            if (text.empty()) text = collapsed(tree.attribute(id, "title"));
            if (url.empty() || (text.size() > title.size() && title.size() < 12)) url = target;
            if (text.size() > title.size() && text.size() < 300) title = text;
        } else if (node.tag >= Tag::h1 && node.tag <= Tag::h6 && heading.empty()) {
            heading = collapsed(tree.text(id));
            for (NodeId at = id; at < node.end; ++at)
                if (tree[at].tag == Tag::a && !tree[at].is_text) heading_url = base.link(tree.attribute(at, "href"));
            if (const NodeId around = tree.closest(id, Tag::a); around != kNoNode && around >= box)
                heading_url = base.link(tree.attribute(around, "href"));
            card.has_heading = !heading.empty();
        } else if (node.tag == Tag::img) {
            card.has_image = true;
            if (card.listing.image_urls.empty())
                if (std::string image = image_url(tree, id, base); !image.empty())
                    card.listing.image_urls.push_back(image);
            if (title.empty()) title = collapsed(tree.attribute(id, "alt"));
        }
    }
    if (!heading.empty()) title = heading;
    if (!heading_url.empty()) url = heading_url;
    if (url.empty() || title.size() < 3) return false;
    card.listing.url = url;
    card.listing.passages.push_back({detector::Field::title, {}, title});
    const std::string text = tree.text(box);
    std::string rest;
    for (std::string_view line : split(text, '\n')) {
        if (line == title || line == card.listing.price.text) continue;
        if (!rest.empty()) rest += '\n';
        rest += line;
    }
    if (!rest.empty()) card.listing.passages.push_back({detector::Field::description, {}, rest});
    return true;
}

}  // namespace

std::vector<detector::Listing> shown_teasers(const Tree& tree, const Layout& layout, const BaseUrl& base,
                                             const PriceContext& context) {
    std::vector<detector::Listing> teasers;
    std::unordered_set<std::string> seen;
    NodeId done_until = 0;
    for (NodeId parent = 0; parent < tree.size() && teasers.size() < kMaxTeasers; ++parent) {
        if (tree[parent].is_text || parent < done_until ||
            layout.is_in(parent, kNavigation | kFooter | kBreadcrumb | kUnseen | kRelated))
            continue;
        std::map<std::string, std::vector<NodeId>> groups;
        for (NodeId child = tree.first_child(parent); child != kNoNode; child = tree.next_sibling(child)) {
            if (tree[child].is_text || layout.text_length(child) > 2'500 || layout.text_length(child) < 3) continue;
            const auto classes = split_words(tree.attribute(child, "class"));
            groups[std::string(tree[child].name) + "." + (classes.empty() ? "" : std::string(classes[0]))].push_back(
                child);
        }
        for (const auto& [shape, boxes] : groups) {
            if (boxes.size() < 3) continue;
            std::vector<Card> cards;
            std::size_t rich = 0;
            for (NodeId box : boxes) {
                Card card;
                if (!read_card(tree, layout, box, base, context, card)) continue;
                rich += !card.listing.price.amount.empty() || (card.has_image && card.has_heading) ||
                        (card.has_heading && layout.text_length(box) > 40);
                cards.push_back(std::move(card));
            }
            if (cards.size() < 3 || rich * 2 < cards.size()) continue;
            for (Card& card : cards)
                if (seen.insert(card.listing.url).second && teasers.size() < kMaxTeasers)
                    teasers.push_back(std::move(card.listing));
            done_until = std::max(done_until, tree[parent].end);
        }
    }
    return teasers;
}

bool is_in_teaser(const Tree& tree, const Layout& layout, const BaseUrl& base, NodeId price) {
    constexpr std::size_t row = 300, title = 10;  // bytes of text
    for (const Tag tag : {Tag::li, Tag::tr}) {
        const NodeId item = tree.closest(price, tag);
        if (item == kNoNode || layout.text_length(item) > row) continue;
        for (NodeId id = item; id < (item == price ? tree[item].end : price); ++id)
            if (!tree[id].is_text && tree[id].tag == Tag::a && layout.text_length(id) >= title &&
                !base.link(tree.attribute(id, "href")).empty())
                return true;
    }
    return false;
}

}  // namespace crawler
