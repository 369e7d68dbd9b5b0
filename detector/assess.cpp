#include "detector/assess.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "detector/cues.h"
#include "detector/evidence.h"
#include "detector/mentions.h"
#include "detector/stake.h"

namespace detector {

namespace {

struct Judged {
    Mention mention;
    Weighed weighed;
    std::optional<Reason> agreement;  // with another mention; its points are among the weighed ones
};

// Logistic in the evidence points; the two figures are fitted on labelled adverts (config/README.md).
double confidence_of(double points, const Rules::Storage& rules) {
    const double slope = rules.weight("confidence.slope", 0.15);
    const double middle = rules.weight("confidence.middle", 20);
    return 1 / (1 + std::exp(-slope * (points - middle)));
}

Level level_of(int score, const Rules::Storage& rules) {
    if (score >= rules.weight("level.critical", 75)) return Level::critical;
    if (score >= rules.weight("level.high", 55)) return Level::high;
    if (score >= rules.weight("level.medium", 40)) return Level::medium;
    return score >= rules.weight("level.low", 20) ? Level::low : Level::none;
}

Appendix strictest(const Lexicon& lexicon, const std::vector<TaxonId>& taxa) {
    Appendix found = Appendix::none;
    for (const TaxonId taxon : taxa) found = std::max(found, lexicon.taxon(taxon).appendix);
    return found;
}

int sum(const std::vector<Reason>& reasons) {
    int points = 0;
    for (const Reason& reason : reasons) points += reason.points;
    return points;
}

// A mention inside a longer one that counts says nothing of its own: `crocodile` in `crocodile leather`.
bool counts(const Judged& judged, const std::vector<Judged>& all, double threshold) {
    if (judged.weighed.points < threshold) return false;
    if (!judged.mention.covered || judged.mention.traits.has(Trait::watch)) return true;
    return std::none_of(all.begin(), all.end(), [&](const Judged& other) {
        const Span outer = other.mention.folded, inner = judged.mention.folded;
        return other.mention.passage == judged.mention.passage && !(outer == inner) && outer.begin <= inner.begin &&
               inner.end <= outer.end && other.weighed.points >= threshold && !other.mention.traits.has(Trait::code) &&
               !other.mention.traits.has(Trait::watch);
    });
}

void add_hit(Assessment& assessment, TaxonId taxon, const std::vector<std::string>& specimens,
             const std::vector<std::uint32_t>& matches) {
    const auto at = std::find_if(assessment.taxa.begin(), assessment.taxa.end(),
                                 [&](const TaxonHit& hit) { return hit.taxon == taxon; });
    if (at == assessment.taxa.end()) {
        assessment.taxa.push_back({taxon, specimens, matches});
        return;
    }
    for (const std::string& code : specimens)
        if (std::find(at->specimens.begin(), at->specimens.end(), code) == at->specimens.end())
            at->specimens.push_back(code);
    at->matches.insert(at->matches.end(), matches.begin(), matches.end());
}

bool apart(const Mention& a, const Mention& b) {
    return a.passage != b.passage || a.folded.end <= b.folded.begin || b.folded.end <= a.folded.begin;
}

// `Orchidee Paphiopedilum`, `Hermann's tortoise (Testudo hermanni)`: two different names of one kind bear each other
// out.
void count_agreement(const Lexicon& lexicon, int points, std::vector<Judged>& judged) {
    for (Judged& one : judged)
        for (const Judged& other : judged) {
            const std::uint32_t here = one.mention.matches.front(), there = other.mention.matches.front();
            if (&one == &other || here == there || !apart(one.mention, other.mention) ||
                one.mention.cites_term != other.mention.cites_term || !related(lexicon, one.mention, other.mention))
                continue;
            if (one.mention.term == other.mention.term) continue;
            // A picture beside the name adorns it; a word that is a name in other languages only, and much else, is
            // none.
            if (other.mention.traits.has(Trait::emoji)) continue;
            if (other.mention.traits.has(Trait::foreign) && !other.mention.traits.has(Trait::sure)) continue;
            one.weighed.points += points;
            one.agreement = {"names-agree", points, {here, there}, "another name of the same kind of taxon"};
            break;
        }
}

// Evidence beyond the cap makes us surer, not the matter graver: it is taken off again in plain sight.
void cap_evidence(std::vector<Reason>& reasons, int cap) {
    const int over = sum(reasons) - cap;
    if (over > 0) reasons.push_back({"evidence-cap", -over, {}, "certain enough: more words of the kind add nothing"});
}

// What a flag says of stakes may lift it, and may lower it as far as the lowest level, not below.
void floor_score(std::vector<Reason>& reasons, int floor) {
    const int under = floor - sum(reasons);
    if (under > 0)
        reasons.push_back({"flag-floor", under, {}, "what speaks for a lower priority does not clear the offer"});
}

}  // namespace

std::string_view to_string(Level level) {
    switch (level) {
        case Level::none:
            return "none";
        case Level::low:
            return "low";
        case Level::medium:
            return "medium";
        case Level::high:
            return "high";
        case Level::critical:
            return "critical";
    }
    return "none";
}

Assessment assess(const Listing& listing, const ScanResult& scan, const Lexicon& lexicon, const Rules& rules) {
    Assessment assessment;
    const Rules::Storage& data = rules.storage();
    assessment.confidence = data.weight("confidence.nothing", 0.001);
    if (!names_anything(scan, lexicon)) return assessment;

    const Advert advert = lay_out(listing, scan, lexicon, data);
    std::vector<Judged> judged;
    for (Mention& mention : find_mentions(advert)) {
        Weighed weighed = weigh(advert, mention);
        judged.push_back({std::move(mention), std::move(weighed), std::nullopt});
    }
    count_agreement(lexicon, static_cast<int>(data.weight("agreement")), judged);
    std::stable_sort(judged.begin(), judged.end(),
                     [](const Judged& a, const Judged& b) { return a.weighed.points > b.weighed.points; });
    if (judged.empty()) return assessment;

    const double threshold = data.weight("level.low", 20);
    const Judged& best = judged.front();
    assessment.confidence = confidence_of(best.weighed.points, data);
    assessment.reasons = reasons_of(advert, best.mention, best.weighed);
    if (best.agreement) assessment.reasons.push_back(*best.agreement);

    if (best.weighed.points >= threshold) {
        const Judged* gravest = &best;
        for (const Judged& each : judged) {
            if (!counts(each, judged, threshold)) continue;
            const std::vector<std::string> specimens = specimens_of(advert, each.mention, each.weighed);
            for (const TaxonId taxon : each.mention.taxa) add_hit(assessment, taxon, specimens, each.mention.matches);
            const Appendix appendix = strictest(lexicon, each.mention.taxa);
            if (appendix > assessment.appendix) {
                assessment.appendix = appendix;
                gravest = &each;
            }
        }
        cap_evidence(assessment.reasons, static_cast<int>(data.weight("evidence.cap", 40)));
        const std::vector<std::string> specimens = specimens_of(advert, gravest->mention, gravest->weighed);
        for (Reason& reason : stakes_of(advert, gravest->mention, specimens, assessment.appendix))
            assessment.reasons.push_back(std::move(reason));
        floor_score(assessment.reasons, static_cast<int>(threshold));
        assessment.quantity = quantity_of(advert, gravest->mention);
    }
    assessment.claims = claims_of(advert);
    assessment.score = std::clamp(sum(assessment.reasons), 0, 100);
    assessment.level = best.weighed.points >= threshold ? level_of(assessment.score, data) : Level::none;
    std::stable_sort(assessment.reasons.begin(), assessment.reasons.end(),
                     [](const Reason& a, const Reason& b) { return std::abs(a.points) > std::abs(b.points); });
    return assessment;
}

}  // namespace detector
