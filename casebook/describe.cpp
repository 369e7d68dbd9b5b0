#include "casebook/describe.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "detector/regimes.h"

namespace casebook {

namespace {

JudgedTaxon describe(const detector::TaxonHit& hit, const detector::Lexicon& lexicon) {
    const detector::Taxon& taxon = lexicon.taxon(hit.taxon);
    std::vector<JudgedRegime> regimes;
    for (const detector::RegimeListing& listing : detector::other_listings(lexicon, hit.taxon))
        regimes.push_back({std::string(listing.regime), std::string(listing.listing), std::string(listing.annotation)});
    return {.taxon_id = std::string(taxon.id),
            .scientific_name = std::string(taxon.name),
            .rank = std::string(to_string(taxon.rank)),
            .appendix = std::string(detector::to_string(taxon.appendix)),
            .annotation = std::string(taxon.annotation),
            .kingdom = std::string(taxon.kingdom),
            .klass = std::string(taxon.klass),
            .order = std::string(taxon.order),
            .family = std::string(taxon.family),
            .specimens = hit.specimens,
            .regimes = std::move(regimes)};
}

JudgedMatch describe(const detector::Match& match, const detector::Listing& listing, const detector::Lexicon& lexicon) {
    const detector::Passage& passage = listing.passages.at(match.passage);
    const detector::Term& term = lexicon.term(match.term);
    return {.passage = match.passage,
            .field = passage.field,
            .start = match.span.begin,
            .end = match.span.end,
            .text = passage.text.substr(match.span.begin, match.span.end - match.span.begin),
            .entry = std::string(term.text),
            .kind = std::string(detector::to_string(term.kind)),
            .language = std::string(term.language),
            .how = std::string(detector::to_string(match.how))};
}

// Indexes of the matches that taxa and reasons stand on, in the order of the text: the others proved nothing.
std::vector<std::uint32_t> telling_matches(const detector::ScanResult& scan, const detector::Assessment& assessment) {
    std::vector<std::uint32_t> telling;
    for (const detector::TaxonHit& hit : assessment.taxa)
        telling.insert(telling.end(), hit.matches.begin(), hit.matches.end());
    for (const detector::Reason& reason : assessment.reasons)
        telling.insert(telling.end(), reason.matches.begin(), reason.matches.end());
    std::sort(telling.begin(), telling.end());
    telling.erase(std::unique(telling.begin(), telling.end()), telling.end());
    std::erase_if(telling, [&](std::uint32_t index) { return index >= scan.matches.size(); });
    return telling;
}

// The reason with its matches counted as they are kept.
JudgedReason describe(const detector::Reason& reason, const std::vector<std::uint32_t>& kept) {
    JudgedReason described{reason.rule, reason.points, reason.text, {}};
    for (const std::uint32_t index : reason.matches)
        if (const auto at = std::lower_bound(kept.begin(), kept.end(), index); at != kept.end() && *at == index)
            described.matches.push_back(static_cast<std::uint32_t>(at - kept.begin()));
    return described;
}

}  // namespace

JudgedListing describe(detector::Listing listing, const detector::ScanResult& scan,
                       const detector::Assessment& assessment, const detector::Lexicon& lexicon, const Provenance& by) {
    JudgedListing judged;
    Judgement& judgement = judged.judgement;
    judgement.level = assessment.level;
    judgement.score = assessment.score;
    judgement.confidence = assessment.confidence;
    if (assessment.flagged() && assessment.appendix != detector::Appendix::none)
        judgement.appendix = detector::to_string(assessment.appendix);
    judgement.quantity = assessment.quantity;
    judgement.claims = assessment.claims;
    judgement.by = by;
    if (!scan.flooding.empty())
        judgement.note = "'" + std::string(lexicon.term(scan.flooding.front()).text) +
                         "' stands in a text so often that only the first of them were judged";
    else if (scan.truncated)
        judgement.note = "a text was longer than the limit: only its beginning was judged";
    for (const detector::TaxonHit& hit : assessment.taxa) judgement.taxa.push_back(describe(hit, lexicon));
    const std::vector<std::uint32_t> kept = telling_matches(scan, assessment);
    for (const std::uint32_t index : kept) judgement.matches.push_back(describe(scan.matches[index], listing, lexicon));
    for (const detector::Reason& reason : assessment.reasons) judgement.reasons.push_back(describe(reason, kept));
    judged.listing = std::move(listing);
    return judged;
}

}  // namespace casebook
