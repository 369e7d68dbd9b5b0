#include "tools/visit_writer.h"

#include <cstring>
#include <optional>

#include "detector/digest.h"
#include "tools/capture_metadata.h"
#include "tools/picture_visit.h"

namespace tools {

namespace {

// 64 bits of SHA-256: a server cannot choose addresses that collide.
std::uint64_t hash_of(const std::string& url) {
    const detector::Digest digest = detector::sha256(url);
    std::uint64_t hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

}  // namespace

void VisitWriter::begin_source(casebook::PassId pass, std::span<const casebook::PageState> known) {
    Source& source = sources_.emplace_back();
    source.pass = pass;
    for (const casebook::PageState& page : known) source.known.insert(hash_of(page.url));
}

VisitWriter::Result VisitWriter::commit(std::vector<Visited> batch, casebook::Milliseconds now) {
    Result result;
    std::vector<casebook::Visit> records;
    std::vector<casebook::HostState> hosts;
    records.reserve(batch.size());
    for (Visited& visited : batch) {
        casebook::Visit& record = visited.record;
        Committed& committed = result.committed.emplace_back();
        committed.failed = visited.failed;
        for (FoundLink& link : visited.found) {
            Source& source = sources_[source_of(link.placement.source, sources_.size())];
            if (!source.known.insert(hash_of(link.url)).second && !link.again) continue;
            casebook::PageState page;
            page.url = link.url;
            page.depth = link.placement.depth;
            page.kind = std::to_string(link.placement.kind);
            page.context = link.context;
            record.discovered.push_back(std::move(page));
            committed.new_links.push_back(std::move(link));
        }
        const bool answered = !visited.robots && !visited.result.response_head.empty();
        if (archive_ && (visited.keep_capture || (answered && (every_page_ || record.unchanged))))
            keep(visited, record.fetch);
        record.pass = sources_[static_cast<std::size_t>(visited.source)].pass;
        records.push_back(std::move(record));
        for (casebook::HostState& host : visited.hosts) hosts.push_back(std::move(host));
    }
    if (archive_) archive_->sync();  // before the rows that point there
    if (!hosts.empty()) casebook_.remember(hosts);
    result.recorded = casebook_.record(run_, records, now);
    return result;
}

// The page again, or, where it is as an earlier capture holds it, a revisit that refers to that one. An unchanged page
// that no capture holds is none that is kept.
void VisitWriter::keep(const Visited& visited, casebook::FetchRecord& record) {
    const std::string& source = visited.record.source;
    std::optional<casebook::PageCapture> earlier;
    if (visited.record.unchanged) earlier = casebook_.page_capture(source, record.url);
    if (!visited.keep_capture && !every_page_ && !earlier) return;
    // A body that was sent again is referred to only where it is, to the byte, the one that is kept.
    if (earlier && visited.result.http_status != 304 && earlier->payload_digest != "sha256:" + record.body_sha256)
        earlier.reset();

    crawler::WarcMetadata metadata{"application/json",
                                   capture_metadata(visited, casebook_.hops_to(run_, record.url), earlier)};
    const crawler::ArchivedAt where =
        earlier
            ? archive_->write_revisit(
                  visited.result, {record.url, earlier->date, earlier->record_id, earlier->payload_digest}, metadata)
            : archive_->write(visited.result, metadata);
    record.capture.file = where.file;
    record.capture.offset = static_cast<std::int64_t>(where.offset);
    record.capture.length = static_cast<std::int64_t>(where.length);
    record.capture.sha256 = where.sha256;
    if (!earlier && !where.payload_digest.empty())
        record.full = casebook::PageCapture{where.record_id, where.date, where.payload_digest};
}

}  // namespace tools
