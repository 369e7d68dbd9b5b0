// Microdata (WHATWG HTML 5): itemscope, itemtype, itemid, itemprop, itemref.
//
// Items are made in a queue rather than by recursion: each walks its own range and leaves the ranges of nested items
// to their turn, so the work is linear but for itemref, which the limits bound.
#include <unordered_map>

#include "crawler/extract/structured.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr int kMaxNesting = 24;  // of items; schema.org's deepest are 6 or 7

struct Pending {
    NodeId element = kNoNode;
    Value value;
    std::size_t parent = 0;    // index into the queue
    std::size_t property = 0;  // which of the parent's properties waits for this item
    std::size_t position = 0;  // and which of its values
    int depth = 0;
    bool nested = false;
};

// 5.2.4: the value of a property element that is no item. `content` on any element counts, as search engines read it.
std::string property_value(const Tree& tree, NodeId id, const BaseUrl& base) {
    const Node& node = tree[id];
    const auto url = [&](std::string_view reference) {
        std::string resolved = base.resolve(reference);
        return resolved.empty() ? std::string(trimmed(reference)) : resolved;
    };
    if (const HtmlAttribute* content = tree.find_attribute(id, "content")) return std::string(content->value);
    switch (node.tag) {
        case Tag::meta:
            return {};
        case Tag::img:
        case Tag::embed:
        case Tag::iframe:
        case Tag::source:
        case Tag::track:
        case Tag::video:
            for (const char* name : {"src", "data-src", "data-lazy-src", "data-original"})
                if (const auto source = tree.attribute(id, name); !source.empty() && source.substr(0, 5) != "data:")
                    return url(source);
            return {};
        case Tag::a:
        case Tag::area:
        case Tag::link:
            return url(tree.attribute(id, "href"));
        case Tag::time:
            if (const HtmlAttribute* datetime = tree.find_attribute(id, "datetime"))
                return std::string(datetime->value);
            break;
        default:
            break;
    }
    if (node.name == "object") return url(tree.attribute(id, "data"));
    if (node.name == "audio") return url(tree.attribute(id, "src"));
    if (node.name == "data" || node.name == "meter")
        if (const HtmlAttribute* value = tree.find_attribute(id, "value")) return std::string(value->value);
    return tree.text(id);
}

Value item_of(const Tree& tree, NodeId id) {
    Value item = Value::object();
    const auto types = split_words(tree.attribute(id, "itemtype"));
    if (types.size() == 1) item.put("@type", Value::of(std::string(types[0])));
    for (std::size_t i = 0; types.size() > 1 && i < types.size(); ++i)
        item.append("@type", Value::of(std::string(types[i])));
    if (const auto itemid = trimmed(tree.attribute(id, "itemid")); !itemid.empty())
        item.put("@id", Value::of(std::string(itemid)));
    return item;
}

}  // namespace

void read_microdata(const Tree& tree, const BaseUrl& base, std::vector<Item>& items) {
    std::unordered_map<std::string_view, NodeId> by_id;
    std::vector<Pending> queue;
    bool refers = false;
    for (NodeId id = 0; id < tree.size(); ++id) {
        if (tree[id].attribute_count == 0) continue;
        if (tree.has_attribute(id, "itemref")) refers = true;
        if (tree.has_attribute(id, "itemscope") && !tree.has_attribute(id, "itemprop") && queue.size() < kMaxItems) {
            Pending& top = queue.emplace_back();
            top.element = id;
            top.value = item_of(tree, id);
        }
    }
    if (queue.empty()) return;
    if (refers)
        for (NodeId id = 0; id < tree.size(); ++id)
            if (const auto name = tree.attribute(id, "id"); !name.empty()) by_id.emplace(name, id);

    const std::size_t top_items = queue.size();
    std::size_t properties = 0;
    for (std::size_t current = 0; current < queue.size(); ++current) {
        std::vector<std::pair<NodeId, NodeId>> ranges{{queue[current].element + 1, tree[queue[current].element].end}};
        if (refers)
            for (std::string_view name : split_words(tree.attribute(queue[current].element, "itemref")))
                if (const auto hit = by_id.find(name); hit != by_id.end() && ranges.size() < 50)
                    ranges.emplace_back(hit->second, tree[hit->second].end);
        for (const auto& [begin, end] : ranges) {
            for (NodeId id = begin; id < end && properties < kMaxProperties;) {
                const Node& node = tree[id];
                const bool scope = node.attribute_count > 0 && tree.has_attribute(id, "itemscope");
                const auto names = node.attribute_count > 0 ? split_words(tree.attribute(id, "itemprop"))
                                                            : std::vector<std::string_view>();
                for (std::string_view name : names) {
                    ++properties;
                    if (!scope) {
                        queue[current].value.append(name, Value::of(property_value(tree, id, base)));
                        continue;
                    }
                    if (queue[current].depth >= kMaxNesting || queue.size() >= 2 * kMaxItems) continue;
                    Value& parent = queue[current].value;
                    parent.append(name, Value());
                    Pending nested;
                    nested.element = id;
                    nested.value = item_of(tree, id);
                    nested.parent = current;
                    nested.depth = queue[current].depth + 1;
                    nested.nested = true;
                    for (std::size_t i = 0; i < parent.keys.size(); ++i)
                        if (parent.keys[i] == name) nested.property = i;
                    const Value& slot = parent.items[nested.property];
                    nested.position = slot.is_array() ? slot.items.size() - 1 : 0;
                    queue.push_back(std::move(nested));
                }
                id = scope ? node.end : id + 1;
            }
        }
    }
    // Children stand after their parents in the queue: put together from the back.
    for (std::size_t i = queue.size(); i-- > top_items;) {
        Value& slot = queue[queue[i].parent].value.items[queue[i].property];
        if (slot.is_array())
            slot.items[queue[i].position] = std::move(queue[i].value);
        else
            slot = std::move(queue[i].value);
    }
    for (std::size_t i = 0; i < top_items; ++i)
        items.push_back({Syntax::microdata, std::move(queue[i].value), queue[i].element});
}

}  // namespace crawler
