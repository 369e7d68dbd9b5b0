// Feeds: entries are followed to their pages where those are in scope; others are adverts as they stand.
#include "crawler/canonical.h"
#include "crawler/feed.h"
#include "crawler/sources/json.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

class FeedSource final : public PageSource {
  public:
    using PageSource::PageSource;

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (const std::string& text : config_.urls)
            if (const auto url = Url::parse(text)) leads.push_back({url->text(), LeadKind::document, 0, 1, {}, false});
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        if (answer.kind != LeadKind::document) {
            Page page = page_of(answer.result);
            add_listings(page, answer.result, reading);
            return reading;
        }
        const Feed feed = parse_feed(answer.result.body);
        if (feed.version.empty()) reading.note = "no feed";
        const auto base = Url::parse(answer.result.url);
        const auto depth = static_cast<std::uint8_t>(std::min(answer.depth + 1, 255));
        for (const FeedEntry& entry : feed.entries) {
            const auto url = base && !entry.link.empty() ? base->resolve(entry.link) : std::nullopt;
            if (url && in_scope(*url))
                reading.leads.push_back({canonical(*url).text(), LeadKind::page, depth, 0, {}, false});
            else
                reading.listings.push_back(listing_of(entry, feed, url ? url->text() : answer.result.url));
        }
        if (const auto next = base && !feed.next.empty() ? base->resolve(feed.next) : std::nullopt;
            next && in_scope(*next))
            reading.leads.push_back({next->text(), LeadKind::document, depth, 1, {}, false});
        return reading;
    }

  private:
    detector::Listing listing_of(const FeedEntry& entry, const Feed& feed, const std::string& url) const {
        detector::Listing listing;
        listing.id = entry.id;
        listing.url = url;
        listing.source = config_.name;
        add_passage(listing, detector::Field::title, text_of_markup(entry.title));
        add_passage(listing, detector::Field::description, text_of_markup(entry.summary));
        if (entry.content != entry.summary)
            add_passage(listing, detector::Field::description, text_of_markup(entry.content));
        for (const std::string& category : entry.categories) add_passage(listing, detector::Field::category, category);
        listing.price.text = entry.price;
        listing.seller = entry.author;
        listing.published = entry.published;
        listing.language = feed.language;
        listing.image_urls = entry.images;
        return listing;
    }
};

}  // namespace

std::unique_ptr<Source> make_feed(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<FeedSource>(config, std::move(parts));
}

}  // namespace crawler
