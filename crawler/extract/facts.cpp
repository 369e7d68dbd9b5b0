#include "crawler/extract/facts.h"

#include <algorithm>

#include "crawler/extract/availability.h"
#include "crawler/extract/item_graph.h"
#include "crawler/extract/offer_choice.h"
#include "crawler/extract/page_tags.h"
#include "crawler/extract/plain_text.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

bool is_product(const Value& item) {
    return has_type(item, {"Product", "IndividualProduct", "ProductModel", "SomeProducts", "ProductGroup", "Vehicle",
                           "Car", "Motorcycle", "ClassifiedAd", "Service", "product"});
}

bool is_offer(const Value& item) {
    return has_type(item, {"Offer", "AggregateOffer", "OfferForPurchase", "OfferForLease", "Demand"});
}

bool is_post(const Value& item) {
    return has_type(item, {"Article", "NewsArticle", "BlogPosting", "SocialMediaPosting", "DiscussionForumPosting",
                           "Posting", "Question", "QAPage", "VideoObject", "TechArticle", "Report", "Recipe"});
}

class FactsReader {
  public:
    FactsReader(const StructuredData& data, const PriceContext& context) : data_(data), context_(context) {}

    StructuredFacts read() {
        for (const Item& item : data_.items)
            if (item.syntax == Syntax::json_ld || item.syntax == Syntax::rdfa) graph_.add(item.value);
        for (const Item& item : data_.items) {
            if (item.syntax == Syntax::opengraph || item.syntax == Syntax::state) continue;
            visit(item);
        }
        read_page_tags(data_, context_, facts_);
        return std::move(facts_);
    }

  private:
    static bool leads_elsewhere(std::string_view key) {
        return is_one_of(local_name(key), {"isRelatedTo",
                                           "isSimilarTo",
                                           "isAccessoryOrSparePartFor",
                                           "isConsumableFor",
                                           "review",
                                           "reviews",
                                           "itemReviewed",
                                           "mentions",
                                           "citation",
                                           "hasVariant",
                                           "isVariantOf",
                                           "model",
                                           "recommendation",
                                           "comment",
                                           "suggestedAnswer",
                                           "makesOffer",
                                           "hasOfferCatalog",
                                           "relatedLink",
                                           "aggregateRating",
                                           "brand",
                                           "author",
                                           "publisher",
                                           "about"});
    }

    void visit(const Item& item) {
        struct Open {
            const Value* value;
            bool in_list;
        };
        std::vector<Open> open{{&item.value, false}};
        while (!open.empty()) {
            const auto [value, in_list] = open.back();
            open.pop_back();
            bool list = in_list;
            if (value->is_object()) {
                if (has_type(*value, {"BreadcrumbList", "Breadcrumb"})) {
                    read_breadcrumbs(*value);
                    continue;
                }
                if (has_type(*value, {"ItemList", "SearchResultsPage", "CollectionPage", "OfferCatalog"})) {
                    facts_.is_list = facts_.is_list || !has_type(*value, {"CollectionPage"});
                    list = true;
                }
                if (is_product(*value)) {
                    add(read_product(*value), item);
                    continue;
                }
                if (is_offer(*value)) {
                    Facts facts;
                    if (const Value* offered = property(*value, "itemOffered"))
                        facts = read_product(graph_.resolved(*offered));
                    else
                        facts = read_product(*value);
                    read_offer(*value, facts);
                    if (!facts.title.empty() || facts.offers > 0) add(std::move(facts), item);
                    continue;
                }
                if (is_post(*value)) {
                    Facts post = read_post(*value);
                    post.syntax = item.syntax;
                    post.node = item.node;
                    facts_.posts.push_back(std::move(post));
                    continue;
                }
            }
            for (std::size_t i = value->items.size(); i-- > 0;) {  // the stack turns the order round
                const Value& inner = value->items[i];
                if (!inner.is_object() && !inner.is_array()) continue;
                if (value->is_object() && leads_elsewhere(value->keys[i])) continue;
                open.push_back({&inner, list});
            }
        }
    }

    void add(Facts facts, const Item& item) {
        facts.syntax = item.syntax;
        facts.node = item.node;
        if (facts_.products.size() < kMaxItems) facts_.products.push_back(std::move(facts));
    }

