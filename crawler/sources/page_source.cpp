#include "crawler/sources/page_source.h"

#include <algorithm>
#include <unordered_set>

#include "crawler/canonical.h"
#include "crawler/limits.h"

namespace crawler {

Page PageSource::page_of(const FetchResult& result, bool whole) const {
    PageInput input;
    input.body = result.body;
    input.url = result.url;
    input.content_type = result.header("content-type");
    input.robots_header = result.header("x-robots-tag");
    input.profile = parts_.profile.get();
    input.whole = whole;
    return parts_.read_page(input);
}

void PageSource::add_listings(Page& page, const FetchResult& result, Reading& reading) const {
    auto add = [&](detector::Listing& listing, const std::string& url) {
        listing.source = config_.name;
        if (listing.url.empty()) listing.url = url;
        reading.listings.push_back(std::move(listing));
    };
    reading.is_listing = page.kind == PageKind::listing;
    reading.passed_over = page.passed_over;
    if (page.kind != PageKind::index && !page.listing.passages.empty())
        add(page.listing, page.canonical.empty() ? result.url : page.canonical);
    for (detector::Listing& teaser : page.teasers)
        if (teaser.url.empty()) add(teaser, result.url);  // with an address the advert itself is fetched
    for (const std::string& note : page.notes) reading.note += (reading.note.empty() ? "" : "; ") + note;
}

std::vector<std::pair<Url, const Link*>> PageSource::links_of(const Page& page) const {
    std::vector<std::pair<Url, const Link*>> out;
    if (page.nofollow) return out;
    std::unordered_set<std::string> seen;
    for (const Link& link : page.links) {
        if (out.size() >= limits::links_per_page) break;
        if (link.nofollow || link.kind == LinkKind::image || link.kind == LinkKind::search_form ||
            link.kind == LinkKind::other)
            continue;
        auto url = Url::parse(link.url);
        if (!url || !in_scope(*url)) continue;
        url = canonical(*url);
        if (seen.insert(url->text()).second) out.emplace_back(std::move(*url), &link);
    }
    return out;
}

Reading PageSource::read_advert(const Answer& answer) const {
    Reading reading;
    Page page = page_of(answer.result);
    add_listings(page, answer.result, reading);
    return reading;
}

std::vector<Lead> DocumentSource::seeds() const {
    std::vector<Lead> leads;
    for (const std::string& text : config_.urls)
        if (const auto url = Url::parse(text)) leads.push_back(document_lead(*url, 0));
    return leads;
}

Reading DocumentSource::read(const Answer& answer) const {
    if (answer.kind != LeadKind::document) return read_advert(answer);
    const auto base = Url::parse(answer.result.url);
    if (!base) return {};
    return read_document(answer, *base, static_cast<std::uint8_t>(std::min(answer.depth + 1, 255)));
}

Lead DocumentSource::page_lead(const Url& url, std::uint8_t depth) {
    return {canonical(url).text(), LeadKind::page, depth, 0, {}, false};
}

Lead DocumentSource::document_lead(const Url& url, std::uint8_t depth) {
    return {url.text(), LeadKind::document, depth, 1, {}, false};
}

}  // namespace crawler
