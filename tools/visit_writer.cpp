#include "tools/visit_writer.h"

#include <cstring>

#include "detector/digest.h"

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
            Source& source = sources_[static_cast<std::size_t>(link.placement.source)];
            if (!source.known.insert(hash_of(link.url)).second && !link.again) continue;
            casebook::PageState page;
            page.url = link.url;
            page.depth = link.placement.depth;
            page.kind = std::to_string(link.placement.kind);
            page.context = link.context;
            record.discovered.push_back(std::move(page));
            committed.new_links.push_back(std::move(link));
        }
        record.pass = sources_[static_cast<std::size_t>(visited.source)].pass;
        records.push_back(std::move(record));
        if (visited.host) hosts.push_back(std::move(*visited.host));
    }
    if (!hosts.empty()) casebook_.remember(hosts);
    result.recorded = casebook_.record(run_, records, now);
    return result;
}

}  // namespace tools
