#include "crawler/extract/facts.h"

#include <algorithm>
#include <unordered_map>

#include "crawler/extract/availability.h"
#include "crawler/extract/entities.h"
#include "crawler/extract/plain_text.h"
#include "crawler/extract/text.h"

namespace crawler {
namespace {

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

// Properties are looked up by local name, so that microdata's, RDFa's and JSON-LD's spellings agree.
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
            if (item.syntax == Syntax::json_ld || item.syntax == Syntax::rdfa) collect_ids(item.value);
        for (const Item& item : data_.items) {
            if (item.syntax == Syntax::opengraph || item.syntax == Syntax::state) continue;
            visit(item);
        }
        read_page_tags();
        return std::move(facts_);
    }

  private:
    // Text of a value: itself, its @value or name, the first of several.
    std::string text_of(const Value* value, std::string_view inner = "name") const {
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

    // {"@id": "#x"} -> the item of that id.
    const Value& resolved(const Value& value) const {
        if (!value.is_object() || value.items.size() != 1) return value;
        const Value* id = value.find("@id");
        if (!id) return value;
        const auto hit = by_id_.find(id->text);
        return hit == by_id_.end() ? value : *hit->second;
    }

    void collect_ids(const Value& value) {
        std::vector<const Value*> open{&value};
        while (!open.empty()) {
            const Value& each = *open.back();
            open.pop_back();
            if (const Value* id = each.find("@id"); id && each.items.size() > 1) by_id_.emplace(id->text, &each);
            for (const Value& inner : each.items)
                if (inner.is_object() || inner.is_array()) open.push_back(&inner);
        }
    }

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
                        facts = read_product(resolved(*offered));
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
        // JSON-LD and microdata often say the same thing twice; a nameless bare offer is of no use alone.
        if (facts_.products.size() < kMaxItems) facts_.products.push_back(std::move(facts));
    }

