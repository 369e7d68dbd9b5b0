#include "tools/picture_visit.h"

#include <chrono>

#include "crawler/picture/perceptual_hash.h"
#include "crawler/sources/kinds.h"
#include "crawler/url.h"
#include "detector/digest.h"

namespace tools {

namespace {

using crawler::FetchStatus;

// What lies at a picture's address seldom changes, and what failed may have mended by then.
constexpr std::chrono::milliseconds look_again = std::chrono::hours(24 * 365);
constexpr std::chrono::milliseconds try_again = std::chrono::hours(24 * 7);

}  // namespace

crawler::SourceId picture_lane(std::size_t source, std::size_t sources) {
    return crawler::SourceId{static_cast<std::uint16_t>(sources + source)};
}

std::size_t source_of(crawler::SourceId place, std::size_t sources) {
    return static_cast<std::size_t>(place) % sources;
}

bool is_picture(const crawler::Placement& placement) {
    return placement.kind == static_cast<std::uint8_t>(crawler::LeadKind::picture);
}

crawler::SourceBudget picture_budget(const crawler::SourceConfig& config) {
    // An API is used under its own terms; the hosts its pictures lie on have a robots.txt like any other.
    return {.max_pages = config.images > 0 ? config.images_per_pass : 0,
            .delay = config.delay,
            .obey_robots = config.obey_robots || crawler::is_api(config.type)};
}

crawler::FetchRequest picture_request(const crawler::SourceConfig& config) {
    crawler::FetchRequest request;
    request.headers = {{"Accept", "image/jpeg, image/png, image/webp, image/*;q=0.5"}};
    request.proxy = config.proxy;
    request.allow_private = config.allow_private;
    request.body_bytes = config.image_bytes;
    return request;
}

std::vector<FoundLink> picture_links(const detector::Listing& listing, std::size_t count, crawler::SourceId lane) {
    std::vector<FoundLink> links;
    for (const std::string& named : listing.image_urls) {
        if (links.size() >= count) break;
        const std::optional<crawler::Url> url = crawler::Url::parse(named);
        if (!url || url->text().size() > crawler::limits::crawl_url_bytes) continue;
        FoundLink& link = links.emplace_back();
        link.url = url->text().substr(0, url->text().size() - (url->has_fragment() ? url->fragment().size() + 1 : 0));
        if (link.url != named) link.context = named;  // the address by which the advert knows it
        link.placement.source = lane;
        link.placement.kind = static_cast<std::uint8_t>(crawler::LeadKind::picture);
        link.placement.priority = -1;  // adverts first
    }
    return links;
}

void read_picture(const Fetched& fetched, casebook::PageState& page, Visited& out) {
    const crawler::FetchResult& result = fetched.result;
    casebook::FetchRecord& record = out.record.fetch;
    const auto due = [&](std::chrono::milliseconds after) { page.due_ms = record.started_ms + after.count(); };
    if (result.status == FetchStatus::gone) {
        page.gone = true;
        due(look_again);
        return;
    }
    if (result.status == FetchStatus::not_modified) return due(look_again);
    if (result.status != FetchStatus::ok) {
        if (result.status == FetchStatus::disallowed) record.error = fetched.visit.why;
        ++page.failures;
        if (page.done_this_pass) due(try_again);
        return;
    }
    page.failures = 0;
    page.gone = false;
    due(look_again);
    if (result.http_status >= 300) return;  // it lies elsewhere: another visit
    page.body_sha256 = record.body_sha256;
    if (crawler::picture_format(result.body) == crawler::PictureFormat::none) {
        record.error = "is no picture";  // a page that says it is gone, a drawing in text
        return;
    }
    casebook::Picture& picture = out.record.picture.emplace();
    picture.url = fetched.context.empty() ? fetched.visit.url : fetched.context;
    picture.sha256 = record.body_sha256;
    picture.bytes = static_cast<std::int64_t>(result.body.size());
    picture.perceptual = crawler::perceptual_hash(result.body);
    out.keep_capture = true;
}

}  // namespace tools
