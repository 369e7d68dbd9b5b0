#include "casebook/describe.h"

#include <utility>

namespace casebook {

namespace {

std::string_view rank_name(detector::Rank rank) {
    switch (rank) {
        case detector::Rank::subspecies:
            return "subspecies";
        case detector::Rank::variety:
            return "variety";
        case detector::Rank::species:
            return "species";
        case detector::Rank::genus:
            return "genus";
        case detector::Rank::family:
            return "family";
        case detector::Rank::order:
            return "order";
        case detector::Rank::higher:
            return "higher";
    }
    return "";
}

JudgedTaxon describe(const detector::TaxonHit& hit, const detector::Lexicon& lexicon) {
    const detector::Taxon& taxon = lexicon.taxon(hit.taxon);
    return {.taxon_id = std::string(taxon.id),
            .scientific_name = std::string(taxon.name),
            .rank = std::string(rank_name(taxon.rank)),
            .appendix = std::string(detector::to_string(taxon.appendix)),
            .annotation = std::string(taxon.annotation),
            .kingdom = std::string(taxon.kingdom),
            .klass = std::string(taxon.klass),
            .order = std::string(taxon.order),
            .family = std::string(taxon.family),
            .specimens = hit.specimens};
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
    if (scan.truncated) judgement.note = "a text was longer than the limit: only its beginning was judged";
    for (const detector::TaxonHit& hit : assessment.taxa) judgement.taxa.push_back(describe(hit, lexicon));
    for (const detector::Match& match : scan.matches) judgement.matches.push_back(describe(match, listing, lexicon));
    for (const detector::Reason& reason : assessment.reasons)
        judgement.reasons.push_back({reason.rule, reason.points, reason.text, reason.matches});
    judged.listing = std::move(listing);
    return judged;
}

}  // namespace casebook