    void read_breadcrumbs(const Value& list) {
        std::vector<std::pair<double, std::string>> crumbs;
        const Value* elements = property(list, "itemListElement");
        if (!elements) return;
        const auto one = [&](const Value& element) {
            std::string name = text_of(property(element, "name"));
            if (name.empty())
                if (const Value* item = property(element, "item")) name = text_of(property(resolved(*item), "name"));
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
        facts.title = text_of(property(item, "name"));
        facts.description = text_of(property(item, "description"));
        facts.url = text_of(property(item, "url"), "@id");
        facts.sku = text_of(property(item, "sku"));
        facts.mpn = text_of(property(item, "mpn"));
        facts.id = text_of(property(item, "productID"));
        for (const char* name : {"gtin13", "gtin", "gtin12", "gtin14", "gtin8", "ean", "isbn", "upc"})
            if (facts.gtin.empty()) facts.gtin = text_of(property(item, name));
        for (const char* name : {"brand", "manufacturer"})
            if (facts.brand.empty()) facts.brand = text_of(property(item, name));
        facts.condition = std::string(local_name(text_of(property(item, "itemCondition"))));
        for (const char* name : {"image", "photo", "images"}) read_images(property(item, name), facts);
        read_category(property(item, "category"), facts);
        for (const char* name : {"datePosted", "datePublished", "releaseDate", "uploadDate"})
            if (facts.published.empty()) facts.published = text_of(property(item, name));
        for (const char* name : {"material", "color", "size", "weight", "width", "height", "depth", "pattern",
                                 "countryOfOrigin", "model", "category"})
            if (std::string text = text_of(property(item, name), std::string_view(name) == "model" ? "name" : "value");
                !text.empty() && text.size() < 300)
                facts.attributes.emplace_back(name, std::move(text));
        read_additional(property(item, "additionalProperty"), facts);
        for (const char* name : {"seller", "offeredBy", "provider", "vendor"})
            if (facts.seller.empty()) facts.seller = text_of(property(item, name));
        read_location(item, facts);
        if (const Value* keywords = property(item, "keywords"))
            for (std::string_view word : split(text_of(keywords), ','))
                if (!trimmed(word).empty() && facts.tags.size() < 50) facts.tags.emplace_back(trimmed(word));
        for (const char* name : {"offers", "offerDetails", "offer"})
            if (const Value* offers = property(item, name)) read_offers(*offers, facts);
        if (facts.offers == 0) read_offer(item, facts);  // price straight on the product
        if (facts.offers == 0)
            if (const Value* variants = property(item, "hasVariant"); variants) {
                const Value& first = variants->is_array() && !variants->items.empty() ? variants->items[0] : *variants;
                if (const Value* offers = property(resolved(first), "offers")) read_offers(*offers, facts);
                if (facts.sku.empty()) facts.sku = text_of(property(resolved(first), "sku"));
            }
        return facts;
    }

    void read_offers(const Value& offers, Facts& facts) {
        if (!offers.is_array()) {
            read_offer(resolved(offers), facts);
            return;
        }
        // Several offers are variants or sellers: the first in stock, else the first.
        const Value* chosen = nullptr;
        std::size_t priced = 0;
        for (const Value& each : offers.items) {
            const Value& offer = resolved(each);
            if (!property(offer, "price") && !property(offer, "lowPrice") && !property(offer, "priceSpecification"))
                continue;
            ++priced;
            if (!chosen) chosen = &offer;
            const std::string state = availability_name(text_of(property(offer, "availability")));
            if (state == "InStock" && availability_name(text_of(property(*chosen, "availability"))) != "InStock")
                chosen = &offer;
        }
        if (!chosen && !offers.items.empty()) chosen = &resolved(offers.items[0]);
        if (chosen) read_offer(*chosen, facts);
        facts.offers = std::max(facts.offers, priced);
    }

    void read_offer(const Value& offer, Facts& facts, int depth = 0) {
        const Value* price = property(offer, "price");
        if (!price) price = property(offer, "lowPrice");
        const Value* specification = property(offer, "priceSpecification");
        std::string text = text_of(price, "price");
        std::string currency = text_of(property(offer, "priceCurrency"));
        if (currency.empty()) currency = text_of(property(offer, "currency"));
        if (specification) {
            const Value* one = &resolved(*specification);
            if (one->is_array()) {
                const Value* chosen = nullptr;
                for (const Value& each : one->items) {
                    // The struck or recommended price is one of them, by its type.
                    const std::string type = text_of(property(each, "priceType"));
                    const bool struck = contains_ignoring_case(type, "list") || contains_ignoring_case(type, "srp") ||
                                        contains_ignoring_case(type, "msrp") || contains_ignoring_case(type, "strike");
                    if (property(each, "price") && (!chosen || !struck) && !(chosen && struck)) {
                        if (!chosen || !property(*chosen, "validFrom")) chosen = &each;
                    }
                }
                one = chosen;
            }
            if (one) {
                if (text.empty()) text = text_of(property(*one, "price"));
                if (text.empty()) text = text_of(property(*one, "minPrice"));
                if (currency.empty()) currency = text_of(property(*one, "priceCurrency"));
            }
        }
        // An aggregate may hold its offers inside.
        if (text.empty() && depth < 3)
            if (const Value* inner = property(offer, "offers")) {
                const Value& one = inner->is_array() && !inner->items.empty() ? inner->items[0] : *inner;
                read_offer(resolved(one), facts, depth + 1);
            }
        if (!text.empty() && facts.amount.empty()) {
            PriceContext context = context_;
            const std::string code = currency_code(currency, context_);
            if (!code.empty()) context.currency = code;
            const FoundPrice found = read_price_value(text, context);
            facts.price_text = text;
            facts.amount = found.amount;
            facts.currency = !code.empty() ? code : found.currency;
            ++facts.offers;
        }
        if (facts.availability.empty())
            facts.availability = availability_name(text_of(property(offer, "availability")));
        if (facts.sku.empty()) facts.sku = text_of(property(offer, "sku"));
        if (facts.mpn.empty()) facts.mpn = text_of(property(offer, "mpn"));
        if (facts.gtin.empty()) facts.gtin = text_of(property(offer, "gtin13"));
        if (facts.condition.empty())
            facts.condition = std::string(local_name(text_of(property(offer, "itemCondition"))));
        for (const char* name : {"seller", "offeredBy"})
            if (facts.seller.empty()) facts.seller = text_of(property(offer, name));
        if (facts.published.empty()) facts.published = text_of(property(offer, "validFrom"));
        for (const char* name : {"availableAtOrFrom", "areaServed", "seller"})
            if (const Value* place = property(offer, name); place && facts.location.empty())
                read_location(resolved(*place), facts);
    }

    void read_location(const Value& item, Facts& facts) const {
        if (!facts.location.empty() || !item.is_object()) return;
        const Value* place = nullptr;
        for (const char* name : {"address", "location", "itemLocation", "contentLocation", "locationCreated"})
            if (!place) place = property(item, name);
        if (!place) return;
        const Value* one = &resolved(*place);
        if (one->is_array() && !one->items.empty()) one = &resolved(one->items[0]);
        if (const Value* inner = property(*one, "address")) one = &resolved(*inner);
        if (!one->scalar().empty()) {
            facts.location = plain_text(one->scalar());
            return;
        }
        for (const char* name : {"streetAddress", "postalCode", "addressLocality", "addressRegion", "addressCountry"}) {
            const std::string part = text_of(property(*one, name));
            if (part.empty()) continue;
            if (!facts.location.empty()) facts.location += ", ";
            facts.location += part;
        }
        if (facts.location.empty()) facts.location = text_of(property(*one, "name"));
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
            const std::string text = text_of(&each);
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
            std::string name = text_of(property(each, "name"));
            std::string text = text_of(property(each, "value"));
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
            if (facts.title.empty()) facts.title = text_of(property(item, name));
        for (const char* name : {"articleBody", "text", "description"})
            if (facts.description.empty()) facts.description = text_of(property(item, name));
        facts.url = text_of(property(item, "url"), "@id");
        facts.seller = text_of(property(item, "author"));
        for (const char* name : {"datePublished", "dateCreated", "uploadDate"})
            if (facts.published.empty()) facts.published = text_of(property(item, name));
        read_images(property(item, "image"), facts);
        return facts;
    }

    void read_page_tags() {
        Facts& page = facts_.page;
        page.kind = Facts::Kind::page;
        page.syntax = Syntax::opengraph;
        const auto meta = [&](std::initializer_list<std::string_view> names) {
            for (std::string_view name : names)
                if (const auto content = data_.meta_content(name); !content.empty()) return plain_text(content);
            return std::string();
        };
        page.title = meta({"og:title", "twitter:title", "dc.title", "title"});
        page.description = meta({"og:description", "description", "twitter:description"});
        page.url = meta({"og:url"});
        const std::string currency =
            meta({"product:price:currency", "og:price:currency", "product:sale_price:currency", "og:currency"});
        std::string amount = meta({"product:sale_price:amount", "product:price:amount", "og:price:amount",
                                   "product:price", "og:price", "twitter:price"});
        if (amount.empty()) {
            const std::string label = ascii_lowered(meta({"twitter:label1"}));
            if (label == "price" || label == "prix" || label == "preis" || label == "precio" || label == "prijs")
                amount = meta({"twitter:data1"});
        }
        PriceContext context = context_;
        const std::string code = currency_code(currency, context_);
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
        for (const auto& [name, content] : data_.meta)
            if ((name == "og:image" || name == "og:image:secure_url" || name == "twitter:image") && !content.empty() &&
                std::find(page.images.begin(), page.images.end(), content) == page.images.end() &&
                page.images.size() < 50)
                page.images.push_back(content);
        for (std::string_view word : split(data_.meta_content("keywords"), ','))
            if (!trimmed(word).empty() && page.tags.size() < 50) page.tags.emplace_back(trimmed(word));
        if (const auto category = meta({"product:category", "article:section"}); !category.empty())
            page.category.push_back(category);
        facts_.language = meta({"og:locale", "language", "dc.language"});
    }

    const StructuredData& data_;
    const PriceContext& context_;
    std::unordered_map<std::string, const Value*> by_id_;
    StructuredFacts facts_;
};

// How alike two titles are: the part of the shorter one's words that the other has.
double alike(std::string_view a, std::string_view b) {
    const std::string left = lowered(a), right = lowered(b);
    const auto words = split_words(left.size() < right.size() ? left : right);
    const std::string& other = left.size() < right.size() ? right : left;
    if (words.empty()) return 0;
    std::size_t shared = 0;
    for (std::string_view word : words) shared += other.find(word) != std::string::npos;
    return static_cast<double>(shared) / static_cast<double>(words.size());
}

}  // namespace

