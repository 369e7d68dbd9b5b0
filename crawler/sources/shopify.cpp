// Shopify storefronts: /products.json, public on most shops, 250 products a page until an empty one.
// Shape: products[] {id, title, handle, body_html, vendor, product_type, tags (list or text), published_at,
// variants[] {price, sku, available, title}, images[] {src}}. It names no currency: `currency` in the configuration.
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"

namespace crawler {
namespace {

constexpr std::uint32_t kPageSize = 250;

class Shopify final : public PagedShops {
  public:
    explicit Shopify(const SourceConfig& config) : PagedShops(config) {}

    Reading read(const Answer& answer) const override {
        Reading reading;
        const Json json = json_of(answer, reading);
        const std::size_t shop = shop_of(answer.result.url);
        const std::vector<Json> products = json.list("products");
        for (const Json& product : products) reading.listings.push_back(listing_of(product, shop));
        // A shop may answer with fewer than asked for: only an empty page is the last.
        if (!products.empty()) reading.leads.push_back(page_lead(shop, page_of(answer.context) + 1));
        return reading;
    }

  private:
    std::string page_url(std::size_t shop, std::uint32_t number) const override {
        return root(shop) + "/products.json?limit=" + std::to_string(kPageSize) + "&page=" + std::to_string(number);
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
