#include "crawler/extract/html.h"

#include <gumbo.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>
#include <new>

#include "crawler/extract/nesting.h"
#include "crawler/extract/text.h"

namespace crawler {

// Memory for one parse. gumbo grows its buffers by allocating anew and freeing the old, so freed blocks are kept by
// size class (powers of two) and used again; everything goes at once with the Tree.
struct Tree::Arena {
    static constexpr std::size_t kChunk = 256 * 1024;
    static constexpr std::size_t kHeader = 16;  // holds the size class; keeps blocks aligned

    struct FreeBlock {
        FreeBlock* next;
    };

    std::vector<std::unique_ptr<char[]>> chunks;
    char* at = nullptr;
    char* end = nullptr;
    std::array<FreeBlock*, 48> free_blocks{};

    void* allocate(std::size_t size) {
        const auto size_class = static_cast<unsigned>(std::bit_width(std::max<std::size_t>(size, 16) - 1));
        if (FreeBlock* block = free_blocks[size_class]) {
            free_blocks[size_class] = block->next;
            return block;
        }
        const std::size_t bytes = kHeader + (std::size_t{1} << size_class);
        if (static_cast<std::size_t>(end - at) < bytes) grow(bytes);
        char* block = at;
        at += bytes;
        std::memcpy(block, &size_class, sizeof size_class);
        return block + kHeader;
    }
    void release(void* pointer) {
        if (!pointer) return;
        unsigned size_class;
        std::memcpy(&size_class, static_cast<char*>(pointer) - kHeader, sizeof size_class);
        auto* block = static_cast<FreeBlock*>(pointer);
        block->next = free_blocks[size_class];
        free_blocks[size_class] = block;
    }
    void grow(std::size_t bytes) {
        const std::size_t size = std::max(bytes, kChunk);
        chunks.push_back(std::unique_ptr<char[]>(new char[size]));
        at = chunks.back().get();
        end = at + size;
    }
    std::string_view keep(std::string_view text) {  // a copy that lives as long as the Tree
        if (static_cast<std::size_t>(end - at) < text.size() + 16) grow(text.size() + 16);
        std::memcpy(at, text.data(), text.size());
        const std::string_view kept(at, text.size());
        at += (text.size() + 15) & ~std::size_t{15};
        return kept;
    }

