#include "crawler/extract/other_stories.h"

#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kLongestBox = 450;    // bytes of text
constexpr NodeId kLargestBox = 150;         // nodes
constexpr std::size_t kHeadline = 12;       // bytes at least
constexpr std::size_t kLongestBefore = 60;  // bytes before the headline: a rank, a date, a section
constexpr std::size_t kLongestRest = 330;   // bytes of what is told of the story
constexpr std::size_t kLongestHead = 200;   // bytes above and below such boxes
constexpr std::size_t kAlike = 3;
constexpr std::size_t kCounted = 5;  // a list worth counting in a heading

bool holds_block(const Tree& tree, NodeId id) {
    for (NodeId at = id + 1; at < tree[id].end; ++at)
        if (!tree[at].is_text && tree[at].tag != Tag::br && breaks_line(tree[at].tag)) return true;
    return false;
}

bool is_under_heading(const Tree& tree, NodeId id, NodeId box) {
    for (; id != kNoNode && id >= box; id = tree[id].parent)
        if (is_heading(tree[id].tag)) return true;
    return false;
}

// Does the link stand on lines of its own? One within a sentence is no headline.
bool is_set_off(const Tree& tree, const Layout& layout, NodeId link, NodeId box) {
    if (holds_block(tree, link) || is_under_heading(tree, link, box)) return true;
    NodeId top = link;
    while (top > box && layout.text_length(tree[top].parent) == layout.text_length(link)) top = tree[top].parent;
    if (top <= box) return false;  // nothing but the link: a menu, not a story told
    for (NodeId at = top; at != link; ++at)
        if (!tree[at].is_text && breaks_line(tree[at].tag)) return true;
    if (breaks_line(tree[link].tag)) return true;
    NodeId next = tree.next_sibling(top);
    while (next != kNoNode && tree[next].is_text && trimmed(tree[next].text).empty()) next = tree.next_sibling(next);
    return next != kNoNode && !tree[next].is_text && (breaks_line(tree[next].tag) || holds_block(tree, next));
}

// The link that is the headline of a box, or kNoNode.
NodeId headline_of(const Tree& tree, const Layout& layout, NodeId box) {
    const std::size_t length = layout.text_length(box);
    if (length < kHeadline || length > kLongestBox || tree[box].end - box > kLargestBox) return kNoNode;
    const std::size_t linked = layout.link_text_length(box);
    if (linked < kHeadline || length - linked > kLongestRest) return kNoNode;
    for (NodeId id = box; id < tree[box].end; ++id) {
        if (tree[id].is_text || tree[id].tag != Tag::a || layout.text_length(id) < kHeadline) continue;
        if (layout.text_before(id) - layout.text_before(box) > kLongestBefore) return kNoNode;
        const std::string_view target = tree.attribute(id, "href");
        const auto fragment = target.find('#');  // "#post-12": a place of this page
        if (fragment != std::string_view::npos && fragment + 1 < target.size()) return kNoNode;
        return is_set_off(tree, layout, id, box) ? id : kNoNode;
    }
    return kNoNode;
}

bool may_be_box(Tag tag) {
    return tag == Tag::div || tag == Tag::article || tag == Tag::li || tag == Tag::section || tag == Tag::tr;
}

class Finder {
  public:
    Finder(const Tree& tree, const Layout& layout) : tree_(tree), layout_(layout), found_(tree.size(), false) {}

    std::vector<bool> find() {
        for (NodeId id = 0; id < tree_.size(); ++id)
            if (!tree_[id].is_text && !found_[id]) look_below(id);
        return std::move(found_);
    }

  private:
    void look_below(NodeId parent) {
        std::map<std::pair<Tag, std::string_view>, std::vector<NodeId>> shapes;  // by element and class
        for (NodeId child = tree_.first_child(parent); child != kNoNode; child = tree_.next_sibling(child)) {
            if (tree_[child].is_text || !may_be_box(tree_[child].tag) || layout_.text_length(child) == 0) continue;
            const auto classes = split_words(tree_.attribute(child, "class"));
            if (tree_[child].tag == Tag::article && tells_one_story(child)) mark(child);
            shapes[{tree_[child].tag, classes.empty() ? std::string_view() : classes[0]}].push_back(child);
        }
        std::size_t told = 0;
        for (const auto& [shape, boxes] : shapes) told += mark_alike(boxes);
        // "More on this" above them goes with them.
        const std::size_t all = layout_.text_length(parent);
        if (told * 10 > all * 6 && all - told < kLongestHead && !holds_heading(parent)) mark(parent);
    }

    // An article in the text of another, with a heading that leads away.
    bool tells_one_story(NodeId box) const {
        const NodeId headline = headline_of(tree_, layout_, box);
        return headline != kNoNode && !holds_heading(box) &&
               (is_under_heading(tree_, headline, box) || holds_block(tree_, headline));
    }

    // How many bytes of text the boxes that are alike hold, once they are marked.
    std::size_t mark_alike(const std::vector<NodeId>& boxes) {
        if (boxes.size() < kAlike) return 0;
        std::vector<NodeId> stories;
        std::size_t bytes = 0;
        for (NodeId box : boxes) {
            if (holds_heading(box) || headline_of(tree_, layout_, box) == kNoNode) continue;
            stories.push_back(box);
            bytes += layout_.text_length(box);
        }
        if (stories.size() < kAlike || stories.size() * 10 < boxes.size() * 6 || is_promised(stories.size())) return 0;
        for (NodeId box : stories) mark(box);
        return bytes;
    }

    // "53 recipes": the list that a heading counts is the text.
    bool is_promised(std::size_t boxes) const {
        const std::string& heading = layout_.heading_text();
        std::size_t count = 0;
        for (const char c : heading) {
            if (is_digit(c) && count < 1000)
                count = count * 10 + static_cast<std::size_t>(c - '0');
            else if (count > 0)
                break;
        }
        return count >= kCounted && boxes * 10 >= count * 4 && boxes * 10 <= count * 13;
    }

    bool holds_heading(NodeId id) const {
        return layout_.heading() != kNoNode && tree_.contains(id, layout_.heading());
    }

    void mark(NodeId id) {
        for (NodeId at = id; at < tree_[id].end; ++at) found_[at] = true;
    }

    const Tree& tree_;
    const Layout& layout_;
    std::vector<bool> found_;
};

}  // namespace

std::vector<bool> other_stories(const Tree& tree, const Layout& layout) { return Finder(tree, layout).find(); }

}  // namespace crawler