    void read_breadcrumbs(const Value& list) {
        std::vector<std::pair<double, std::string>> crumbs;
        const Value* elements = property(list, "itemListElement");
        if (!elements) return;
        const auto one = [&](const Value& element) {
            std::string name = graph_.text_of(property(element, "name"));
            if (name.empty())
                if (const Value* item = property(element, "item"))
                    name = graph_.text_of(property(graph_.resolved(*item), "name"));
            double position = static_cast<double>(crumbs.size());
            if (const Value* at = property(element, "position"); at && !at->scalar().empty())
                position = std::atof(std::string(at->scalar()).c_str());
            if (!name.empty() && crumbs.size() < 20) crumbs.emplace_back(position, std::move(name));
        };
        if (elements->is_array())
            for (const Value& element : elements->items) one(element);
        else
            one(*elements);
        std::stable_sort(crumbs.begin(), crumbs.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        if (crumbs.size() <= facts_.breadcrumbs.size()) return;
        facts_.breadcrumbs.clear();
        for (auto& [position, name] : crumbs) facts_.breadcrumbs.push_back(std::move(name));
    }

    Facts read_product(const Value& item) {
        Facts facts;
        facts.title = graph_.text_of(property(item, "name"));
        facts.description = graph_.text_of(property(item, "description"));
        facts.url = graph_.text_of(property(item, "url"), "@id");
        facts.sku = graph_.text_of(property(item, "sku"));
        facts.mpn = graph_.text_of(property(item, "mpn"));
        facts.id = graph_.text_of(property(item, "productID"));
        for (const char* name : {"gtin13", "gtin", "gtin12", "gtin14", "gtin8", "ean", "isbn", "upc"})
            if (facts.gtin.empty()) facts.gtin = graph_.text_of(property(item, name));
        for (const char* name : {"brand", "manufacturer"})
            if (facts.brand.empty()) facts.brand = graph_.text_of(property(item, name));
        facts.condition = std::string(local_name(graph_.text_of(property(item, "itemCondition"))));
        for (const char* name : {"image", "photo", "images"}) read_images(property(item, name), facts);
        read_category(property(item, "category"), facts);
        for (const char* name : {"datePosted", "datePublished", "releaseDate", "uploadDate"})
            if (facts.published.empty()) facts.published = graph_.text_of(property(item, name));
        for (const char* name : {"material", "color", "size", "weight", "width", "height", "depth", "pattern",
                                 "countryOfOrigin", "model", "category"})
            if (std::string text =
                    graph_.text_of(property(item, name), std::string_view(name) == "model" ? "name" : "value");
                !text.empty() && text.size() < 300)
                facts.attributes.emplace_back(name, std::move(text));
        read_additional(property(item, "additionalProperty"), facts);
        for (const char* name : {"seller", "offeredBy", "provider", "vendor"})
            if (facts.seller.empty()) facts.seller = graph_.text_of(property(item, name));
        read_location(item, facts);
        if (const Value* keywords = property(item, "keywords"))
            for (const std::string text = graph_.text_of(keywords); const std::string_view word : split(text, ','))
                if (!trimmed(word).empty() && facts.tags.size() < 50) facts.tags.emplace_back(trimmed(word));
        for (const char* name : {"offers", "offerDetails", "offer"})
            if (const Value* offers = property(item, name)) read_offers(*offers, facts);
        if (facts.offers == 0) read_offer(item, facts);  // price straight on the product
        if (facts.offers == 0)
            if (const Value* variants = property(item, "hasVariant"); variants) {
                const Value& first = variants->is_array() && !variants->items.empty() ? variants->items[0] : *variants;
                if (const Value* offers = property(graph_.resolved(first), "offers")) read_offers(*offers, facts);
                if (facts.sku.empty()) facts.sku = graph_.text_of(property(graph_.resolved(first), "sku"));
            }
        return facts;
    }

    void read_offers(const Value& offers, Facts& facts, int depth = 0) {
        if (!offers.is_array()) {
            read_offer(graph_.resolved(offers), facts, depth);
            return;
        }
        const ChosenOffer chosen = choose_offer(graph_, offers);
        if (chosen.offer) read_offer(*chosen.offer, facts, depth);
        facts.offers = std::max(facts.offers, chosen.priced);
    }

    void read_offer(const Value& offer, Facts& facts, int depth = 0) {
        const Value* price = lowest_price(graph_, property(offer, "price"), context_);
        if (const Value* inner = property(offer, "offers");
            !price && inner && depth == 0 && mixes_conditions(graph_, *inner))
            read_offers(*inner, facts, depth + 1);
        const bool lowest =
            !price && graph_.text_of(property(offer, "lowPrice")) != graph_.text_of(property(offer, "highPrice"));
        if (!price) price = property(offer, "lowPrice");
        const Value* specification = property(offer, "priceSpecification");
        std::string text = graph_.text_of(price, "price");
        std::string currency = graph_.text_of(property(offer, "priceCurrency"));
        if (currency.empty()) currency = graph_.text_of(property(offer, "currency"));
        if (specification) {
            const Value* const one = asked_specification(graph_, graph_.resolved(*specification));
            if (one) {
                if (text.empty()) text = graph_.text_of(property(*one, "price"));
                if (text.empty()) text = graph_.text_of(property(*one, "minPrice"));
                if (currency.empty()) currency = graph_.text_of(property(*one, "priceCurrency"));
            }
        }
        // An aggregate may hold its offers inside.
        if (text.empty() && depth < 3)
            if (const Value* inner = property(offer, "offers")) {
                const Value& one = inner->is_array() && !inner->items.empty() ? inner->items[0] : *inner;
                read_offer(graph_.resolved(one), facts, depth + 1);
            }
        if (!text.empty() && facts.amount.empty()) {
            PriceContext context = context_;
            const std::string code = currency_code(currency, context_);
            if (!code.empty()) context.currency = code;
            const FoundPrice found = read_price_value(text, context);
            facts.price_text = text;
            facts.amount = found.amount;
            facts.lowest = lowest;
            facts.currency = !code.empty() ? code : found.currency;
            ++facts.offers;
        }
        if (facts.availability.empty())
            facts.availability = availability_name(graph_.text_of(property(offer, "availability")));
        if (facts.sku.empty()) facts.sku = graph_.text_of(property(offer, "sku"));
        if (facts.mpn.empty()) facts.mpn = graph_.text_of(property(offer, "mpn"));
        if (facts.gtin.empty()) facts.gtin = graph_.text_of(property(offer, "gtin13"));
        if (facts.condition.empty())
            facts.condition = std::string(local_name(graph_.text_of(property(offer, "itemCondition"))));
        for (const char* name : {"seller", "offeredBy"})
            if (facts.seller.empty()) facts.seller = graph_.text_of(property(offer, name));
        if (facts.published.empty()) facts.published = graph_.text_of(property(offer, "validFrom"));
        for (const char* name : {"availableAtOrFrom", "areaServed", "seller"})
            if (const Value* place = property(offer, name); place && facts.location.empty())
                read_location(graph_.resolved(*place), facts);
    }

    void read_location(const Value& item, Facts& facts) const {
        if (!facts.location.empty() || !item.is_object()) return;
        const Value* place = nullptr;
        for (const char* name : {"address", "location", "itemLocation", "contentLocation", "locationCreated"})
            if (!place) place = property(item, name);
        if (!place) return;
        const Value* one = &graph_.resolved(*place);
        if (one->is_array() && !one->items.empty()) one = &graph_.resolved(one->items[0]);
        if (const Value* inner = property(*one, "address")) one = &graph_.resolved(*inner);
        if (!one->scalar().empty()) {
            facts.location = plain_text(one->scalar());
            return;
        }
        for (const char* name : {"streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry"}) {
            const std::string part = graph_.text_of(property(*one, name));
            if (part.empty()) continue;
            if (!facts.location.empty()) facts.location += ", ";
            facts.location += part;
        }
        if (facts.location.empty()) facts.location = graph_.text_of(property(*one, "name"));
    }

    void read_images(const Value* value, Facts& facts) const {
        if (!value) return;
        const auto one = [&](const Value& image) {
            std::string url(image.scalar());
            if (url.empty())
                for (const char* name : {"contentUrl", "url", "@id", "image"})
                    if (url.empty())
                        if (const Value* inner = property(image, name)) url = std::string(inner->scalar());
            if (!url.empty() && facts.images.size() < 100) facts.images.push_back(std::move(url));
        };
        if (value->is_array())
            for (const Value& image : value->items) one(image);
        else
            one(*value);
    }

    void read_category(const Value* value, Facts& facts) const {
        if (!value) return;
        const auto one = [&](const Value& each) {
            const std::string text = graph_.text_of(&each);
            std::size_t begin = 0;
            for (std::size_t at = 0; at <= text.size(); ++at) {
                const bool end = at == text.size();
                if (!end && text[at] != '>' && text.compare(at, 3, "\xE2\x80\xBA") != 0 &&
                    !(text[at] == '/' && at > 0 && text[at - 1] == ' '))
                    continue;
                const std::string_view part = trimmed(std::string_view(text).substr(begin, at - begin));
                if (!part.empty() && part.find("http") != 0 && facts.category.size() < 20)
                    facts.category.emplace_back(part);
                begin = end ? at : at + (text[at] == '\xE2' ? 3 : 1);
            }
        };
        if (value->is_array())
            for (const Value& each : value->items) one(each);
        else
            one(*value);
    }

    void read_additional(const Value* value, Facts& facts) const {
        if (!value) return;
        const auto one = [&](const Value& each) {
            std::string name = graph_.text_of(property(each, "name"));
            std::string text = graph_.text_of(property(each, "value"));
            if (!name.empty() && !text.empty() && facts.attributes.size() < 200)
                facts.attributes.emplace_back(std::move(name), std::move(text));
        };
        if (value->is_array())
            for (const Value& each : value->items) one(each);
        else
            one(*value);
    }

    Facts read_post(const Value& item) {
        Facts facts;
        facts.kind = Facts::Kind::post;
        for (const char* name : {"headline", "name"})
            if (facts.title.empty()) facts.title = graph_.text_of(property(item, name));
        for (const char* name : {"articleBody", "text", "description"})
            if (facts.description.empty()) facts.description = graph_.text_of(property(item, name));
        facts.url = graph_.text_of(property(item, "url"), "@id");
        facts.seller = graph_.text_of(property(item, "author"));
        for (const char* name : {"datePublished", "dateCreated", "uploadDate"})
            if (facts.published.empty()) facts.published = graph_.text_of(property(item, name));
        read_images(property(item, "image"), facts);
        return facts;
    }

    const StructuredData& data_;
    const PriceContext& context_;
    ItemGraph graph_;
    StructuredFacts facts_;
};

}  // namespace

StructuredFacts read_facts(const StructuredData& data, const PriceContext& context) {
    return FactsReader(data, context).read();
}

}  // namespace crawler
