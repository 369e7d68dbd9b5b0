// Mastodon and what speaks its API: hashtag timelines (terms), the public timeline (no terms), and full-text search
// where a token is given. Pages are followed by the Link header (RFC 8288) as the API asks.
#include "crawler/percent.h"
#include "crawler/sources/api_source.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"

namespace crawler {
namespace {

class Mastodon final : public ApiSource {
  public:
    Mastodon(const SourceConfig& config, SourceParts parts) : ApiSource(config), parts_(std::move(parts)) {}

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (std::size_t i = 0; i < config_.urls.size(); ++i) {
            if (parts_.terms.empty()) leads.push_back(api_lead(root(i) + "/api/v1/timelines/public?limit=40", "1"));
            for (const std::string& term : parts_.terms) {
                if (leads.size() >= std::min<std::size_t>(config_.max_pages, limits::search_requests)) return leads;
                const std::string tag = hashtag(term);
                if (!tag.empty())
                    leads.push_back(
                        api_lead(root(i) + "/api/v1/timelines/tag/" + encode_component(tag) + "?limit=40", "1"));
                if (!config_.token.empty())
                    leads.push_back(
                        api_lead(root(i) + "/api/v2/search?type=statuses&limit=40&q=" + encode_component(term), "1"));
            }
        }
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        const Json json = json_of(answer, reading);
        if (json.has("error")) reading.note = "the server answers: " + json.text("error");
        const std::vector<Json> statuses = json.is_list() ? json.items() : json.list("statuses");
        for (const Json& status : statuses) {
            const Json original = status.has("reblog") ? status.at("reblog") : status;
            reading.listings.push_back(listing_of(original));
        }
        const std::uint32_t page = page_of(answer.context);
        const std::string next = next_link(answer.result.header("link"));
        const auto url = next.empty() ? std::nullopt : Url::parse(next);
        if (!statuses.empty() && url && in_scope(*url) && page < config_.pages_per_term)
            reading.leads.push_back(api_lead(url->text(), std::to_string(page + 1)));
        return reading;
    }

  private:
    // A hashtag is letters and digits of any script: "hawksbill turtle" -> "hawksbillturtle".
    static std::string hashtag(std::string_view term) {
        std::string out;
        for (char c : term) {
            const char lower = static_cast<char>(c | 0x20);
            if (static_cast<unsigned char>(c) >= 0x80 || (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z'))
                out += c;
        }
        return out;
    }

    detector::Listing listing_of(const Json& status) const {
        detector::Listing listing = listing_for(status.text("id"), status.text("url"));
        if (listing.url.empty()) listing.url = status.text("uri");
        add_passage(listing, detector::Field::title, text_of_markup(status.text("spoiler_text")));
        add_passage(listing, detector::Field::description, text_of_markup(status.text("content")));
        for (const Json& tag : status.list("tags")) add_passage(listing, detector::Field::tag, tag.text("name"));
        for (const Json& media : status.list("media_attachments")) {
            if (media.text("type") == "image") listing.image_urls.push_back(media.text("url"));
            add_passage(listing, detector::Field::image_text, media.text("description"));
        }
        const Json card = status.at("card");
        add_passage(listing, detector::Field::attribute, card.text("title"), "linked page");
        add_passage(listing, detector::Field::attribute, card.text("description"), "linked page");
        listing.seller = status.at("account").text("acct");
        listing.language = status.text("language");
        listing.published = status.text("created_at");
        return listing;
    }

    SourceParts parts_;
};

}  // namespace

std::unique_ptr<Source> make_mastodon(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<Mastodon>(config, std::move(parts));
}

}  // namespace crawler
