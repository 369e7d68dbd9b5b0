// Which line of a page is its heading: the element that is called one or resembles what the page calls itself.
#include <algorithm>

#include "crawler/extract/layout.h"
#include "crawler/extract/text.h"
#include "crawler/extract/zone_words.h"

namespace crawler {
namespace {

constexpr double kNotAlike = 0.3;  // a heading less like the page's names than that is that of something else
constexpr double kAlike = 0.65, kSame = 0.9;
constexpr std::size_t kShortest = 6, kLongest = 200;  // bytes of a line that may be a heading
constexpr int kMostLines = 3'000;

// Old shops write their headings as bold lines: the element of the text that is most like what the page calls itself.
NodeId heading_line(const Tree& tree, const Layout& layout, const std::vector<std::string>& names, double least) {
    NodeId found = kNoNode;
    int seen = 0;
    for (NodeId id = 0; id < tree.size() && seen < kMostLines; ++id) {
        const Node& node = tree[id];
        if (!node.is_text || node.parent == kNoNode || node.text.size() < kShortest || node.text.size() > kLongest + 50)
            continue;
        const std::string text = collapsed(node.text);
        // A breadcrumb or a caption names a thing with a word or two; what stands with other text is prose.
        if (text.size() < kShortest || text.size() > kLongest || layout.text_length(node.parent) > text.size() + 2)
            continue;
        bool elsewhere = false;
        for (const Tag tag : {Tag::a, Tag::nav, Tag::footer, Tag::option, Tag::title, Tag::script, Tag::style, Tag::li})
            elsewhere = elsewhere || tree.closest(id, tag) != kNoNode;
        if (elsewhere) continue;
        ++seen;
        for (const std::string& name : names) {
            const double longer = static_cast<double>(std::max(text.size(), name.size()));
            const double share = static_cast<double>(std::min(text.size(), name.size())) / longer;
            const double like = share < 0.4 ? 0 : likeness(text, name) * (0.7 + 0.3 * share);
            if (like > least) {
                least = like;
                found = node.parent;
            }
        }
    }
    return found;
}

// "<h1><a href=/>The Times</a></h1>": the name of the site.
bool names_site(const Tree& tree, const Layout& layout, NodeId heading) {
    if (layout.link_density(heading) < 1) return false;
    for (NodeId at = heading; at < tree[heading].end; ++at) {
        if (tree[at].is_text || tree[at].tag != Tag::a) continue;
        std::string_view target = trimmed(tree.attribute(at, "href"));
        if (const auto scheme = target.find("//"); scheme != std::string_view::npos) {
            target.remove_prefix(scheme + 2);
            target.remove_prefix(std::min(target.find('/'), target.size()));
            return target.empty() || target == "/";
        }
        return target == "/" || target == "./" || target == "index.html";
    }
    return false;
}

}  // namespace

void Layout::find_heading(const std::vector<std::string>& names) {
    double best = 0, alike = 0;
    int seen = 0;
    for (NodeId id = 0; id < tree_.size() && seen < 400; ++id) {
        const Node& node = tree_[id];
        if (node.is_text) continue;
        const bool named = node.attribute_count && tree_.attribute(id, "itemprop") == "name";
        const bool titled =
            has_any_name(names_[id], {"product-title", "product-name", "product_title", "product__title", "productname",
                                      "producttitle", "item-title", "ad-title", "listing-title", "entry-title",
                                      "page-title", "page-heading", "product-heading"});
        if (!is_heading(node.tag) && !named && !titled) continue;
        const std::size_t length = text_length(id);
        if (length < 2 || length > 400) continue;
        ++seen;
        const std::string text = tree_.text(id);
        double score = node.tag == Tag::h1 ? 3 : node.tag == Tag::h2 ? 1 : 0.5;
        score += named ? 1.0 : 0;
        score += titled ? 1.5 : 0;
        double like = 0;
        for (const std::string& name : names)
            like = std::max(like, likeness(text, name) * (text.size() > 8 ? 1.0 : 0.5));
        score += 4 * like;
        if (tree_.closest(id, Tag::nav) != kNoNode || tree_.closest(id, Tag::footer) != kNoNode) score -= 4;
        if (node.tag != Tag::h1 && tree_.closest(id, Tag::a) != kNoNode) score -= 2;
        if (names_site(tree_, *this, id)) score -= 3;
        if (score > best + 0.01 && heads_related(lowered(text))) score -= 3;
        if (score > best + 0.01) {
            best = score;
            alike = like;
            heading_ = id;
            heading_text_ = text;
        }
    }
    const bool is_heading_of_page = heading_ != kNoNode && (tree_[heading_].tag == Tag::h1 || best >= 2);
    if (!is_heading_of_page || alike < kNotAlike)
        if (const NodeId line = heading_line(tree_, *this, names, is_heading_of_page ? kSame : kAlike);
            line != kNoNode) {
            heading_ = line;
            heading_text_ = tree_.text(line);
        }
}

}  // namespace crawler
