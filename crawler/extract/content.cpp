#include "crawler/extract/content.h"

#include <algorithm>

#include "crawler/extract/furniture.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::uint32_t kNeverText = kNotAdvert | kHidden;

bool is_paragraph(const Tree& tree, const Layout& layout, NodeId id) {
    const Node& node = tree[id];
    switch (node.tag) {
        case Tag::p:
        case Tag::pre:
        case Tag::blockquote:
        case Tag::td:
        case Tag::dd:
            return true;
        case Tag::div:
        case Tag::section:
        case Tag::article:
        case Tag::li:
        case Tag::main:
        case Tag::body: {
            // Text of its own, not only blocks: "<div>Selling my ...<br>". Text broken by <br> is a paragraph too.
            std::size_t own = 0;
            for (NodeId child = tree.first_child(id); child != kNoNode; child = tree.next_sibling(child))
                if (tree[child].is_text || (!breaks_line(tree[child].tag) && tree[child].tag != Tag::img))
                    own += layout.text_length(child);
            return own >= 40;
        }
        default:
            return false;
    }
}

double name_weight(const std::string& names) {
    static const std::vector<std::string_view> good{
        "article",   "body",          "content",         "entry",        "main",        "post",
        "text",      "blog",          "story",           "description",  "articlebody", "article-body",
        "post-body", "entry-content", "article-content", "post-content", "message"};
    static const std::vector<std::string_view> bad{
        "sidebar", "widget", "caption",    "meta",  "promo",  "ad",       "tags",
        "links",   "byline", "author-bio", "tool",  "tools",  "outbrain", "combx",
        "contact", "extra",  "disclaimer", "legal", "teaser", "teasers",  "related"};
    if (names.empty()) return 0;
    return (has_any_name(names, good) ? 25.0 : 0.0) - (has_any_name(names, bad) ? 25.0 : 0.0);
}

double link_density(const Layout& layout, NodeId id) {
    const std::size_t length = layout.text_length(id);
    return length == 0 ? 0 : static_cast<double>(layout.link_text_length(id)) / static_cast<double>(length);
}

std::size_t commas(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        count += text[at] == ',' || text.substr(at, 3) == "、" || text.substr(at, 3) == "，" ||
                 text.substr(at, 3) == "。" || text.substr(at, 2) == "،";
    return count;
}

// A list of links among the text: related reading, tags, share bars.
bool is_link_list(const Tree& tree, const Layout& layout, NodeId id) {
    const Tag tag = tree[id].tag;
    const std::size_t length = layout.text_length(id);
    return breaks_line(tag) && !is_heading(tag) && length < 1500 && link_density(layout, id) > 0.6 &&
           !(tag == Tag::p && length > 120);
}

}  // namespace

std::string clean_text(const Tree& tree, const Layout& layout, NodeId root, bool main_text) {
    std::string out;
    std::vector<NodeId> breaks;
    const std::uint32_t root_zones = layout.zones(root);
    for (NodeId id = root; id < tree[root].end;) {
        while (!breaks.empty() && id >= breaks.back()) {
            out += '\n';
            breaks.pop_back();
        }
        const Node& node = tree[id];
        if (node.is_text) {
            const std::size_t begin = out.size();
            out += node.text;
            for (std::size_t at = begin; at < out.size(); ++at)
                if (out[at] == '\n' || out[at] == '\r') out[at] = ' ';
            ++id;
            continue;
        }
        bool skip = id != root && ((layout.zones(id) & ~root_zones & (kNeverText | kAside)) != 0);
        switch (node.tag) {
            case Tag::script:
            case Tag::style:
            case Tag::template_:
            case Tag::noscript:
            case Tag::button:
            case Tag::select:
            case Tag::textarea:
            case Tag::iframe:
            case Tag::svg:
                skip = true;
                break;
            case Tag::form:
                skip = skip || layout.text_length(id) < 200;
                break;
            default:
                break;
        }
        if (main_text && id != root) {
            // What is most of the text is no furniture: of a post with a picture the caption is all there is.
            const bool most = layout.text_length(id) * 2 > layout.text_length(root);
            skip = skip || id == layout.heading() || is_link_list(tree, layout, id) ||
                   (!most && is_furniture(tree, layout, id));
        }
        if (skip) {
            if (node.tag != Tag::sup) out += breaks_line(node.tag) ? '\n' : ' ';
            id = node.end;
            continue;
        }
        if (breaks_line(node.tag)) {
            out += '\n';
            breaks.push_back(node.end);
        }
        ++id;
    }
    return collapsed_lines(out);
}

