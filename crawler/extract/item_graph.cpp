#include "crawler/extract/item_graph.h"

#include <algorithm>
#include <vector>

#include "crawler/extract/plain_text.h"

namespace crawler {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

const Value* property(const Value& item, std::string_view name) {
    if (!item.is_object()) return nullptr;
    for (std::size_t i = 0; i < item.keys.size(); ++i)
        if (item.keys[i] == name || (item.keys[i].size() > name.size() && local_name(item.keys[i]) == name))
            return &item.items[i];
    return nullptr;
}

bool has_type(const Value& item, std::initializer_list<std::string_view> types) {
    const Value* type = item.find("@type");
    if (!type) return false;
    if (type->is_string()) return is_one_of(local_name(type->text), types);
    if (!type->is_array()) return false;
    return std::any_of(type->items.begin(), type->items.end(),
                       [&](const Value& each) { return is_one_of(local_name(each.text), types); });
}

std::string ItemGraph::text_of(const Value* value, std::string_view inner) const {
    for (int depth = 0; value && depth < 4; ++depth) {
        if (!value->scalar().empty()) return plain_text(value->scalar());
        if (value->is_array() && !value->items.empty())
            value = &value->items[0];
        else if (value->is_object()) {
            const Value* found = value->find("@value");
            if (!found) found = property(resolved(*value), inner);
            value = found;
        } else
            return {};
    }
    return {};
}

const Value& ItemGraph::resolved(const Value& value) const {
    if (!value.is_object() || value.items.size() != 1) return value;
    const Value* id = value.find("@id");
    if (!id) return value;
    const auto hit = by_id_.find(id->text);
    return hit == by_id_.end() ? value : *hit->second;
}

void ItemGraph::add(const Value& value) {
    std::vector<const Value*> open{&value};
    while (!open.empty()) {
        const Value& each = *open.back();
        open.pop_back();
        if (const Value* id = each.find("@id"); id && each.items.size() > 1) by_id_.emplace(id->text, &each);
        for (const Value& inner : each.items)
            if (inner.is_object() || inner.is_array()) open.push_back(&inner);
    }
}

}  // namespace crawler
