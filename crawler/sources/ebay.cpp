// eBay by its Browse API (buy/browse/v1/item_summary/search), with an application token by the client-credentials
// grant (RFC 6749, section 4.4). The keys come from the environment. The token lives here only, guarded, and is fetched
// again when the API says that it expired (after two hours); what met the old one waits for the new one. Results are
// paged by `next`, 10,000 a query at most (the API's own bound).
#include <mutex>
#include <utility>

#include "crawler/percent.h"
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"

namespace crawler {
namespace {

constexpr std::string_view kScope = "https://api.ebay.com/oauth/api_scope";

std::string base64(std::string_view bytes) {
    static constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        unsigned block = 0;
        for (std::size_t k = 0; k < 3; ++k)
            block = block << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0U);
        for (std::size_t k = 0; k < 4; ++k) out += i + k > bytes.size() ? '=' : digits[(block >> (18 - 6 * k)) & 63];
    }
    return out;
}

class Ebay final : public ApiSource {
  public:
    Ebay(const SourceConfig& config, SourceParts parts) : ApiSource(config), parts_(std::move(parts)) {
        if (config_.urls.empty()) config_.urls = {"https://api.ebay.com"};
    }

    std::vector<Lead> seeds() const override { return {token_lead()}; }

    FetchRequest request(const std::string& url, LeadKind kind, std::string_view) const override {
        FetchRequest request;
        request.url = url;
        request.headers = config_.headers;
        request.proxy = config_.proxy;
        request.allow_private = config_.allow_private;
        if (!in_scope_of_root(url)) return request;  // keys and tokens go to the API only
        if (kind == LeadKind::token) {
            request.method = "POST";
            request.body = "grant_type=client_credentials&scope=" + encode_component(kScope);
            request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
            request.headers.emplace_back("Authorization",
                                         "Basic " + base64(config_.client_id + ":" + config_.client_secret));
        } else {
            const std::lock_guard lock(mutex_);
            if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
            request.headers.emplace_back("X-EBAY-C-MARKETPLACE-ID", config_.marketplace);
        }
        request.headers.emplace_back("Accept", "application/json");
        return request;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        if (answer.kind == LeadKind::token) return read_token(answer);
        if (answer.result.http_status == 401) return expired(answer);
        const Json json = json_of(answer, reading);
        if (answer.result.http_status < 300) {
            const std::lock_guard lock(mutex_);
            refusals_ = 0;
        }
        for (const Json& error : json.list("errors")) reading.note += "eBay answers: " + error.text("message") + ' ';
        for (const Json& warning : json.list("warnings"))
            reading.note += "eBay warns: " + warning.text("message") + ' ';
        for (const Json& item : json.list("itemSummaries")) reading.listings.push_back(listing_of(item));
        const std::string next = json.text("next");
        if (!next.empty() && in_scope_of_root(next)) reading.leads.push_back(api_lead(next, "1"));
        return reading;
    }

  private:
    bool in_scope_of_root(const std::string& url) const { return url.compare(0, root().size() + 1, root() + "/") == 0; }

    Lead token_lead() const { return {root() + "/identity/v1/oauth2/token", LeadKind::token, 0, 2, {}, true}; }

    Reading read_token(const Answer& answer) const {
        Reading reading;
        const Json json = json_of(answer, reading);
        const std::string token = json.text("access_token");
        if (answer.result.http_status >= 400 || token.empty()) {
            reading.note = "no access token: " + json.text("error_description");
            return reading;
        }
        {
            const std::lock_guard lock(mutex_);
            token_ = token;
            renewing_ = false;
            for (std::string& url : std::exchange(waiting_, {})) {
                reading.leads.push_back(api_lead(std::move(url), "1"));
                reading.leads.back().again = true;
            }
        }
        for (const std::string& term : parts_.terms) {
            if (reading.leads.size() >= std::min<std::size_t>(config_.max_pages, limits::search_requests)) break;
            std::string url = root() + "/buy/browse/v1/item_summary/search?q=" + encode_component(term) +
                              "&limit=200&fieldgroups=EXTENDED,MATCHING_ITEMS";
            if (!config_.category.empty()) url += "&category_ids=" + encode_component(config_.category);
            reading.leads.push_back(api_lead(std::move(url)));
        }
        return reading;
    }

    // One new token for all that met the old one, which are asked again when it is there. A row of fresh tokens that
    // are no good is a refusal.
    Reading expired(const Answer& answer) const {
        Reading reading;
        const std::lock_guard lock(mutex_);
        if (!renewing_ && ++refusals_ >= limits::attempts) {
            reading.note = "eBay refuses tokens it has just given";
            return reading;
        }
        reading.note = "the access token expired";
        reading.again = true;
        waiting_.push_back(answer.result.url);
        if (!std::exchange(renewing_, true)) reading.leads.push_back(token_lead());
        return reading;
    }

    detector::Listing listing_of(const Json& item) const {
        detector::Listing listing = listing_for(item.text("itemId"), item.text("itemWebUrl"));
        if (const std::size_t query = listing.url.find('?'); query != std::string::npos) listing.url.resize(query);
        add_passage(listing, detector::Field::title, item.text("title"));
        add_passage(listing, detector::Field::description, text_of_markup(item.text("shortDescription")));
        for (const Json& category : item.list("categories"))
            add_passage(listing, detector::Field::category, category.text("categoryName"));
        add_passage(listing, detector::Field::attribute, item.text("condition"), "condition");
        const Json price = item.has("price") ? item.at("price") : item.at("currentBidPrice");
        listing.price.amount = price.text("value");
        listing.price.currency = price.text("currency");
        if (!listing.price.amount.empty()) listing.price.text = listing.price.amount + " " + listing.price.currency;
        listing.seller = item.at("seller").text("username");
        const Json place = item.at("itemLocation");
        listing.location = place.text("city");
        for (const char* part : {"stateOrProvince", "country"})
            if (const std::string text = place.text(part); !text.empty())
                listing.location += (listing.location.empty() ? "" : ", ") + text;
        listing.published = item.text("itemCreationDate");
        if (const std::string image = item.at("image").text("imageUrl"); !image.empty())
            listing.image_urls.push_back(image);
        for (const Json& image : item.list("additionalImages")) listing.image_urls.push_back(image.text("imageUrl"));
        return listing;
    }

    SourceParts parts_;
    mutable std::mutex mutex_;  // guards what follows
    mutable std::string token_;
    mutable std::vector<std::string> waiting_;  // URLs that met an expired token
    mutable bool renewing_ = false;             // a new token is on its way
    mutable std::uint32_t refusals_ = 0;        // tokens in a row that were no good
};

}  // namespace

std::unique_ptr<Source> make_ebay(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<Ebay>(config, std::move(parts));
}

}  // namespace crawler
