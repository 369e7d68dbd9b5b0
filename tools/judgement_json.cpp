#include "tools/judgement_json.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <vector>

#include "detector/regimes.h"

namespace tools {

namespace {

using Json = nlohmann::ordered_json;

// Indexes of the matches worth showing, each once, in the order of the text.
std::vector<std::uint32_t> shown_matches(const detector::ScanResult& scan, const detector::Assessment& assessment) {
    std::vector<std::uint32_t> shown;
    for (const detector::TaxonHit& hit : assessment.taxa)
        shown.insert(shown.end(), hit.matches.begin(), hit.matches.end());
    for (const detector::Reason& reason : assessment.reasons)
        shown.insert(shown.end(), reason.matches.begin(), reason.matches.end());
    std::sort(shown.begin(), shown.end());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    std::erase_if(shown, [&](std::uint32_t index) { return index >= scan.matches.size(); });
    return shown;
}

Json match_json(const detector::Match& match, const detector::Listing& listing, const detector::Lexicon& lexicon) {
    const detector::Passage& passage = listing.passages[match.passage];
    const detector::Term& term = lexicon.term(match.term);
    Json json = {{"field", to_string(passage.field)}};
    if (!passage.label.empty()) json["attribute"] = passage.label;
    json["start"] = match.span.begin;
    json["end"] = match.span.end;
    json["text"] = std::string_view(passage.text).substr(match.span.begin, match.span.end - match.span.begin);
    json["entry"] = term.text;
    json["kind"] = to_string(term.kind);
    json["language"] = term.language;
    json["how"] = to_string(match.how);
    return json;
}

}  // namespace

std::vector<std::string> flooding_terms(const detector::ScanResult& scan, const detector::Lexicon& lexicon) {
    std::vector<std::string> texts;  // a term may flood several passages
    for (const detector::TermId term : scan.flooding) texts.emplace_back(lexicon.term(term).text);
    std::sort(texts.begin(), texts.end());
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

std::string judgement_json(const detector::Listing& listing, const detector::ScanResult& scan,
                           const detector::Assessment& assessment, const detector::Lexicon& lexicon) {
    Json taxa = Json::array();
    for (const detector::TaxonHit& hit : assessment.taxa) {
        const detector::Taxon& taxon = lexicon.taxon(hit.taxon);
        taxa.push_back({{"taxon_id", taxon.id},
                        {"scientific_name", taxon.name},
                        {"rank", to_string(taxon.rank)},
                        {"appendix", to_string(taxon.appendix)},
                        {"annotation", taxon.annotation},
                        {"specimens", hit.specimens}});
        Json regimes = Json::array();
        for (const detector::RegimeListing& listed : other_listings(lexicon, hit.taxon))
            regimes.push_back({{"regime", listed.regime}, {"listing", listed.listing}});
        if (!regimes.empty()) taxa.back()["regimes"] = std::move(regimes);
    }
    Json matches = Json::array();
    for (const std::uint32_t index : shown_matches(scan, assessment))
        matches.push_back(match_json(scan.matches[index], listing, lexicon));
    Json reasons = Json::array();
    for (const detector::Reason& reason : assessment.reasons)
        reasons.push_back({{"rule", reason.rule}, {"points", reason.points}, {"text", reason.text}});

    Json json = {{"id", listing.id},
                 {"url", listing.url},
                 {"title", listing.first(detector::Field::title)},
                 {"flagged", assessment.flagged()},
                 {"level", to_string(assessment.level)},
                 {"score", assessment.score},
                 {"confidence", std::round(assessment.confidence * 10000) / 10000},
                 {"appendix", to_string(assessment.appendix)},
                 {"taxa", std::move(taxa)},
                 {"matches", std::move(matches)},
                 {"reasons", std::move(reasons)},
                 {"claims", assessment.claims},
                 {"quantity", assessment.quantity},
                 {"lists", std::string(lexicon.version()) + " " + std::string(lexicon.digest().substr(0, 12))},
                 {"software", "citeswatch " CITESWATCH_VERSION}};
    // Rare: what could not be read of the advert, so that nobody takes half a judgement for a whole one.
    if (scan.truncated) json["truncated"] = true;
    if (!scan.flooding.empty()) json["flooding"] = flooding_terms(scan, lexicon);
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace tools
