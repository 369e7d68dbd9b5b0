#include "crawler/extract/page_tags.h"

#include <algorithm>

#include "crawler/extract/availability.h"
#include "crawler/extract/plain_text.h"
#include "crawler/extract/text.h"

namespace crawler {

void read_page_tags(const StructuredData& data, const PriceContext& market, StructuredFacts& facts) {
    Facts& page = facts.page;
    page.kind = Facts::Kind::page;
    page.syntax = Syntax::opengraph;
    const auto meta = [&](std::initializer_list<std::string_view> names) {
        for (std::string_view name : names)
            if (const auto content = data.meta_content(name); !content.empty()) return plain_text(content);
        return std::string();
    };
    page.title = meta({"og:title", "twitter:title", "dc.title", "title"});
    page.description = meta({"og:description", "description", "twitter:description"});
    page.url = meta({"og:url"});
    const std::string currency =
        meta({"product:price:currency", "og:price:currency", "product:sale_price:currency", "og:currency"});
    std::string amount = meta({"product:sale_price:amount", "product:price:amount", "og:price:amount", "product:price",
                               "og:price", "twitter:price"});
    if (amount.empty()) {
        const std::string label = ascii_lowered(meta({"twitter:label1"}));
        if (label == "price" || label == "prix" || label == "preis" || label == "precio" || label == "prijs")
            amount = meta({"twitter:data1"});
    }
    PriceContext context = market;
    const std::string code = currency_code(currency, market);
    if (!code.empty()) context.currency = code;
    const FoundPrice found = read_price_value(amount, context);
    page.price_text = amount;
    page.amount = found.amount;
    page.currency = !code.empty() ? code : found.currency;
    page.availability = availability_name(meta({"product:availability", "og:availability"}));
    page.sku = meta({"product:retailer_item_id", "product:retailer_part_no", "product:sku"});
    page.mpn = meta({"product:mfr_part_no"});
    page.gtin = meta({"product:ean", "product:upc", "product:isbn", "product:gtin"});
    page.brand = meta({"product:brand", "og:brand"});
    page.condition = meta({"product:condition", "og:condition"});
    page.published = meta({"article:published_time", "date", "dc.date", "dcterms.created", "pubdate"});
    page.seller = meta({"article:author", "author"});
    page.location = meta({"og:locality", "geo.placename", "og:street-address"});
    for (const auto& [name, content] : data.meta)
        if ((name == "og:image" || name == "og:image:secure_url" || name == "twitter:image") && !content.empty() &&
            std::find(page.images.begin(), page.images.end(), content) == page.images.end() && page.images.size() < 50)
            page.images.push_back(content);
    for (std::string_view word : split(data.meta_content("keywords"), ','))
        if (!trimmed(word).empty() && page.tags.size() < 50) page.tags.emplace_back(trimmed(word));
    if (const auto category = meta({"product:category", "article:section"}); !category.empty())
        page.category.push_back(category);
    facts.language = meta({"og:locale", "language", "dc.language"});
}

}  // namespace crawler
