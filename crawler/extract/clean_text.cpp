#include <algorithm>

#include "crawler/extract/content.h"
#include "crawler/extract/furniture.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::uint32_t kLeftOut = kNotAdvert | kHidden | kAside;
constexpr std::size_t kLongestLinkLine = 200;  // bytes of a line that is but links
constexpr std::size_t kLongestKicker = 80;     // bytes of a line above the heading
constexpr std::size_t kLongestDateLine = 60;   // bytes of a line that tells when

bool has_heading_of_its_own(const Tree& tree, const Layout& layout, NodeId id) {
    for (NodeId at = id; at < tree[id].end; ++at)
        if (!tree[at].is_text && is_heading(tree[at].tag) && layout.link_density(at) < 0.5) return true;
    return false;
}

// A list of links among the text: related reading, tags, share bars.
bool is_link_list(const Tree& tree, const Layout& layout, NodeId id) {
    const Tag tag = tree[id].tag;
    const std::size_t length = layout.text_length(id);
    return breaks_line(tag) && !is_heading(tag) && length < 1500 && layout.link_density(id) > 0.6 &&
           !(tag == Tag::p && length > 120) && !has_heading_of_its_own(tree, layout, id);
}

// What never holds words of the text.
bool is_machinery(const Tree& tree, const Layout& layout, NodeId id) {
    switch (tree[id].tag) {
        case Tag::script:
        case Tag::style:
        case Tag::template_:
        case Tag::noscript:
        case Tag::select:
        case Tag::textarea:
        case Tag::iframe:
        case Tag::svg:
        case Tag::video:
            return true;
        case Tag::button:
            return tree[id].parent == kNoNode || !is_heading(tree[tree[id].parent].tag);  // a question that opens
        case Tag::form:
            return layout.text_length(id) < 200;
        default:
            return false;
    }
}

// Does little of the text below `root` stand before the heading?
bool is_short_beside(const Layout& layout, NodeId heading, NodeId root) {
    return (layout.text_before(heading) - layout.text_before(root)) * 3 < layout.text_length(root);
}

// Writes lines, and takes back those that are but links ("Back | Next") or but a time.
class Lines {
  public:
    explicit Lines(bool main_text) : main_text_(main_text) {}

    void end() {
        if (main_text_ && is_furniture())
            out_.resize(begin_);
        else
            holds_text_ = holds_text_ || reads_like_text();
        out_ += '\n';
        begin_ = out_.size();
        bytes_ = linked_ = links_ = 0;
        timed_ = false;
    }

    void add(std::string_view text, bool in_link) {
        const std::size_t bytes = trimmed(text).size();
        bytes_ += bytes;
        if (in_link) linked_ += bytes;
        const std::size_t begin = out_.size();
        out_ += text;
        for (std::size_t at = begin; at < out_.size(); ++at)
            if (out_[at] == '\n' || out_[at] == '\r') out_[at] = ' ';
    }

    // Short lines above the heading are a kicker, a date, a crumb.
    void forget_kicker() {
        if (!holds_text_ && !reads_like_text()) out_.clear();
        begin_ = out_.size();
    }

    void blank() { out_ += ' '; }
    void link() { ++links_; }
    void time() { timed_ = true; }

    std::string take() {
        end();
        return collapsed_lines(out_);
    }

  private:
    bool is_furniture() const {
        if (timed_ && bytes_ < kLongestDateLine && !ends_sentence()) return true;
        return links_ >= 2 && bytes_ < kLongestLinkLine && linked_ * 10 > bytes_ * 7;
    }

    bool ends_sentence() const {
        const std::string_view line = trimmed(std::string_view(out_).substr(begin_));
        return !line.empty() && std::string_view(".!?:").find(line.back()) != std::string_view::npos;
    }

    bool reads_like_text() const { return bytes_ >= kLongestKicker || ends_sentence(); }

    std::string out_;
    bool main_text_;
    std::size_t begin_ = 0, bytes_ = 0, linked_ = 0, links_ = 0;  // of the line being written
    bool holds_text_ = false;                                     // among the lines written is a sentence
    bool timed_ = false;
};

std::string cleaned(const Tree& tree, const Layout& layout, NodeId root, bool main_text,
                    const std::vector<bool>& left_out) {
    Lines lines(main_text);
    std::vector<NodeId> breaks;
    const std::uint32_t root_zones = layout.zones(root);
    const bool root_left_out = left_out.empty() || left_out[root];
    for (NodeId id = root; id < tree[root].end;) {
        while (!breaks.empty() && id >= breaks.back()) {
            lines.end();
            breaks.pop_back();
        }
        const Node& node = tree[id];
        if (node.is_text) {
            lines.add(node.text, layout.is_in(id, kInLink));
            ++id;
            continue;
        }
        bool skip = is_machinery(tree, layout, id);
        if (id != root) skip = skip || (layout.zones(id) & ~root_zones & kLeftOut) != 0;
        if (main_text && id != root && !skip) {
            // What is most of the text is no furniture: of a post with a picture the caption is all there is.
            const bool most = layout.text_length(id) * 2 > layout.text_length(root);
            skip = id == layout.heading() || is_link_list(tree, layout, id) || (!root_left_out && left_out[id]) ||
                   (!most && is_furniture(tree, layout, id));
        }
        if (main_text && id == layout.heading() && is_short_beside(layout, id, root)) lines.forget_kicker();
        if (skip) {
            if (breaks_line(node.tag))
                lines.end();
            else if (node.tag != Tag::sup)
                lines.blank();
            id = node.end;
            continue;
        }
        if (node.tag == Tag::a && layout.text_length(id) > 0) lines.link();
        if (node.tag == Tag::time) lines.time();
        if (breaks_line(node.tag)) {
            lines.end();
            breaks.push_back(node.end);
        }
        ++id;
    }
    return lines.take();
}

}  // namespace

std::string clean_text(const Tree& tree, const Layout& layout, NodeId id) {
    return cleaned(tree, layout, id, false, {});
}

std::string clean_main_text(const Tree& tree, const Layout& layout, NodeId id, const std::vector<bool>& left_out) {
    return cleaned(tree, layout, id, true, left_out);
}

}  // namespace crawler
