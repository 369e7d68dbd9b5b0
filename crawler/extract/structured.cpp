#include "crawler/extract/structured.h"

#include <algorithm>

#include "crawler/extract/entities.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kMaxScriptBytes = 2'000'000;

bool is_json_ld_type(std::string_view type) { return starts_with_ignoring_case(trimmed(type), "application/ld+json"); }

bool is_json_type(std::string_view type) {
    type = trimmed(type);
    return starts_with_ignoring_case(type, "application/json") || equals_ignoring_case(type, "text/json") ||
           starts_with_ignoring_case(type, "text/x-magento-init") || starts_with_ignoring_case(type, "text/x-json");
}

// "window.__INITIAL_STATE__ = {...}" and its like: the right-hand side where it is plain JSON.
std::string_view assigned_json(std::string_view script) {
    static constexpr std::string_view kNames[] = {"__INITIAL_STATE__", "__PRELOADED_STATE__", "__NEXT_DATA__",
                                                  "__INITIAL_DATA__",  "__APP_STATE__",       "__INITIAL_PROPS__",
                                                  "__STATE__",         "__APOLLO_STATE__"};
    for (std::string_view name : kNames) {
        auto at = script.find(name);
        if (at == std::string_view::npos) continue;
        at = script.find_first_of("=;", at + name.size());
        if (at == std::string_view::npos || script[at] != '=') continue;
        const std::string_view right = trimmed(script.substr(at + 1));
        if (!right.empty() && right[0] == '{') return right;
    }
    return {};
}

void read_scripts(const Tree& tree, std::vector<Item>& items) {
    for (NodeId id = 0; id < tree.size(); ++id) {
        if (tree[id].is_text || tree[id].tag != Tag::script) continue;
        const std::string script = tree.raw_text(id);
        if (script.size() > kMaxScriptBytes) continue;
        const std::string_view type = tree.attribute(id, "type");
        const std::size_t before = items.size();
        if (is_json_ld_type(type))
            read_json_ld(script, items);
        else if (is_json_type(type))
            read_state(script, items);
        else if (const auto state = assigned_json(script); !state.empty())
            read_state(state, items);
        for (std::size_t i = before; i < items.size(); ++i) items[i].node = id;
    }
}

void read_meta(const Tree& tree, MetaTags& meta) {
    for (NodeId id = 0; id < tree.size() && meta.size() < kMaxItems; ++id) {
        if (tree[id].is_text || tree[id].tag != Tag::meta) continue;
        const std::string_view content = tree.attribute(id, "content");
        for (const char* key : {"property", "name", "itemprop"}) {
            const std::string_view name = trimmed(tree.attribute(id, key));
            if (!name.empty()) meta.emplace_back(ascii_lowered(name), content);
        }
    }
}

void read_opengraph(const MetaTags& meta, std::vector<Item>& items) {
    Item item{Syntax::opengraph, Value::object(), kNoNode};
    for (const auto& [name, content] : meta) {
        const auto colon = name.find(':');
        if (colon == std::string::npos) continue;
        const std::string_view space = std::string_view(name).substr(0, colon);
        if (space != "og" && space != "product" && space != "twitter" && space != "article" && space != "book" &&
            space != "place" && space != "profile")
            continue;
        item.value.append(name, Value::of(content));
    }
    if (!item.value.items.empty()) items.push_back(std::move(item));
}

}  // namespace

std::string_view to_string(Syntax syntax) {
    switch (syntax) {
        case Syntax::json_ld:
            return "json-ld";
        case Syntax::microdata:
            return "microdata";
        case Syntax::rdfa:
            return "rdfa";
        case Syntax::opengraph:
            return "opengraph";
        case Syntax::state:
            return "state";
    }
    return "";
}

std::string_view StructuredData::meta_content(std::string_view name) const {
    for (const auto& [key, content] : meta)
        if (key == name && !trimmed(content).empty()) return trimmed(content);
    return {};
}

std::string_view local_name(std::string_view name) {
    const auto at = name.find_last_of("/#");
    if (at != std::string_view::npos) return name.substr(at + 1);
    return name.substr(0, 7) == "schema:" ? name.substr(7) : name;
}

void read_json_ld(std::string_view script, std::vector<Item>& items) {
    const auto add = [&](Value value) {
        if (value.is_object() && items.size() < kMaxItems)
            items.push_back({Syntax::json_ld, std::move(value), kNoNode});
    };
    std::string unescaped;
    script = trimmed(script);
    if (script.substr(0, 9) == "<![CDATA[") script.remove_prefix(9);
    // Some templates escape the whole block for HTML.
    if (script.find("&quot;") != std::string_view::npos && script.find('"') == std::string_view::npos) {
        unescaped = decoded(script);
        script = unescaped;
    }
    const auto begin = script.find_first_of("{[");
    if (begin == std::string_view::npos) return;
    std::optional<Value> value = read_json(script.substr(begin));
    if (!value) return;
    if (value->is_array()) {
        for (Value& each : value->items) add(std::move(each));
    } else {
        add(std::move(*value));
    }
}

void read_state(std::string_view script, std::vector<Item>& items) {
    const auto begin = script.find_first_of("{[");
    if (begin == std::string_view::npos || items.size() >= kMaxItems) return;
    std::optional<Value> value = read_json(script.substr(begin));
    if (value) items.push_back({Syntax::state, std::move(*value), kNoNode});
}

StructuredData read_structured_data(const Tree& tree, const BaseUrl& base) {
    StructuredData data;
    read_scripts(tree, data.items);
    read_meta(tree, data.meta);
    read_microdata(tree, base, data.items);
    read_rdfa(tree, base, data.items);
    read_opengraph(data.meta, data.items);
    return data;
}

std::string structured_json(const StructuredData& data) {
    std::string out = "[";
    for (const Item& item : data.items) {
        if (item.syntax == Syntax::state) continue;  // whole applications: too much to show
        if (out.size() > 1) out += ',';
        out += "{\"syntax\":\"";
        out += to_string(item.syntax);
        out += "\",\"item\":";
        out += write_json(item.value);
        out += '}';
    }
    return out + "]";
}

}  // namespace crawler
