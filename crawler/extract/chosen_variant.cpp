#include "crawler/extract/chosen_variant.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "crawler/extract/shop_state.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

constexpr std::size_t kShortestId = 3;  // bytes: "2" is a quantity
constexpr std::size_t kMostIds = 200;
constexpr std::size_t kMostValues = 100'000;

using Ids = std::set<std::string, std::less<>>;

void add_id(Ids& ids, std::string_view id) {
    id = trimmed(id);
    if (id.size() >= kShortestId && id.size() <= 40 && ids.size() < kMostIds &&
        std::any_of(id.begin(), id.end(), is_digit))
        ids.emplace(id);
}

Ids ids_of_address(std::string_view url) {
    Ids ids;
    url = url.substr(0, url.find('#'));
    const auto query = url.find('?');
    if (query == std::string_view::npos) return ids;
    for (const std::string_view pair : split(url.substr(query + 1), '&'))
        if (const auto equals = pair.find('='); equals != std::string_view::npos) add_id(ids, pair.substr(equals + 1));
    return ids;
}

Ids ids_of_forms(const Tree& tree, const Layout& layout) {
    Ids ids;
    for (NodeId id = 0; id < tree.size(); ++id) {
        const Node& node = tree[id];
        if (node.is_text || !node.attribute_count || layout.is_in(id, kRelated | kCart | kUnseen)) continue;
        const bool picked =
            (node.tag == Tag::option && tree.has_attribute(id, "selected")) ||
            (node.tag == Tag::input && (tree.attribute(id, "type") == "hidden" || tree.has_attribute(id, "checked")));
        if (picked) add_id(ids, tree.attribute(id, "value"));
    }
    return ids;
}

std::string_view scalar_of(const Value& object, std::string_view name) {
    const Value* value = object.find(name);
    return value ? value->scalar() : std::string_view();
}

// A list of variants, and what tells the unit of its prices.
struct Variants {
    const Value* list = nullptr;
    bool minor_units = false;  // 11990 is 119.90
};

std::vector<Variants> lists_of_variants(const std::vector<const Value*>& roots) {
    std::vector<Variants> lists;
    std::vector<const Value*> open = roots;
    for (std::size_t seen = 0; !open.empty() && seen < kMostValues; ++seen) {
        const Value& value = *open.back();
        open.pop_back();
        if (const Value* list = value.find("variants"); list && list->is_array())
            lists.push_back({list, is_shopify(value)});
        if (value.is_array() && !value.items.empty() && value.items[0].find("variation_id"))
            lists.push_back({&value, false});
        for (const Value& inner : value.items)
            if (inner.is_object() || inner.is_array()) open.push_back(&inner);
    }
    return lists;
}

bool is_one_of(const Value& variant, const Ids& ids) {
    for (const char* name : {"id", "variation_id", "variant_id", "variantId", "skuId", "sku"})
        if (const auto id = scalar_of(variant, name); !id.empty() && ids.contains(id)) return true;
    return false;
}

Facts read_variant(const Value& variant, bool minor_units, const PriceContext& context) {
    Facts facts;
    facts.syntax = Syntax::state;
    facts.sku = scalar_of(variant, "sku");
    const std::string_view price = scalar_of(variant, minor_units ? "price" : "display_price");
    if (!price.empty()) {
        facts.price_text = price;
        facts.amount = minor_units && price.find('.') == std::string_view::npos
                           ? from_minor_units(std::string(price))
                           : read_price_value(price, context).amount;
    }
    for (const char* name : {"available", "is_in_stock", "inStock", "in_stock"})
        if (const Value* flag = variant.find(name);
            flag && flag->kind == Value::Kind::boolean && facts.availability.empty())
            facts.availability = flag->text == "true" ? "InStock" : "OutOfStock";
    return facts;
}

// The only member of the lists with one of the ids. The same variant may be listed twice, once without its price.
std::optional<Facts> only_variant(const std::vector<Variants>& lists, const Ids& ids, const PriceContext& context) {
    std::optional<Facts> found;
    for (const auto& [list, minor_units] : lists)
        for (const Value& variant : list->items) {
            if (!is_one_of(variant, ids)) continue;
            Facts facts = read_variant(variant, minor_units, context);
            if (!found)
                found = std::move(facts);
            else if (found->sku != facts.sku)
                return std::nullopt;
            else
                prefer(*found, facts);
        }
    return found;
}

}  // namespace

std::optional<Facts> chosen_variant(const Tree& tree, const Layout& layout, const StructuredData& data,
                                    std::string_view url, const PriceContext& context) {
    std::vector<Item> in_attributes;
    for (NodeId id = 0; id < tree.size(); ++id)
        if (tree[id].attribute_count && !layout.is_in(id, kRelated))
            if (const auto json = tree.attribute(id, "data-product_variations"); json.size() > 2)
                read_state(json, in_attributes);
    std::vector<const Value*> roots;
    for (const Item& item : data.items)
        if (item.syntax == Syntax::state) roots.push_back(&item.value);
    for (const Item& item : in_attributes) roots.push_back(&item.value);
    const std::vector<Variants> lists = lists_of_variants(roots);
    if (lists.empty()) return std::nullopt;
    if (auto variant = only_variant(lists, ids_of_address(url), context)) return variant;
    return only_variant(lists, ids_of_forms(tree, layout), context);
}

void prefer(Facts& main, const Facts& variant) {
    if (!variant.amount.empty()) {
        main.amount = variant.amount;
        main.lowest = false;
        main.price_text = variant.price_text;
    }
    if (!variant.sku.empty()) main.sku = variant.sku;
    if (!variant.availability.empty()) main.availability = variant.availability;
}

}  // namespace crawler
