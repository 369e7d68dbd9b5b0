#include "tools/visit_writer.h"

#include <cstring>
#include <nlohmann/json.hpp>

#include "detector/digest.h"
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
        if (archive_ && visited.keep_capture) keep(visited, record.fetch);
        record.pass = sources_[static_cast<std::size_t>(visited.source)].pass;
        records.push_back(std::move(record));
        if (visited.host) hosts.push_back(std::move(*visited.host));
    }
    if (archive_) archive_->sync();  // before the rows that point there
    if (!hosts.empty()) casebook_.remember(hosts);
    result.recorded = casebook_.record(run_, records, now);
    return result;
}

void VisitWriter::keep(const Visited& visited, casebook::FetchRecord& record) {
    nlohmann::ordered_json known = {{"source", visited.record.source}, {"adverts", nlohmann::json::array()}};
    for (const casebook::JudgedListing& listing : visited.record.listings) {
        const casebook::Judgement& judgement = listing.judgement;
        known["adverts"].push_back({{"url", listing.listing.url},
                                    {"level", to_string(judgement.level)},
                                    {"score", judgement.score},
                                    {"appendix", judgement.appendix},
                                    {"lists", judgement.by.lists_version},
                                    {"lists_sha256", judgement.by.lists_digest},
                                    {"rules_sha256", judgement.by.rules_digest},
                                    {"software", judgement.by.software}});
    }
    if (const auto& picture = visited.record.picture)
        known["picture"] = {{"url", picture->url}, {"sha256", picture->sha256}};
    const crawler::ArchivedAt where = archive_->write(
        visited.result, {"application/json", known.dump(1, ' ', false, nlohmann::json::error_handler_t::replace)});
    record.capture.file = where.file;
    record.capture.offset = static_cast<std::int64_t>(where.offset);
    record.capture.length = static_cast<std::int64_t>(where.length);
    record.capture.sha256 = where.sha256;
}

}  // namespace tools
