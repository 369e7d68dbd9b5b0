// Feeds: entries are followed to their pages where those are in scope; others are adverts as they stand.
#include "crawler/feed.h"
#include "crawler/sources/json.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/markup_text.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

class FeedSource final : public DocumentSource {
  public:
    using DocumentSource::DocumentSource;

  protected:
    Reading read_document(const Answer& answer, const Url& base, std::uint8_t depth) const override {
        Reading reading;
        const Feed feed = parse_feed(answer.result.body);
        if (feed.version.empty()) reading.note = "no feed";
        for (const FeedEntry& entry : feed.entries) {
            const auto url = entry.link.empty() ? std::nullopt : base.resolve(entry.link);
            if (url && in_scope(*url))
                reading.leads.push_back(page_lead(*url, depth));
            else
                reading.listings.push_back(listing_of(entry, feed, url ? url->text() : answer.result.url));
        }
        const auto next = feed.next.empty() ? std::nullopt : base.resolve(feed.next);
        if (next && in_scope(*next)) reading.leads.push_back(document_lead(*next, depth));
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
