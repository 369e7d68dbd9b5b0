#include "tools/page_source.h"

#include <utility>

#include "crawler/canonical.h"
#include "crawler/extract/page.h"
#include "crawler/url.h"
#include "detector/error.h"

namespace tools {

PageSource::PageSource(PageSourceOptions options) : options_(std::move(options)) {
    const std::optional<crawler::Url> url = crawler::Url::parse(options_.url);
    if (!url) throw detector::DataError(options_.name, 0, "'" + options_.url + "' is no http(s) address");
    seed_ = crawler::canonical(*url).text();
    origin_ = url->origin() + "/";
}

std::vector<FoundLink> PageSource::seeds() const {
    FoundLink seed{seed_, {}, {}};
    seed.placement.priority = 1;  // where new adverts show first
    return {seed};
}

crawler::FetchRequest PageSource::request(const std::string& url, const crawler::Placement&, const std::string&) const {
    crawler::FetchRequest request;
    request.url = url;
    request.allow_private = options_.allow_private;
    return request;
}

bool PageSource::in_scope(const std::string& url) const { return url.starts_with(origin_); }

Reading PageSource::read(const crawler::FetchResult& result, const crawler::Placement& placement,
                         const std::string&) const {
    Reading reading;
    crawler::Page page = crawler::read_page({.body = result.body,
                                             .url = result.url,
                                             .content_type = result.header("content-type"),
                                             .robots_header = result.header("x-robots-tag")});
    for (const std::string& note : page.notes) reading.note += (reading.note.empty() ? "" : "; ") + note;
    for (crawler::Link& link : page.links) {
        const bool leads_on = link.kind != crawler::LinkKind::image && link.kind != crawler::LinkKind::search_form &&
                              link.kind != crawler::LinkKind::other;
        if (!leads_on || link.nofollow || page.nofollow || !in_scope(link.url)) continue;
        FoundLink found{std::move(link.url), placement, {}};
        found.placement.depth = static_cast<std::uint8_t>(placement.depth + 1);
        found.placement.redirects = found.placement.attempts = 0;
        found.placement.priority = link.kind == crawler::LinkKind::next ? 1 : 0;
        reading.links.push_back(std::move(found));
    }
    // A page whose shape is not understood is judged as it stands: a missed advert costs more than a spare look.
    reading.is_listing = page.kind == crawler::PageKind::listing;
    if (page.kind != crawler::PageKind::index && !page.listing.passages.empty()) {
        if (page.listing.url.empty()) page.listing.url = page.canonical.empty() ? result.url : page.canonical;
        reading.listings.push_back(std::move(page.listing));
    }
    return reading;
}

}  // namespace tools