StructuredFacts read_facts(const StructuredData& data, const PriceContext& context) {
    return FactsReader(data, context).read();
}

int choose_main(const std::vector<Facts>& products, std::string_view heading, std::string_view title,
                std::string_view url) {
    int best = -1;
    double best_score = -1;
    std::size_t named = 0;
    for (std::size_t i = 0; i < products.size(); ++i) {
        const Facts& facts = products[i];
        bool repeated = false;
        for (std::size_t j = 0; j < i && !repeated; ++j) repeated = products[j].title == facts.title;
        named += !facts.title.empty() && !repeated;
        double score = 0;
        if (!facts.title.empty()) {
            score += 3 * alike(facts.title, heading);
            score += 2 * alike(facts.title, title);
        }
        if (!facts.url.empty() && !url.empty() && url.find(facts.url) != std::string_view::npos) score += 2;
        score += !facts.amount.empty();
        score += !facts.sku.empty() ? 0.5 : 0;
        score += !facts.availability.empty() ? 0.25 : 0;
        score += facts.syntax == Syntax::json_ld ? 0.25 : 0;
        if (score > best_score) {
            best_score = score;
            best = static_cast<int>(i);
        }
    }
    if (named >= 3 && best_score < 3.5) return -1;  // a list of equals
    return best;
}

void complete(Facts& into, const Facts& from) {
    const auto fill = [](std::string& target, const std::string& source) {
        if (target.empty()) target = source;
    };
    if (into.amount.empty() || into.amount == "0" || into.amount == "0.00") {
        if (!from.amount.empty()) {
            into.amount = from.amount;
            into.price_text = from.price_text;
            if (!from.currency.empty()) into.currency = from.currency;
        }
    }
    fill(into.title, from.title);
    if (into.description.size() < from.description.size() && into.description.size() < 60)
        into.description = from.description;
    fill(into.url, from.url);
    fill(into.currency, from.currency);
    fill(into.availability, from.availability);
    fill(into.sku, from.sku);
    fill(into.mpn, from.mpn);
    fill(into.gtin, from.gtin);
    fill(into.id, from.id);
    fill(into.brand, from.brand);
    fill(into.condition, from.condition);
    fill(into.seller, from.seller);
    fill(into.location, from.location);
    fill(into.published, from.published);
    if (into.images.empty()) into.images = from.images;
    if (into.category.empty()) into.category = from.category;
    if (into.tags.empty()) into.tags = from.tags;
    if (into.attributes.empty()) into.attributes = from.attributes;
}

}  // namespace crawler
