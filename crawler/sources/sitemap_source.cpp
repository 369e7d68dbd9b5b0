// Sitemaps: the addresses a site lists itself, read as pages; indexes are followed.
#include "crawler/canonical.h"
#include "crawler/sitemap.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

class SitemapSource final : public PageSource {
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
        const Sitemap sitemap = parse_sitemap(answer.result.body);
        reading.note = sitemap.note;
        const auto base = Url::parse(answer.result.url);
        const auto depth = static_cast<std::uint8_t>(std::min(answer.depth + 1, 255));
        for (const SitemapEntry& entry : sitemap.pages) {
            const auto url = base ? base->resolve(entry.url) : std::nullopt;
            if (url && in_scope(*url))
                reading.leads.push_back({canonical(*url).text(), LeadKind::page, depth, 0, {}, false});
        }
        for (const SitemapEntry& entry : sitemap.sitemaps)  // on any host: indexes of large sites point to their CDN
            if (const auto url = base ? base->resolve(entry.url) : std::nullopt)
                reading.leads.push_back({url->text(), LeadKind::document, depth, 1, {}, false});
        return reading;
    }
};

}  // namespace

std::unique_ptr<Source> make_sitemap(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<SitemapSource>(config, std::move(parts));
}

}  // namespace crawler
