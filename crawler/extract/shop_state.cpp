#include "crawler/extract/shop_state.h"

#include <algorithm>

#include "crawler/extract/availability.h"
#include "crawler/extract/plain_text.h"

namespace crawler {
namespace {

constexpr std::size_t kMaxProducts = 50;
constexpr std::size_t kMaxValues = 100'000;

std::string first_text(const Value& object, std::initializer_list<const char*> names) {
    for (const char* name : names)
        if (const Value* value = object.find(name); value && !value->scalar().empty())
            return plain_text(value->scalar());
    return {};
}

Facts read_product(const Value& object, const PriceContext& context) {
    Facts facts;
    facts.syntax = Syntax::state;
    facts.title = first_text(object, {"name", "title", "productName", "product_name"});
    facts.description = first_text(object, {"description", "body_html", "shortDescription", "content"});
    facts.sku = first_text(object, {"sku", "productSku", "skuId"});
    facts.gtin = first_text(object, {"ean", "gtin", "barcode"});
    facts.brand = first_text(object, {"vendor", "brand"});
    const Value* source = &object;
    if (const Value* variants = object.find("variants"); variants && variants->is_array() && !variants->items.empty()) {
        const Value& first = variants->items[0];
        if (facts.sku.empty() && variants->items.size() == 1) facts.sku = first_text(first, {"sku"});
        if (!object.find("price")) source = &first;
        bool any = false, known = false;
        for (const Value& variant : variants->items)
            if (const Value* available = variant.find("available")) {
                known = true;
                any = any || available->text == "true";
            }
        if (known) facts.availability = any ? "InStock" : "OutOfStock";
    }
    const Value* price = source->find("price");
    for (const char* name : {"salePrice", "sale_price", "currentPrice", "finalPrice", "priceValue"})
        if (!price) price = source->find(name);
    if (price && price->is_object()) {
        facts.currency = currency_code(first_text(*price, {"currency", "currencyCode", "currencyIso"}), context);
        for (const char* name : {"value", "amount", "current", "sale", "min"})
            if (const Value* inner = price->find(name); inner && !inner->scalar().empty()) {
                price = inner;
                break;
            }
    }
    if (price && !price->scalar().empty()) {
        facts.price_text = price->scalar();
        const bool minor =
            is_shopify(object) && price->kind == Value::Kind::number && price->text.find('.') == std::string::npos;
        facts.amount = minor ? from_minor_units(price->text) : read_price_value(price->scalar(), context).amount;
        if (!facts.amount.empty()) facts.offers = 1;
    }
    if (facts.currency.empty())
        facts.currency = currency_code(first_text(object, {"currency", "priceCurrency", "currencyCode"}), context);
    if (facts.availability.empty()) {
        facts.availability =
            availability_name(first_text(object, {"availability", "stockStatus", "availabilityStatus"}));
        for (const char* name : {"inStock", "isInStock", "available", "in_stock"})
            if (const Value* flag = object.find(name);
                flag && flag->kind == Value::Kind::boolean && facts.availability.empty())
                facts.availability = flag->text == "true" ? "InStock" : "OutOfStock";
    }
    return facts;
}

}  // namespace

bool is_shopify(const Value& object) {
    return object.find("handle") && object.find("variants") && object.find("title");
}

std::string from_minor_units(std::string digits) {
    while (digits.size() < 3) digits.insert(0, "0");
    return digits.substr(0, digits.size() - 2) + "." + digits.substr(digits.size() - 2);
}

std::vector<Facts> read_shop_state(const StructuredData& data, const PriceContext& context) {
    std::vector<Facts> products;
    std::size_t looked_at = 0;
    for (const Item& item : data.items) {
        if (item.syntax != Syntax::state) continue;
        std::vector<const Value*> open{&item.value};
        while (!open.empty() && looked_at < kMaxValues && products.size() < kMaxProducts) {
            const Value& value = *open.back();
            open.pop_back();
            ++looked_at;
            if (value.is_object()) {
                const bool named = value.find("name") || value.find("title") || value.find("productName");
                const bool priced = value.find("price") || value.find("variants") || value.find("salePrice") ||
                                    value.find("currentPrice") || value.find("sku");
                if (named && priced) {
                    Facts facts = read_product(value, context);
                    if (!facts.title.empty() && (!facts.amount.empty() || !facts.sku.empty()))
                        products.push_back(std::move(facts));
                }
            }
            for (auto inner = value.items.rbegin(); inner != value.items.rend(); ++inner)
                if (inner->is_object() || inner->is_array()) open.push_back(&*inner);
        }
    }
    return products;
}

}  // namespace crawler