    static void* allocate_for_gumbo(void* arena, std::size_t size) {
        return static_cast<Arena*>(arena)->allocate(size);
    }
    static void free_for_gumbo(void* arena, void* pointer) { static_cast<Arena*>(arena)->release(pointer); }
};

namespace {

std::string_view view(const char* text) { return text ? std::string_view(text) : std::string_view(); }

bool is_text_kind(GumboNodeType type) {
    return type == GUMBO_NODE_TEXT || type == GUMBO_NODE_CDATA || type == GUMBO_NODE_WHITESPACE;
}

bool is_element_kind(GumboNodeType type) { return type == GUMBO_NODE_ELEMENT || type == GUMBO_NODE_TEMPLATE; }

// Text that no reader sees.
bool is_unseen(Tag tag) {
    return tag == Tag::script || tag == Tag::style || tag == Tag::template_ || tag == Tag::noembed ||
           tag == Tag::noframes || tag == Tag::iframe;
}

}  // namespace

Tree::Tree() : arena_(std::make_unique<Arena>()) {}
Tree::~Tree() = default;
Tree::Tree(Tree&&) noexcept = default;
Tree& Tree::operator=(Tree&&) noexcept = default;

Tree Tree::parse(std::string_view html) {
    Tree tree;
    if (html.size() > kMaxBytes) {
        html = html.substr(0, kMaxBytes);
        tree.was_cut_ = true;
    }
    Guarded guarded = guard_nesting(html);
    if (guarded.changed) {
        html = guarded.text;
        tree.was_cut_ = true;
    }

    GumboOptions options = kGumboDefaultOptions;
    options.allocator = Arena::allocate_for_gumbo;
    options.deallocator = Arena::free_for_gumbo;
    options.userdata = tree.arena_.get();
    options.max_errors = 0;
    const GumboOutput* output = gumbo_parse_with_options(&options, html.data(), html.size());

    tree.nodes_.reserve(html.size() / 24 + 16);
    struct Open {
        const GumboNode* node;
        NodeId id;
        unsigned next_child;
    };
    std::vector<Open> open;
    const auto enter = [&](const GumboNode* node, NodeId parent) {
        const auto id = static_cast<NodeId>(tree.nodes_.size());
        Node& added = tree.nodes_.emplace_back();
        added.parent = parent;
        if (is_text_kind(node->type)) {
            added.is_text = true;
            added.text = view(node->v.text.text);
            added.end = id + 1;
            return;
        }
        const GumboElement& element = node->v.element;
        if (element.tag != GUMBO_TAG_UNKNOWN) {
            added.name = gumbo_normalized_tagname(element.tag);
        } else {
            GumboStringPiece name = element.original_tag;
            gumbo_tag_from_original_text(&name);
            added.name = tree.arena_->keep(ascii_lowered({name.data, name.length}));
        }
        // The HTML elements that an SVG drawing reuses (title, a, style) keep their names but mean nothing here.
        added.tag =
            element.tag_namespace == GUMBO_NAMESPACE_HTML || element.tag == GUMBO_TAG_SVG || element.tag == GUMBO_TAG_A
                ? tag_of(added.name)
                : Tag::other;
        if (element.tag_namespace != GUMBO_NAMESPACE_HTML && element.tag == GUMBO_TAG_STYLE) added.tag = Tag::style;
        added.first_attribute = static_cast<std::uint32_t>(tree.attributes_.size());
        added.attribute_count = static_cast<std::uint16_t>(std::min(element.attributes.length, 1000u));
        for (unsigned i = 0; i < added.attribute_count; ++i) {
            const auto* attribute = static_cast<const GumboAttribute*>(element.attributes.data[i]);
            tree.attributes_.push_back({view(attribute->name), view(attribute->value)});
        }
        open.push_back({node, id, 0});
    };
    enter(output->root, kNoNode);
    while (!open.empty()) {
        Open& top = open.back();
        const GumboVector& children = top.node->v.element.children;
        if (top.next_child >= children.length) {
            tree.nodes_[top.id].end = static_cast<NodeId>(tree.nodes_.size());
            open.pop_back();
            continue;
        }
        const auto* child = static_cast<const GumboNode*>(children.data[top.next_child++]);
        if (is_text_kind(child->type) || is_element_kind(child->type)) enter(child, top.id);
    }
    return tree;  // the arena holds gumbo's output: gumbo_destroy_output would only walk it once more
}

const HtmlAttribute* Tree::find_attribute(NodeId id, std::string_view name) const {
    for (const HtmlAttribute* at = attributes_begin(id); at != attributes_end(id); ++at)
        if (at->name == name) return at;
    return nullptr;
}

std::string_view Tree::attribute(NodeId id, std::string_view name) const {
    const HtmlAttribute* found = find_attribute(id, name);
    return found ? found->value : std::string_view();
}

bool Tree::has_attribute(NodeId id, std::string_view name) const { return find_attribute(id, name) != nullptr; }

NodeId Tree::closest(NodeId id, Tag tag) const {
    while (id != kNoNode && nodes_[id].tag != tag) id = nodes_[id].parent;
    return id;
}

std::string Tree::text(NodeId id) const {
    std::string out;
    std::vector<NodeId> breaks;  // ends of the open elements that break lines
    for (NodeId at = id; at < nodes_[id].end;) {
        while (!breaks.empty() && at >= breaks.back()) {
            out += '\n';
            breaks.pop_back();
        }
        const Node& node = nodes_[at];
        if (node.is_text) {
            // Line breaks in the source are mere blanks; only elements break lines.
            for (char c : node.text) out += c == '\n' || c == '\r' ? ' ' : c;
            ++at;
        } else if (is_unseen(node.tag) && at != id) {
            out += '\n';
            at = node.end;
        } else {
            if (breaks_line(node.tag)) {
                out += '\n';
                breaks.push_back(node.end);
            }
            ++at;
        }
    }
    return collapsed_lines(out);
}

std::string Tree::raw_text(NodeId id) const {
    std::string out;
    for (NodeId at = id; at < nodes_[id].end; ++at) out += nodes_[at].text;
    return out;
}

}  // namespace crawler
