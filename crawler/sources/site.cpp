// A site: its pages from the configured ones on, by links within scope, nearest first.
#include "crawler/canonical.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

class Site final : public PageSource {
  public:
    using PageSource::PageSource;

    std::vector<Lead> seeds() const override {
        std::vector<Lead> leads;
        for (const std::string& text : config_.urls)
            if (const auto url = Url::parse(text))
                leads.push_back({canonical(*url).text(), LeadKind::index, 0, 0, {}, false});
        return leads;
    }

    Reading read(const Answer& answer) const override {
        Reading reading;
        Page page = page_of(answer.result);
        const auto depth = static_cast<std::uint8_t>(std::min(answer.depth + 1, 255));
        for (const auto& [url, link] : links_of(page)) {
            Lead lead{url.text(), LeadKind::page, depth, 0, {}, false};
            if (link->kind == LinkKind::next) {  // the next page of a list is no deeper than this one
                lead.kind = LeadKind::index;
                lead.depth = answer.depth;
            }
            reading.leads.push_back(std::move(lead));
        }
        add_listings(page, answer.result, reading);
        return reading;
    }
};

}  // namespace

std::unique_ptr<Source> make_site(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<Site>(config, std::move(parts));
}

}  // namespace crawler
