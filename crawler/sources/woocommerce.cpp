// WooCommerce shops by their Store API: /wp-json/wc/store/v1/products, public. Prices are in minor units of their
// currency; X-WP-TotalPages says how many pages there are.
#include "crawler/percent.h"
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"

namespace crawler {
namespace {

constexpr std::size_t kPageSize = 100;  // the API's maximum

class WooCommerce final : public PagedShops {
  public:
    explicit WooCommerce(const SourceConfig& config) : PagedShops(config) {}

    Reading read(const Answer& answer) const override {
        Reading reading;
        const Json json = json_of(answer, reading);
        if (json.valid() && !json.is_list()) reading.note = "the shop answers: " + json.text("message");
        const std::vector<Json> products = json.items();
        for (const Json& product : products) reading.listings.push_back(listing_of(product));
        const std::uint32_t number = page_of(answer.context);
        const std::string_view total = answer.result.header("x-wp-totalpages");
        const bool more = total.empty() ? products.size() >= kPageSize : number < page_of(total);
        if (!products.empty() && more) reading.leads.push_back(page_lead(shop_of(answer.result.url), number + 1));
        return reading;
    }

  private:
    std::string page_url(std::size_t shop, std::uint32_t number) const override {
        std::string url = root(shop) + "/wp-json/wc/store/v1/products?per_page=" + std::to_string(kPageSize) +
                          "&page=" + std::to_string(number);
        if (!config_.category.empty()) url += "&category=" + encode_component(config_.category);
        return url;
    }

    detector::Listing listing_of(const Json& product) const {
        detector::Listing listing = listing_for(product.text("id"), product.text("permalink"));
        add_passage(listing, detector::Field::title, text_of_markup(product.text("name")));
        const std::string brief = text_of_markup(product.text("short_description"));
        add_passage(listing, detector::Field::description, brief);
        if (std::string full = text_of_markup(product.text("description")); full != brief)
            add_passage(listing, detector::Field::description, std::move(full));
        for (const Json& category : product.list("categories"))
            add_passage(listing, detector::Field::category, text_of_markup(category.text("name")));
        for (const Json& tag : product.list("tags"))
            add_passage(listing, detector::Field::tag, text_of_markup(tag.text("name")));
        for (const Json& attribute : product.list("attributes"))
            for (const Json& term : attribute.list("terms"))
                add_passage(listing, detector::Field::attribute, text_of_markup(term.text("name")),
                            attribute.text("name"));
        const Json prices = product.at("prices");
        listing.price.currency = prices.text("currency_code");
        listing.price.amount = from_minor_units(prices.text("price"), prices.integer("currency_minor_unit", 2));
        if (!listing.price.amount.empty())
            listing.price.text = prices.text("currency_prefix") + listing.price.amount + prices.text("currency_suffix");
        if (product.has("is_in_stock"))
            listing.availability = product.text("is_in_stock") == "true" ? "InStock" : "OutOfStock";
        listing.sku = product.text("sku");
        for (const Json& image : product.list("images")) {
            listing.image_urls.push_back(image.text("src"));
            add_passage(listing, detector::Field::image_text, image.text("alt"));
        }
        return listing;
    }
};

}  // namespace

std::unique_ptr<Source> make_woocommerce(const SourceConfig& config) { return std::make_unique<WooCommerce>(config); }

}  // namespace crawler
