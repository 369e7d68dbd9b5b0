#include <algorithm>
#include <utility>

#include "crawler/extract/content.h"
#include "crawler/extract/furniture.h"
#include "crawler/extract/other_stories.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::uint32_t kNeverText = kNotAdvert | kHidden;
constexpr std::size_t kLongestNotice = 1000;

bool is_paragraph(const Tree& tree, const Layout& layout, NodeId id) {
    const Node& node = tree[id];
    switch (node.tag) {
        case Tag::p:
        case Tag::pre:
            return true;
        case Tag::blockquote:
        case Tag::td:
        case Tag::dd:
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
            const bool cell = node.tag == Tag::td || node.tag == Tag::dd || node.tag == Tag::blockquote;
            return own >= 40 || (cell && own * 2 > layout.text_length(id));
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

std::size_t commas(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++at)
        count += text[at] == ',' || text.substr(at, 3) == "、" || text.substr(at, 3) == "，" ||
                 text.substr(at, 3) == "。" || text.substr(at, 2) == "،";
    return count;
}

// Boxes of one kind: the same element, and the classes of one are all among those of the other.
bool are_of_one_kind(const Tree& tree, NodeId a, NodeId b) {
    if (tree[a].tag != tree[b].tag) return false;
    auto few = split_words(tree.attribute(a, "class")), many = split_words(tree.attribute(b, "class"));
    if (few.size() > many.size()) std::swap(few, many);
    return !few.empty() && few.size() < 20 && many.size() < 50 &&
           std::all_of(few.begin(), few.end(),
                       [&](std::string_view each) { return std::find(many.begin(), many.end(), each) != many.end(); });
}

// What a box holds below wrappers without a class that hold nothing else.
NodeId unwrapped(const Tree& tree, NodeId box) {
    while (tree.attribute(box, "class").empty()) {
        NodeId only = kNoNode;
        for (NodeId child = tree.first_child(box); child != kNoNode; child = tree.next_sibling(child)) {
            if (tree[child].is_text && trimmed(tree[child].text).empty()) continue;
            if (tree[child].is_text || only != kNoNode) return box;
            only = child;
        }
        if (only == kNoNode) return box;
        box = only;
    }
    return box;
}

class TextFinder {
  public:
    // The main text among what is in none of the zones `never`, nor in what `left_out` marks.
    TextFinder(const Tree& tree, const Layout& layout, std::uint32_t never, const std::vector<bool>& left_out)
        : tree_(tree),
          layout_(layout),
          never_(never),
          left_out_(left_out),
          score_(tree.size(), 0),
          touched_(tree.size(), false) {}

    std::string find() {
        give_points();
        add_names();
        choose();
        if (best_ == kNoNode) return {};
        rise();
        choose_column();
        return with_siblings();
    }

  private:
    bool is_left_out(NodeId id) const { return layout_.is_in(id, never_) || (!left_out_.empty() && left_out_[id]); }

    double points_of(NodeId id) const {
        const std::size_t length = layout_.text_length(id);
        std::size_t marks = 0;
        for (NodeId at = id; at < tree_[id].end && length < 5000; ++at)
            if (tree_[at].is_text) marks += commas(tree_[at].text);
        const double points = 1 + static_cast<double>(std::min<std::size_t>(marks, 20)) +
                              std::min(static_cast<double>(length) / 100, 3.0);
        return points * (1 - std::min(layout_.link_density(id), 1.0)) * (layout_.is_in(id, kAside) ? 0.3 : 1);
    }

    void give_points() {
        for (NodeId id = 0; id < tree_.size(); ++id) {
            if (tree_[id].is_text || is_left_out(id) || tree_[id].tag == Tag::figcaption) continue;
            if (!is_paragraph(tree_, layout_, id) || layout_.text_length(id) < 25) continue;
            if (layout_.text_length(id) < kLongestNotice && is_small_print(tree_.text(id))) continue;
            const double points = points_of(id);
            double share = 1;
            NodeId up = tree_[id].parent;
            for (int level = 0; level < 4 && up != kNoNode; ++level, up = tree_[up].parent) {
                touched_[up] = true;
                score_[up] += points * share;
                share = level == 0 ? 0.5 : share * 0.6;
            }
        }
    }

    void add_names() {
        const std::size_t all = layout_.text_length(0);
        std::vector<NodeId> declared;
        for (NodeId id = 0; id < tree_.size(); ++id) {
            if (!touched_[id] || tree_.attribute(id, "itemprop") != "articleBody") continue;
            // The part that may be read without paying: the text is what holds it and more paragraphs beside it.
            const NodeId parent = tree_[id].parent;
            declared.push_back(parent != kNoNode && score_[parent] > score_[id] ? parent : id);
        }
        for (const NodeId id : declared) score_[id] += 60;
        for (NodeId id = 0; id < tree_.size(); ++id) {
            if (!touched_[id]) continue;
            double named = name_weight(layout_.names(id)) + (tree_[id].tag == Tag::article ? 20 : 0);
            // Page builders call every box a widget: what holds much of the page is not told by that.
            if (named < 0 && layout_.text_length(id) * 3 > all) named = 0;
            score_[id] += named;
        }
    }

    double fair_score(NodeId id) const { return score_[id] * (1 - std::min(layout_.link_density(id), 1.0)); }

    void choose() {
        for (NodeId id = 0; id < tree_.size(); ++id) {
            if (!touched_[id]) continue;
            const double fair = fair_score(id);
            if (fair > best_score_) {
                best_score_ = fair;
                best_ = id;
            }
        }
    }

    // Up while the parent holds much more text of the same kind.
    void rise() {
        for (NodeId up = tree_[best_].parent; up != kNoNode && tree_[up].tag != Tag::body && tree_[up].tag != Tag::html;
             up = tree_[up].parent) {
            if (!touched_[up]) break;
            const double fair = fair_score(up);
            if (fair < best_score_ * 0.75) break;
            best_ = up;
            best_score_ = std::max(best_score_, fair);
        }
    }

    // Of a table that lays out the page the column that holds most of the text.
    void choose_column() {
        while (tree_[best_].tag == Tag::table || tree_[best_].tag == Tag::tbody || tree_[best_].tag == Tag::tr) {
            NodeId most = kNoNode;
            for (NodeId child = tree_.first_child(best_); child != kNoNode; child = tree_.next_sibling(child))
                if (layout_.text_length(child) * 5 > layout_.text_length(best_) * 3) most = child;
            if (most == kNoNode || tree_[most].is_text) return;
            best_ = most;
        }
    }

    bool reads_like_best(NodeId child, NodeId best, bool of_any_kind) const {
        if (is_left_out(child) || layout_.is_in(child, kAside) || is_furniture(tree_, layout_, child)) return false;
        const double density = layout_.link_density(child);
        if (touched_[child] && density < 0.4 &&
            (are_of_one_kind(tree_, child, best) ||
             are_of_one_kind(tree_, unwrapped(tree_, child), unwrapped(tree_, best))))
            return true;
        if (!of_any_kind) return false;
        double fair = score_[child] * (1 - density);
        if (!layout_.names(best).empty() && layout_.names(child) == layout_.names(best)) fair += best_score_ * 0.2;
        if (touched_[child] && fair >= std::max(10.0, best_score_ * 0.2)) return true;
        return tree_[child].tag == Tag::p && layout_.text_length(child) > 80 && density < 0.25;
    }

    // A builder's page wraps each box of a text several times: then the wrapper's siblings are of one kind with it.
    bool is_taken(NodeId child, NodeId best) const {
        return child == best || reads_like_best(child, best, best == best_);
    }

    // The wrapper whose siblings are taken: the best element itself, or one that holds nothing else.
    NodeId wrapper() const {
        NodeId best = best_;
        for (int level = 0; level < 5; ++level) {
            const NodeId parent = tree_[best].parent;
            if (parent == kNoNode || tree_[parent].tag == Tag::html) break;
            for (NodeId child = tree_.first_child(parent); child != kNoNode; child = tree_.next_sibling(child))
                if (child != best && !tree_[child].is_text && is_taken(child, best)) return best;
            if (tree_[parent].tag == Tag::body || layout_.text_length(parent) != layout_.text_length(best)) break;
            best = parent;
        }
        return best_;
    }

    // With the siblings that read like it: a text split over several boxes.
    std::string with_siblings() const {
        const NodeId best = wrapper(), parent = tree_[best].parent;
        if (parent == kNoNode) return clean_main_text(tree_, layout_, best, left_out_);
        std::string out, heading;  // a heading counts where more text follows it
        for (NodeId child = tree_.first_child(parent); child != kNoNode; child = tree_.next_sibling(child)) {
            if (tree_[child].is_text) continue;
            const bool take = is_taken(child, best);
            if (!take) {
                if (is_heading(tree_[child].tag) && !out.empty() && !is_left_out(child))
                    heading = clean_main_text(tree_, layout_, child, left_out_);
                continue;
            }
            const std::string text = clean_main_text(tree_, layout_, child, left_out_);
            if (text.empty()) continue;
            if (!out.empty()) out += '\n';
            if (!heading.empty()) out += heading + '\n';
            heading.clear();
            out += text;
        }
        return out;
    }

    const Tree& tree_;
    const Layout& layout_;
    const std::uint32_t never_;
    const std::vector<bool>& left_out_;
    std::vector<double> score_;
    std::vector<bool> touched_;  // holds a paragraph
    NodeId best_ = kNoNode;
    double best_score_ = 0;
};

std::string text_outside(const Tree& tree, const Layout& layout, std::uint32_t never,
                         const std::vector<bool>& left_out) {
    return TextFinder(tree, layout, never, left_out).find();
}

// What the page calls itself: its heading, or where that is but large type, its title.
std::string own_title(const Tree& tree, const Layout& layout) {
    if (layout.heading() != kNoNode) return layout.heading_text();
    for (NodeId id = 0; id < tree.size(); ++id)
        if (!tree[id].is_text && tree[id].tag == Tag::title) return collapsed(tree.raw_text(id));
    return {};
}

}  // namespace

std::string main_text(const Tree& tree, const Layout& layout) {
    constexpr std::size_t kShort = 200, kLongList = 4000;
    const std::vector<bool> stories = other_stories(tree, layout);
    const bool any = std::find(stories.begin(), stories.end(), true) != stories.end();
    std::string text = text_outside(tree, layout, kNeverText, stories);
    // A page of nothing but stories has no other text, and a long list of them is what its page is about.
    if (any)
        if (std::string all = text_outside(tree, layout, kNeverText, {});
            all.size() > text.size() * 4 && (text.size() < kShort || all.size() > kLongList))
            text = std::move(all);
    // A critic's article is a review, and nothing else on its page reads like a text.
    if (text.size() < kShort && layout.buy_button() == kNoNode)
        if (std::string review = text_outside(tree, layout, kNeverText & ~kReviews, {}); review.size() > 1000)
            text = std::move(review);
    return without_furniture(text, own_title(tree, layout));
}

}  // namespace crawler
