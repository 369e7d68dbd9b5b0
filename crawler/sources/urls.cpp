// A list of addresses: each is fetched, none of their links followed.
#include "crawler/canonical.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

class Urls final : public PageSource {
  public:
    using PageSource::PageSource;

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (const auto* list : {&config_.urls, &parts_.addresses})
            for (const std::string& text : *list) {
                const auto url = Url::parse(text);
                if (url) leads.push_back({canonical(*url).text(), LeadKind::page, 0, 0, {}, false});
            }
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        Page page = page_of(answer.result);
        add_listings(page, answer.result, reading);
        for (detector::Listing& teaser : page.teasers) {  // nobody else will fetch them
            if (teaser.passages.empty()) continue;
            teaser.source = config_.name;
            reading.listings.push_back(std::move(teaser));
        }
        return reading;
    }

    bool in_scope(const Url&) const override { return true; }  // redirects of a listed page may lead anywhere
};

}  // namespace

std::unique_ptr<Source> make_urls(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<Urls>(config, std::move(parts));
}

}  // namespace crawler
