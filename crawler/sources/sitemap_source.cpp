// Sitemaps: the addresses a site lists itself, read as pages; indexes are followed.
#include "crawler/sitemap.h"
#include "crawler/sources/kinds.h"
#include "crawler/sources/page_source.h"

namespace crawler {
namespace {

class SitemapSource final : public DocumentSource {
  public:
    using DocumentSource::DocumentSource;

  protected:
    Reading read_document(const Answer& answer, const Url& base, std::uint8_t depth) const override {
        Reading reading;
        const Sitemap sitemap = parse_sitemap(answer.result.body);
        reading.note = sitemap.note;
        for (const SitemapEntry& entry : sitemap.pages)
            if (const auto url = base.resolve(entry.url); url && in_scope(*url))
                reading.leads.push_back(page_lead(*url, depth));
        for (const SitemapEntry& entry : sitemap.sitemaps)  // on any host: indexes of large sites point to their CDN
            if (const auto url = base.resolve(entry.url)) reading.leads.push_back(document_lead(*url, depth));
        return reading;
    }
};

}  // namespace

std::unique_ptr<Source> make_sitemap(const SourceConfig& config, SourceParts parts) {
    return std::make_unique<SitemapSource>(config, std::move(parts));
}

}  // namespace crawler
