// What structured data says about the thing on offer, in one flat shape.
//
// read_facts() finds every product-like item (Product and its kin, a bare Offer, posts and articles as a weaker kind)
// wherever it stands in the page's data, but for what is declared related to another. choose_main() tells which of
// them the page is about. Pure functions; bounded by the limits of structured.h.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "crawler/extract/price.h"
#include "crawler/extract/structured.h"

namespace crawler {

struct Facts {
    enum class Kind : unsigned char { product, post, page };

    Kind kind = Kind::product;
    Syntax syntax = Syntax::json_ld;
    NodeId node = kNoNode;

    std::string title, description, url;
    std::string price_text, amount, currency;
    bool lowest = false;       // `amount` is that of the cheapest variant or seller
    std::string availability;  // schema.org name: "InStock"
    std::string sku, mpn, gtin, id;
    std::string brand, condition, seller, location, published;
    std::vector<std::string> images;
    std::vector<std::string> category;  // path, outermost first
    std::vector<std::string> tags;
    std::vector<std::pair<std::string, std::string>> attributes;  // name, value
    std::size_t offers = 0;                                       // how many prices it names
};

struct StructuredFacts {
    std::vector<Facts> products;  // in page order, JSON-LD first
    std::vector<Facts> posts;
    Facts page;                            // OpenGraph, product: tags and plain meta tags
    std::vector<std::string> breadcrumbs;  // of BreadcrumbList, outermost first
    bool is_list = false;                  // an ItemList, SearchResultsPage or CollectionPage says so
    std::string language;
};

StructuredFacts read_facts(const StructuredData& data, const PriceContext& context);

// Index into `products` of the one the page is about: by name against the page's headings and title, by address, by
// completeness. -1: none, or a list of equals.
int choose_main(const std::vector<Facts>& products, std::string_view heading, std::string_view title,
                std::string_view url);

// Fills what `into` lacks.
void complete(Facts& into, const Facts& from);

}  // namespace crawler
