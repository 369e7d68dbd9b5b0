// Shopify storefronts: /products.json, public on most shops, 250 products a page until an empty one.
// Shape: products[] {id, title, handle, body_html, vendor, product_type, tags (list or text), published_at,
// variants[] {price, sku, available, title}, images[] {src}}. It names no currency: `currency` in the configuration.
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"

namespace crawler {
namespace {

constexpr std::uint32_t kPageSize = 250;

class Shopify final : public ApiSource {
  public:
    explicit Shopify(const SourceConfig& config) : ApiSource(config) {}

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (std::size_t i = 0; i < config_.urls.size(); ++i) leads.push_back(page(i, 1));
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        const Json json = json_of(answer, reading);
        const std::size_t shop = shop_of(answer.result.url);
        const std::vector<Json> products = json.list("products");
        for (const Json& product : products) reading.listings.push_back(listing_of(product, shop));
        // A shop may answer with fewer than asked for: only an empty page is the last.
        if (!products.empty()) reading.leads.push_back(page(shop, page_of(answer.context) + 1));
        return reading;
    }

  private:
    Lead page(std::size_t shop, std::uint32_t number) const {
        return api_lead(
            root(shop) + "/products.json?limit=" + std::to_string(kPageSize) + "&page=" + std::to_string(number),
            std::to_string(number));
    }

    std::size_t shop_of(const std::string& url) const {
        for (std::size_t i = 0; i < config_.urls.size(); ++i)
            if (url.compare(0, root(i).size(), root(i)) == 0) return i;
        return 0;
    }

    detector::Listing listing_of(const Json& product, std::size_t shop) const {
        detector::Listing listing = listing_for(product.text("id"), root(shop) + "/products/" + product.text("handle"));
        add_passage(listing, detector::Field::title, product.text("title"));
        add_passage(listing, detector::Field::description, text_of_markup(product.text("body_html")));
        add_passage(listing, detector::Field::category, product.text("product_type"));
        for (const Json& tag : product.list("tags")) add_passage(listing, detector::Field::tag, tag.text());
        add_passage(listing, detector::Field::tag, product.text("tags"));  // the admin's form: one text
        bool available = false, known = false;
        for (const Json& variant : product.list("variants")) {
            if (listing.price.text.empty()) {
                listing.price.text = listing.price.amount = variant.text("price");
                listing.price.currency = config_.currency;
            }
            if (listing.sku.empty()) listing.sku = variant.text("sku");
            const std::string title = variant.text("title");
            if (title != "Default Title") add_passage(listing, detector::Field::attribute, title, "variant");
            known = known || variant.has("available");
            available = available || variant.text("available") == "true";
        }
        if (known) listing.availability = available ? "InStock" : "OutOfStock";
        for (const Json& option : product.list("options"))
            for (const Json& value : option.list("values"))
                if (value.text() != "Default Title")
                    add_passage(listing, detector::Field::attribute, value.text(), option.text("name"));
        for (const Json& image : product.list("images")) {
            listing.image_urls.push_back(image.text("src"));
            add_passage(listing, detector::Field::image_text, image.text("alt"));
        }
        listing.seller = product.text("vendor");
        listing.published = product.text("published_at");
        return listing;
    }
};

}  // namespace

std::unique_ptr<Source> make_shopify(const SourceConfig& config) { return std::make_unique<Shopify>(config); }

}  // namespace crawler
