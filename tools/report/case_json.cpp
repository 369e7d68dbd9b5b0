#include <nlohmann/json.hpp>

#include "tools/report/case_forms.h"
#include "tools/report/json_parts.h"

namespace tools::report {

namespace {

using Json = nlohmann::ordered_json;

Json counts_json(const std::vector<casebook::Count>& counts) {
    Json json = Json::object();
    for (const casebook::Count& count : counts) json[count.name] = count.count;
    return json;
}

Json advert_json(const CaseAdvert& advert) {
    const casebook::StoredListing& stored = advert.stored;
    Json taxa = Json::array();
    for (const casebook::JudgedTaxon& taxon : stored.judgement.taxa)
        taxa.push_back(
            {{"scientific_name", taxon.scientific_name}, {"appendix", taxon.appendix}, {"specimens", taxon.specimens}});
    Json json = {{"listing", static_cast<std::int64_t>(stored.id)},
                 {"url", stored.listing.url},
                 {"title", title_of(stored)},
                 {"source", stored.listing.source},
                 {"account", stored.listing.seller},
                 {"place", stored.listing.location},
                 {"price", stored.listing.price.text},
                 {"quantity", stored.judgement.quantity},
                 {"taxa", std::move(taxa)},
                 {"status", stored.status},
                 {"first_seen", iso_time(stored.first_seen_ms)},
                 {"last_seen", iso_time(stored.last_seen_ms)}};
    if (stored.gone_ms) json["gone"] = iso_time(*stored.gone_ms);
    if (stored.capture) json["capture"] = capture_json(*stored.capture);
    for (const casebook::StoredPicture& picture : advert.pictures)
        if (!picture.sha256.empty()) json["pictures"].push_back(picture_json(picture));
    return json;
}

}  // namespace

void case_json(const CaseSummary& summary, const CitesWords& cites, const Sink& sink) {
    Json json = {{"case", summary.name},
                 {"from", summary.from},
                 {"reference", summary.reference},
                 {"made", iso_time(summary.made_ms)},
                 {"selection", casebook::to_string(summary.filter)},
                 {"adverts", summary.adverts.size()},
                 {"gone", summary.gone},
                 {"captures", summary.captures},
                 {"pictures", summary.pictures},
                 {"first_seen", iso_time(summary.first_seen_ms)},
                 {"last_seen", iso_time(summary.last_seen_ms)},
                 {"by_appendix", counts_json(summary.appendices)},
                 {"by_status", counts_json(summary.statuses)},
                 {"by_place", counts_json(summary.places)},
                 {"by_term", counts_json(summary.terms)},
                 {"accounts", Json::array()},
                 {"taxa", Json::array()},
                 {"asked", Json::array()},
                 {"groups", Json::array()},
                 {"listings", Json::array()}};
    for (const CaseAccount& account : summary.accounts)
        json["accounts"].push_back({{"source", account.source},
                                    {"account", account.seller},
                                    {"adverts", account.adverts},
                                    {"first_seen", iso_time(account.first_seen_ms)},
                                    {"last_seen", iso_time(account.last_seen_ms)},
                                    {"contacts", account.contacts}});
    for (const CaseTaxon& taxon : summary.taxa) {
        Json regimes = Json::array();
        for (const casebook::JudgedRegime& listed : taxon.taxon.regimes)
            regimes.push_back({{"regime", listed.regime}, {"listing", listed.listing}});
        Json terms = Json::array();
        for (const auto& [code, count] : taxon.terms)
            terms.push_back({{"code", code}, {"name", cites.term(code)}, {"adverts", count}});
        json["taxa"].push_back({{"scientific_name", taxon.taxon.scientific_name},
                                {"taxon_id", taxon.taxon.taxon_id},
                                {"family", taxon.taxon.family},
                                {"appendix", taxon.taxon.appendix},
                                {"annotation", taxon.taxon.annotation},
                                {"regimes", std::move(regimes)},
                                {"adverts", taxon.adverts},
                                {"terms", std::move(terms)}});
    }
    for (const CaseSummary::Asked& asked : summary.asked)
        json["asked"].push_back({{"currency", asked.currency}, {"sum", asked.sum}, {"adverts", asked.adverts}});
    for (const casebook::LinkGroup& group : summary.groups) {
        Json one = {{"listings", Json::array()}, {"ties", Json::array()}};
        for (const casebook::ListingId id : group.listings) one["listings"].push_back(static_cast<std::int64_t>(id));
        for (const auto& tie : group.ties)
            one["ties"].push_back({{"kind", to_string(tie.kind)}, {"value", tie.value}, {"adverts", tie.adverts}});
        json["groups"].push_back(std::move(one));
    }
    for (const CaseAdvert& advert : summary.adverts) json["listings"].push_back(advert_json(advert));
    sink(json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

}  // namespace tools::report
