#include "crawler/extract/selector.h"

#include <algorithm>

#include "crawler/extract/selector_parts.h"
#include "crawler/extract/text.h"

namespace crawler {

namespace {

NodeId previous_element(const Tree& tree, NodeId id) {
    const NodeId parent = tree[id].parent;
    if (parent == kNoNode) return kNoNode;
    NodeId found = kNoNode;
    for (NodeId child = tree.first_child(parent); child != kNoNode && child != id; child = tree.next_sibling(child))
        if (!tree[child].is_text) found = child;
    return found;
}

// Position among siblings, from 1; `of_type`: among those of the same name, `from_end`: counted backwards.
int position(const Tree& tree, NodeId id, bool of_type, bool from_end) {
    const NodeId parent = tree[id].parent;
    if (parent == kNoNode) return 1;
    int before = 0, after = 0;
    for (NodeId child = tree.first_child(parent); child != kNoNode; child = tree.next_sibling(child)) {
        if (tree[child].is_text || (of_type && tree[child].name != tree[id].name)) continue;
        if (child < id)
            ++before;
        else if (child > id)
            ++after;
    }
    return (from_end ? after : before) + 1;
}

bool is_nth(int position, int a, int b) {
    if (a == 0) return position == b;
    return (position - b) % a == 0 && (position - b) / a >= 0;
}

}  // namespace

bool Selector::Compiled::fits(const Tree& tree, NodeId id, const Simple& simple) {
    const auto same = [&](std::string_view a, std::string_view b) {
        return simple.ignore_case ? equals_ignoring_case(a, b) : a == b;
    };
    const auto value = [&] { return tree.attribute(id, simple.name); };
    switch (simple.test) {
        case Test::type:
            return simple.name == "*" || tree[id].name == simple.name;
        case Test::id:
            return tree.attribute(id, "id") == simple.value;
        case Test::class_name:
            for (std::string_view word : split_words(tree.attribute(id, "class")))
                if (word == simple.value) return true;
            return false;
        case Test::has_attribute:
            return tree.has_attribute(id, simple.name);
        case Test::equals:
            return tree.has_attribute(id, simple.name) && same(value(), simple.value);
        case Test::includes:
            for (std::string_view word : split_words(value()))
                if (same(word, simple.value)) return true;
            return false;
        case Test::dash:
            return same(value(), simple.value) ||
                   (value().size() > simple.value.size() && value()[simple.value.size()] == '-' &&
                    same(value().substr(0, simple.value.size()), simple.value));
        case Test::prefix:
            return !simple.value.empty() && same(value().substr(0, simple.value.size()), simple.value);
        case Test::suffix:
            return !simple.value.empty() && value().size() >= simple.value.size() &&
                   same(value().substr(value().size() - simple.value.size()), simple.value);
        case Test::substring:
            if (simple.value.empty()) return false;
            return simple.ignore_case ? contains_ignoring_case(value(), ascii_lowered(simple.value))
                                      : value().find(simple.value) != std::string_view::npos;
        case Test::nth_child:
            return is_nth(position(tree, id, false, false), simple.a, simple.b);
        case Test::nth_last_child:
            return is_nth(position(tree, id, false, true), simple.a, simple.b);
        case Test::nth_of_type:
            return is_nth(position(tree, id, true, false), simple.a, simple.b);
        case Test::nth_last_of_type:
            return is_nth(position(tree, id, true, true), simple.a, simple.b);
        case Test::empty:
            return tree[id].end == id + 1;
        case Test::root:
            return tree[id].parent == kNoNode;
        case Test::not_any:
            return !simple.inner->fits(tree, id);
        case Test::is_any:
            return simple.inner->fits(tree, id);
        case Test::has: {
            const auto tried = [&](NodeId from, NodeId to) {
                for (NodeId at = from; at < to; ++at)
                    if (!tree[at].is_text && simple.inner->fits(tree, at, id)) return true;
                return false;
            };
            if (tried(id + 1, tree[id].end)) return true;
            // Siblings only where a leading + or ~ asks for them.
            const bool siblings =
                std::any_of(simple.inner->any.begin(), simple.inner->any.end(), [](const Complex& complex) {
                    return complex[0].before == Combinator::next || complex[0].before == Combinator::later;
                });
            return siblings && tree[id].parent != kNoNode && tried(tree[id].end, tree[tree[id].parent].end);
        }
        case Test::has_text:
            return lowered(tree.text(id)).find(simple.value) != std::string::npos;
    }
    return false;
}

// From the last compound leftwards. Descendant and later-sibling steps try each candidate in turn; the depth of the
// calls is the number of compounds, which the parser bounds.
bool Selector::Compiled::fits(const Tree& tree, NodeId id, const Complex& complex, std::size_t last, NodeId scope) {
    if (tree[id].is_text || !fits(tree, id, complex[last])) return false;
    const Combinator before = complex[last].before;
    if (last == 0) {
        if (scope == kNoNode) return true;
        switch (before) {
            case Combinator::none:
            case Combinator::descendant:
                return id != scope && tree.contains(scope, id);
            case Combinator::child:
                return tree[id].parent == scope;
            case Combinator::next:
                return previous_element(tree, id) == scope;
            case Combinator::later:
                return id > scope && tree[id].parent == tree[scope].parent;
        }
        return false;
    }
    switch (before) {
        case Combinator::child:
            return tree[id].parent != kNoNode && fits(tree, tree[id].parent, complex, last - 1, scope);
        case Combinator::next: {
            const NodeId previous = previous_element(tree, id);
            return previous != kNoNode && fits(tree, previous, complex, last - 1, scope);
        }
        case Combinator::later: {
            const NodeId parent = tree[id].parent;
            if (parent == kNoNode) return false;
            for (NodeId at = tree.first_child(parent); at != kNoNode && at < id; at = tree.next_sibling(at))
                if (fits(tree, at, complex, last - 1, scope)) return true;
            return false;
        }
        default:
            for (NodeId up = tree[id].parent; up != kNoNode; up = tree[up].parent)
                if (fits(tree, up, complex, last - 1, scope)) return true;
            return false;
    }
}

std::vector<NodeId> Selector::select(const Tree& tree, NodeId root, std::size_t limit) const {
    std::vector<NodeId> found;
    if (root >= tree.size()) return found;
    for (NodeId id = root + 1; id < tree[root].end && found.size() < limit; ++id)
        if (!tree[id].is_text && compiled_->fits(tree, id)) found.push_back(id);
    return found;
}

}  // namespace crawler
