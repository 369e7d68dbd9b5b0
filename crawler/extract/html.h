// The tree of a page: gumbo parses, this is a light read-only view of what it built. The only file that includes
// <gumbo.h> is html.cpp.
//
// Nodes stand in document order in one array, and a subtree is the range [node, node.end): walking needs no recursion
// and no pointers. Everything lives in an arena that the Tree owns; views are valid as long as it is. A Tree is
// immutable: threads may read it at once. parse() is total; nesting is guarded before gumbo (nesting.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/tokens.h"

namespace crawler {

using NodeId = std::uint32_t;
inline constexpr NodeId kNoNode = 0xFFFFFFFFu;

struct HtmlAttribute {
    std::string_view name;   // lower case
    std::string_view value;  // decoded
};

struct Node {
    Tag tag = Tag::other;  // other for text and unknown elements
    bool is_text = false;
    std::uint16_t attribute_count = 0;
    std::uint32_t first_attribute = 0;
    NodeId parent = kNoNode;
    NodeId end = 0;         // one past the last descendant
    std::string_view name;  // elements: lower case
    std::string_view text;  // text nodes: decoded
};

class Tree {
  public:
    static constexpr std::size_t kMaxBytes = 8'000'000;  // longer pages are cut, with a note

    static Tree parse(std::string_view html);
    ~Tree();
    Tree(Tree&&) noexcept;
    Tree& operator=(Tree&&) noexcept;

    std::size_t size() const { return nodes_.size(); }
    const Node& operator[](NodeId id) const { return nodes_[id]; }
    const std::vector<Node>& nodes() const { return nodes_; }

    // Value of an attribute (lower-case name), empty when absent.
    std::string_view attribute(NodeId id, std::string_view name) const;
    bool has_attribute(NodeId id, std::string_view name) const;
    const HtmlAttribute* attributes_begin(NodeId id) const { return attributes_.data() + nodes_[id].first_attribute; }
    const HtmlAttribute* attributes_end(NodeId id) const { return attributes_begin(id) + nodes_[id].attribute_count; }
    const HtmlAttribute* find_attribute(NodeId id, std::string_view name) const;

    NodeId first_child(NodeId id) const { return id + 1 < nodes_[id].end ? id + 1 : kNoNode; }
    NodeId next_sibling(NodeId id) const {
        const NodeId parent = nodes_[id].parent;
        const NodeId next = nodes_[id].end;
        return parent != kNoNode && next < nodes_[parent].end ? next : kNoNode;
    }
    bool contains(NodeId ancestor, NodeId id) const { return ancestor <= id && id < nodes_[ancestor].end; }
    // The nearest ancestor (itself included) with that tag, or kNoNode.
    NodeId closest(NodeId id, Tag tag) const;

    // All text below `id`, with line breaks where the elements break lines, white space collapsed; scripts, styles,
    // templates and comments left out.
    std::string text(NodeId id) const;
    // The text exactly as it stands (textContent), scripts included.
    std::string raw_text(NodeId id) const;

    bool was_cut() const { return was_cut_; }  // too long or nested too deeply

  private:
    struct Arena;
    Tree();

    std::unique_ptr<Arena> arena_;
    std::vector<Node> nodes_;
    std::vector<HtmlAttribute> attributes_;
    bool was_cut_ = false;
};

}  // namespace crawler