namespace {

// The main text among what is in none of the zones `never`.
std::string text_outside(const Tree& tree, const Layout& layout, std::uint32_t never) {
    std::vector<double> score(tree.size(), 0);
    std::vector<bool> touched(tree.size(), false);
    for (NodeId id = 0; id < tree.size(); ++id) {
        if (tree[id].is_text || layout.is_in(id, never) || tree[id].tag == Tag::figcaption) continue;
        if (!is_paragraph(tree, layout, id)) continue;
        const std::size_t length = layout.text_length(id);
        if (length < 25) continue;
        std::size_t marks = 0;
        for (NodeId at = id; at < tree[id].end && length < 5000; ++at)
            if (tree[at].is_text) marks += commas(tree[at].text);
        double points = 1 + static_cast<double>(std::min<std::size_t>(marks, 20)) +
                        std::min(static_cast<double>(length) / 100, 3.0);
        points *= 1 - std::min(link_density(layout, id), 1.0);
        if (layout.is_in(id, kAside)) points *= 0.3;
        NodeId up = tree[id].parent;
        double share = 1;
        for (int level = 0; level < 4 && up != kNoNode; ++level, up = tree[up].parent) {
            if (!touched[up]) {
                touched[up] = true;
                score[up] += name_weight(layout.names(up)) + (tree[up].tag == Tag::article ? 20 : 0) +
                             (tree.attribute(up, "itemprop") == "articleBody" ? 60 : 0);
            }
            score[up] += points * share;
            share = level == 0 ? 0.5 : share * 0.6;
        }
    }
    NodeId best = kNoNode;
    double best_score = 0;
    for (NodeId id = 0; id < tree.size(); ++id) {
        if (!touched[id]) continue;
        const double fair = score[id] * (1 - std::min(link_density(layout, id), 1.0));
        if (fair > best_score) {
            best_score = fair;
            best = id;
        }
    }
    if (best == kNoNode) return {};
    // Up while the parent holds much more text of the same kind.
    for (NodeId up = tree[best].parent; up != kNoNode && tree[up].tag != Tag::body && tree[up].tag != Tag::html;
         up = tree[up].parent) {
        if (!touched[up]) break;
        const double fair = score[up] * (1 - std::min(link_density(layout, up), 1.0));
        if (fair < best_score * 0.75) break;
        best = up;
        best_score = std::max(best_score, fair);
    }
    // Siblings that read like it: a text split over several boxes.
    const NodeId parent = tree[best].parent;
    if (parent == kNoNode) return clean_text(tree, layout, best);
    std::string out, heading;  // a heading counts where more text follows it
    const double wanted = std::max(10.0, best_score * 0.2);
    for (NodeId child = tree.first_child(parent); child != kNoNode; child = tree.next_sibling(child)) {
        if (tree[child].is_text) continue;
        bool take = child == best;
        if (!take && !layout.is_in(child, never | kAside)) {
            const double bonus =
                !layout.names(best).empty() && layout.names(child) == layout.names(best) ? best_score * 0.2 : 0;
            const double density = link_density(layout, child);
            if (touched[child] && score[child] * (1 - density) + bonus >= wanted)
                take = true;
            else if (tree[child].tag == Tag::p && layout.text_length(child) > 80 && density < 0.25)
                take = true;
        }
        if (!take && is_heading(tree[child].tag) && !out.empty() && !layout.is_in(child, never | kAside))
            heading = clean_text(tree, layout, child);
        if (!take) continue;
        const std::string text = clean_text(tree, layout, child);
        if (text.empty()) continue;
        if (!out.empty()) out += '\n';
        if (!heading.empty()) out += heading + '\n';
        heading.clear();
        out += text;
    }
    return out;
}

}  // namespace

