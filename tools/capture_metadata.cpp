#include "tools/capture_metadata.h"

#include <nlohmann/json.hpp>

#include "tools/report/renderer.h"

namespace tools {

namespace {

using Json = nlohmann::ordered_json;

Json assessment(const casebook::JudgedListing& listing) {
    const casebook::Judgement& judgement = listing.judgement;
    Json taxa = Json::array(), reasons = Json::array();
    for (const casebook::JudgedTaxon& taxon : judgement.taxa)
        taxa.push_back({{"taxon_id", taxon.taxon_id},
                        {"scientific_name", taxon.scientific_name},
                        {"appendix", taxon.appendix},
                        {"specimens", taxon.specimens}});
    for (const casebook::JudgedReason& reason : judgement.reasons)
        reasons.push_back({{"rule", reason.rule}, {"points", reason.points}, {"text", reason.text}});
    return {{"url", listing.listing.url},
            {"level", to_string(judgement.level)},
            {"score", judgement.score},
            {"appendix", judgement.appendix},
            {"taxa", std::move(taxa)},
            {"reasons", std::move(reasons)},
            {"lists", judgement.by.lists_version},
            {"lists_sha256", judgement.by.lists_digest},
            {"rules_sha256", judgement.by.rules_digest},
            {"software", judgement.by.software}};
}

}  // namespace

std::string capture_metadata(const Visited& visited, const std::vector<casebook::Writer::Hop>& hops,
                             const std::optional<casebook::PageCapture>& earlier) {
    Json known = {{"source", visited.record.source}, {"adverts", Json::array()}};
    for (const casebook::JudgedListing& listing : visited.record.listings)
        known["adverts"].push_back(assessment(listing));
    if (const std::optional<casebook::Picture>& picture = visited.record.picture)
        known["picture"] = {{"url", picture->url}, {"sha256", picture->sha256}};
    if (earlier) known["unchanged_since"] = earlier->date;
    if (!hops.empty()) known["redirected_from"] = Json::array();
    for (const casebook::Writer::Hop& hop : hops)
        known["redirected_from"].push_back(
            {{"url", hop.url}, {"http_status", hop.http_status}, {"time", report::iso_time(hop.at_ms)}});
    if (!visited.result.tls_certificate.empty()) known["tls_certificate"] = visited.result.tls_certificate;
    return known.dump(1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace tools
