#include "tools/page_worker.h"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "crawler/canonical.h"
#include "detector/digest.h"
#include "tools/picture_visit.h"

namespace tools {

namespace {

using crawler::FetchStatus;
using crawler::Verdict;

casebook::Milliseconds unix_ms(std::chrono::system_clock::time_point time) {
    return std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

bool is_redirect(const crawler::FetchResult& result) {
    return result.http_status >= 300 && result.http_status < 400 && result.http_status != 304;
}

casebook::FetchRecord record_of(const crawler::Visit& visit, const crawler::FetchResult& result) {
    casebook::FetchRecord record;
    record.url = visit.url;
    record.status = to_string(result.status);
    record.http_status = result.http_status;
    record.started_ms = unix_ms(result.started);
    record.elapsed_ms = result.elapsed.count();
    record.ip = result.ip;
    record.content_type = result.header("content-type");
    record.body_bytes = static_cast<std::int64_t>(result.body.size());
    if (!result.body.empty()) record.body_sha256 = detector::to_hex(detector::sha256(result.body));
    record.error = result.error;
    return record;
}

// The page as it stood, carried over to what this visit made of it.
casebook::PageState state_of(const Fetched& fetched) {
    casebook::PageState page = fetched.before.value_or(casebook::PageState{});
    page.url = fetched.visit.url;
    page.depth = fetched.visit.placement.depth;
    page.kind = std::to_string(fetched.visit.placement.kind);
    page.context = fetched.context;
    page.done_this_pass = fetched.verdict != Verdict::retry;
    return page;
}

bool is_api(std::uint8_t kind) {
    return kind == static_cast<std::uint8_t>(crawler::LeadKind::api) ||
           kind == static_cast<std::uint8_t>(crawler::LeadKind::token);
}

// Digest of what is judged: the adverts' words and prices, whatever else changed on the page.
std::string text_digest(const std::vector<detector::Listing>& listings) {
    detector::Sha256 sha;
    const auto add = [&sha](std::string_view part) {
        sha.update(std::to_string(part.size()) + ':');
        sha.update(part);
    };
    for (const detector::Listing& listing : listings) {
        add(listing.url);
        add(listing.price.text);
        add(listing.seller);
        add(listing.location);
        for (const detector::Passage& passage : listing.passages) add(passage.text);
    }
    return detector::to_hex(sha.finish());
}

// The frontier would refuse it at the door: then it is none of the casebook's pages either, or a trap would fill it.
bool leads_nowhere(const FoundLink& link, const crawler::SourceConfig& source) {
    if (link.placement.depth > source.max_depth) return true;
    if (link.placement.depth == 0) return false;
    const std::optional<crawler::Url> url = crawler::Url::parse(link.url);
    return !url || crawler::trap_of(*url) != crawler::Trap::none;
}

}  // namespace

FoundLink found_link(crawler::Lead lead, crawler::SourceId source) {
    FoundLink link{std::move(lead.url), {}, std::move(lead.context), lead.again};
    link.placement.source = source;
    link.placement.kind = static_cast<std::uint8_t>(lead.kind);
    link.placement.depth = lead.depth;
    link.placement.priority = lead.priority;
    return link;
}

std::chrono::milliseconds RevisitRule::after(std::chrono::milliseconds before, bool changed) const {
    if (first.count() == 0) return first;
    if (before.count() == 0) return std::clamp(first, least, most);
    return std::clamp(changed ? before / 2 : before * 2, least, most);
}

Visited PageWorker::process(Fetched fetched) {
    const std::size_t number = source_of(fetched.visit.placement.source, sources_.size());
    const crawler::Source& source = *sources_[number];
    crawler::FetchResult& result = fetched.result;
    Visited out;
    out.source = crawler::SourceId{static_cast<std::uint16_t>(number)};
    out.record.source = source.config().name;
    out.record.fetch = record_of(fetched.visit, result);
    out.robots = fetched.visit.robots;
    if (fetched.rest) out.hosts.push_back(std::move(*fetched.rest));
    if (out.robots) {  // the frontier has read it; the record tells that we asked
        const std::optional<crawler::Url> url = crawler::Url::parse(fetched.visit.url);
        const bool there = result.status == FetchStatus::ok && !is_redirect(result);
        if (url && url->path() == "/robots.txt" && (there || result.status == FetchStatus::gone)) {
            casebook::HostState& host = out.hosts.emplace_back();
            host.host = url->origin();
            if (there) host.robots = std::move(result.body);  // none allows all, RFC 9309, section 2.3.1.3
            host.robots_fetched_ms = out.record.fetch.started_ms;
        }
        return out;
    }

    casebook::PageState page = state_of(fetched);
    if (is_picture(fetched.visit.placement)) {
        if (result.status == FetchStatus::ok && is_redirect(result)) follow_redirect(fetched, source, out);
        read_picture(fetched, page, out);
        out.record.page = std::move(page);
        out.result = std::move(result);
        return out;
    }
    out.failed = fetched.verdict == Verdict::gave_up;
    switch (result.status) {
        case FetchStatus::ok:
            page.failures = 0;
            page.gone = false;
            if (is_redirect(result)) {
                follow_redirect(fetched, source, out);
            } else {
                page.etag = result.header("etag");
                page.last_modified = result.header("last-modified");
                out.record.page = page;
                read_body(fetched, source, out);
                page = std::move(*out.record.page);
            }
            break;
        case FetchStatus::not_modified:
            page.failures = 0;
            out.record.unchanged = true;
            page.interval_ms = revisit_.after(std::chrono::milliseconds(page.interval_ms), false).count();
            page.due_ms = page.interval_ms ? out.record.fetch.started_ms + page.interval_ms : 0;
            break;
        case FetchStatus::http_error:
            if (is_api(fetched.visit.placement.kind)) {  // an expired token is mended by its source
                out.record.page = page;
                read_body(fetched, source, out);
                page = std::move(*out.record.page);
            }
            ++page.failures;
            break;
        case FetchStatus::gone:
            page.gone = out.record.gone = true;
            break;
        case FetchStatus::disallowed:
            out.record.fetch.error = fetched.visit.why;
            break;
        default:
            ++page.failures;
    }
    out.record.page = std::move(page);
    out.result = std::move(result);
    return out;
}

void PageWorker::read_body(const Fetched& fetched, const crawler::Source& source, Visited& out) {
    casebook::PageState& page = *out.record.page;
    const bool refused = fetched.result.status != FetchStatus::ok;  // an API's error: read, never taken for the page
    const bool same_bytes = !refused && !page.body_sha256.empty() && page.body_sha256 == out.record.fetch.body_sha256 &&
                            !revisit_.is_outdated(page.text_sha256);
    if (!refused) page.body_sha256 = out.record.fetch.body_sha256;
    bool changed = false;
    bool is_listing = page.interval_ms > 0;
    out.record.unchanged = same_bytes;
    if (!same_bytes) {  // the same bytes hold the same links and adverts
        crawler::Reading reading;
        try {
            reading = source.read({.result = fetched.result,
                                   .kind = static_cast<crawler::LeadKind>(fetched.visit.placement.kind),
                                   .depth = fetched.visit.placement.depth,
                                   .context = fetched.context});
        } catch (const std::exception& error) {  // stored with a note, and shown to a person: no silent loss
            out.record.fetch.error = fmt::format("could not be read: {}", error.what());
            out.failed = true;
            return;
        }
        is_listing = reading.is_listing;
        if (!reading.note.empty()) out.record.fetch.error = reading.note;
        for (crawler::Lead& lead : reading.leads) {
            FoundLink link = found_link(std::move(lead), fetched.visit.placement.source);
            if (!leads_nowhere(link, source.config())) out.found.push_back(std::move(link));
        }
        if (reading.again) page.done_this_pass = false;  // and so a crash in between forgets nothing
        const std::string digest = reading.passed_over        ? revisit_.passed_over()
                                   : reading.listings.empty() ? std::string{}
                                                              : text_digest(reading.listings);
        if (reading.passed_over) out.record.screened_by = revisit_.screened_by;
        changed = digest != page.text_sha256;
        page.text_sha256 = digest;
        for (detector::Listing& listing : reading.listings) {
            listing.source = source.config().name;
            out.record.listings.push_back(judge_(std::move(listing)));
            const casebook::JudgedListing& judged = out.record.listings.back();
            if (!judged.judgement.flagged()) continue;
            out.keep_capture = true;
            const auto lane = picture_lane(static_cast<std::size_t>(out.source), sources_.size());
            for (FoundLink& link : picture_links(judged.listing, source.config().images, lane))
                out.found.push_back(std::move(link));
        }
    }
    if (!is_listing) {  // lists of adverts are where new ones show: every pass looks at them
        page.interval_ms = page.due_ms = 0;
        return;
    }
    page.interval_ms = revisit_.after(std::chrono::milliseconds(page.interval_ms), changed).count();
    page.due_ms = page.interval_ms ? out.record.fetch.started_ms + page.interval_ms : 0;
}

void PageWorker::follow_redirect(const Fetched& fetched, const crawler::Source& source, Visited& out) {
    const std::string_view location = fetched.result.header("location");
    const std::optional<crawler::Url> here = crawler::Url::parse(fetched.visit.url);
    const std::optional<crawler::Url> there =
        here && !location.empty() ? here->resolve(location) : std::optional<crawler::Url>{};
    if (!there) {
        out.record.fetch.error = "redirects to nowhere";
        return;
    }
    FoundLink link{crawler::canonical(*there).text(), fetched.visit.placement, fetched.context, false};
    out.record.fetch.redirect_to = link.url;
    link.placement.redirects = static_cast<std::uint8_t>(link.placement.redirects + 1);
    link.placement.attempts = 0;
    const bool picture = is_picture(link.placement);  // wherever it lies
    if (picture) {
        link.url = there->text();
        if (link.context.empty()) link.context = fetched.visit.url;
    }
    if (link.placement.redirects > crawler::limits::redirects)
        out.record.fetch.error = "too many redirects";
    else if (picture || source.in_scope(*there))
        out.found.push_back(std::move(link));
}

}  // namespace tools