std::string main_text(const Tree& tree, const Layout& layout) {
    std::string text = text_outside(tree, layout, kNeverText);
    // A critic's article is a review, and nothing else on its page reads like a text.
    if (text.size() < 200 && layout.buy_button() == kNoNode)
        if (std::string review = text_outside(tree, layout, kNeverText & ~kReviews); review.size() > 1000)
            text = std::move(review);
    return without_furniture(text, layout.heading_text());
}

std::string described_text(const Tree& tree, const Layout& layout) {
    static const std::vector<std::string_view> names{"description",
                                                     "product-description",
                                                     "productdescription",
                                                     "prod-desc",
                                                     "product-desc",
                                                     "item-description",
                                                     "product_description",
                                                     "product-details",
                                                     "product__description",
                                                     "productdetails",
                                                     "ad-description",
                                                     "listing-description",
                                                     "desc",
                                                     "beschreibung",
                                                     "artikelbeschreibung",
                                                     "descripcion",
                                                     "descrizione",
                                                     "descricao",
                                                     "omschrijving",
                                                     "opis",
                                                     "popis",
                                                     "beskrivelse",
                                                     "kuvaus",
                                                     "posting-body",
                                                     "postingbody",
                                                     "tab-description",
                                                     "rte",
                                                     "long-description",
                                                     "detail-text",
                                                     "woocommerce-product-details__short-description",
                                                     "short-description",
                                                     "overview",
                                                     "full-description",
                                                     "item-desc",
                                                     "goods-detail",
                                                     "product-info-description"};
    NodeId best = kNoNode;
    double best_score = 0;
    for (NodeId id = 0; id < tree.size(); ++id) {
        const Node& node = tree[id];
        if (node.is_text || node.attribute_count == 0 || layout.is_in(id, kNotAdvert)) continue;
        const bool declared =
            tree.attribute(id, "itemprop") == "description" || tree.attribute(id, "property") == "schema:description";
        if (!declared && (layout.names(id).empty() || !has_any_name(layout.names(id), names))) continue;
        if (node.tag == Tag::meta || node.tag == Tag::a || node.tag == Tag::body) continue;
        if (layout.heading() != kNoNode && tree.contains(id, layout.heading())) continue;
        const std::size_t length = layout.text_length(id);
        if (length < 15 || length > 60'000 || link_density(layout, id) > 0.6) continue;
        const double score = std::min(static_cast<double>(length), 4000.0) * (declared ? 2.0 : 1.0) *
                             (layout.is_in(id, kAside) ? 0.5 : 1.0) * (1 - link_density(layout, id));
        if (score > best_score) {
            best_score = score;
            best = id;
        }
    }
    return best == kNoNode ? std::string() : clean_text(tree, layout, best, false);
}

bool says_already(const std::string& whole, const std::string& part) {
    constexpr std::size_t kPiece = 50;
    if (part.empty()) return true;
    const std::string asked = collapsed(part);
    if (asked.size() > kPiece && whole.size() < kPiece) return false;
    const std::string held = collapsed(whole);
    if (asked.size() <= kPiece) return held.find(asked) != std::string::npos;
    std::size_t pieces = 0, found = 0;
    for (std::size_t at = 0; at + kPiece <= asked.size() && pieces < 60; at += std::max(kPiece, asked.size() / 60)) {
        ++pieces;
        found += held.find(asked.substr(at, kPiece)) != std::string::npos;
    }
    return found * 10 >= pieces * 6;
}

}  // namespace crawler
