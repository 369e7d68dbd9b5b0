#include "detector/evidence.h"

#include <algorithm>
#include <string>
#include <utility>

#include "detector/annotation_scope.h"
#include "detector/parts.h"

namespace detector {

namespace {

constexpr std::uint32_t touching_reach = 12;  // tenths of a word
constexpr std::uint32_t near_reach = 48;

std::string_view original(const Advert& advert, std::uint32_t passage, Span folded) {
    const Span span = advert.scan.passages[passage].original(folded);
    const std::string& text = advert.listing.passages[passage].text;
    const std::size_t begin = std::min<std::size_t>(span.begin, text.size());
    return std::string_view(text).substr(begin, std::min<std::size_t>(span.end, text.size()) - begin);
}

std::string filled(std::string_view says, std::string_view name, std::string_view cue, std::string_view means) {
    std::string text;
    while (!says.empty()) {
        const std::size_t brace = says.find('{');
        text.append(says.substr(0, brace));
        if (brace == std::string_view::npos) break;
        says.remove_prefix(brace);
        if (says.starts_with("{name}")) {
            text.append(name);
            says.remove_prefix(6);
        } else if (says.starts_with("{cue}")) {
            text.append(cue);
            says.remove_prefix(5);
        } else if (says.starts_with("{means}")) {
            text.append(means);
            says.remove_prefix(7);
        } else {
            text += '{';
            says.remove_prefix(1);
        }
    }
    return text;
}

bool contains(Span outer, Span inner) { return outer.begin <= inner.begin && inner.end <= outer.end; }

bool same_words(const Cue& a, const Cue& b) { return a.passage == b.passage && a.folded == b.folded; }

struct Relation {
    const Advert& advert;
    const Mention& mention;

    // Does `cue` stand to the mention as `where` demands?
    bool holds(const Cue& cue, Where where) const {
        switch (where) {
            case Where::always:
            case Where::advert:
                return true;
            case Where::title:
                return advert.listing.passages[cue.passage].field == Field::title;
            default:
                break;
        }
        if (cue.passage != mention.passage) return false;
        if (where == Where::passage) return true;
        const Span name = mention.folded, word = cue.folded;
        if (where == Where::inside) return contains(word, name);
        const PassageMap& map = advert.maps[cue.passage];
        if (!map.same_clause(word.begin, name.begin)) return false;
        if (where == Where::clause) return true;
        if (word.begin < name.end && name.begin < word.end) return where != Where::before && where != Where::after;
        const bool is_before = word.end <= name.begin;
        const std::uint32_t between =
            is_before ? map.tenths_between(word.end, name.begin) : map.tenths_between(name.end, word.begin);
        switch (where) {
            case Where::before:
                return is_before && between <= touching_reach;
            case Where::after:
                return !is_before && between <= touching_reach;
            case Where::touching:
                return between <= touching_reach;
            case Where::near_before:
                return is_before && between <= near_reach;
            case Where::near_after:
                return !is_before && between <= near_reach;
            default:
                return between <= near_reach;
        }
    }
};

// A part says something of a name only where the taxon has such a part; a part inside the mention's own words
// (`ivory carving`) is already counted with them. Nor does a word of an animal's name speak for or against it: the
// three-striped box turtle has no stripes printed on, and the talking myna need not be one that talks.
bool speaks_of(const Advert& advert, const Mention& mention, const Cue& cue) {
    const bool within = cue.passage == mention.passage && contains(mention.folded, cue.folded);
    if (within && mention.traits.has(Trait::common) && !(cue.folded == mention.folded)) return false;
    if (cue.cites_term.empty()) return true;
    if (within) return false;
    if (cue.cites_term == "LIV") return true;
    return has_part(advert.lexicon, mention.taxa, cue.cites_term);
}

Reason reason_of(const Advert& advert, const Mention& mention, const CountedRule& counted) {
    const auto& [counted_rule, cue] = counted;
    const EvidenceRule& rule = *counted_rule;
    Reason reason;
    reason.rule = rule.name;
    reason.points = rule.points;
    reason.matches = mention.matches;
    if (cue && cue->match >= 0) reason.matches.push_back(static_cast<std::uint32_t>(cue->match));
    reason.text = filled(rule.says, original(advert, mention.passage, mention.folded),
                         cue ? original(advert, cue->passage, cue->folded) : std::string_view(),
                         advert.lexicon.term(mention.term).sense->means);
    return reason;
}

}  // namespace

Weighed weigh(const Advert& advert, const Mention& mention) {
    Weighed weighed;
    const Relation relation{advert, mention};
    const auto count = [&](const EvidenceRule& rule, const Cue* cue) {
        if (rule.points == 0) return;
        // A word of several classes (`museum`: news, a show) speaks against a name once, by the strongest.
        if (rule.points < 0 && cue)
            for (CountedRule& other : weighed.rules) {
                if (other.rule->points >= 0 || !other.cue || !same_words(*other.cue, *cue)) continue;
                if (rule.points >= other.rule->points) return;
                weighed.points += rule.points - other.rule->points;
                other = {&rule, cue};
                return;
            }
        weighed.points += rule.points;
        weighed.rules.push_back({&rule, cue});
    };
    for (const CueId id : advert.telling) {
        const std::span<const std::uint32_t> places = advert.places_of(id);
        bool counted = false;
        for (const EvidenceRule& rule : advert.rules.evidence[id]) {
            if (counted) break;
            if (!rule.test.holds(mention.traits)) continue;
            if (rule.beside && advert.places_of(*rule.beside).empty()) continue;
            if (std::any_of(rule.without.begin(), rule.without.end(),
                            [&](CueId other) { return !advert.places_of(other).empty(); }))
                continue;
            if (rule.where == Where::always) {
                count(rule, nullptr);
                break;
            }
            for (const std::uint32_t index : places) {
                const Cue& cue = advert.cues[index];
                if (!relation.holds(cue, rule.where) || !speaks_of(advert, mention, cue)) continue;
                if (!cue.cites_term.empty()) {
                    weighed.parts.push_back(index);
                    // A part that an annotation leaves out tells what is offered, and speaks for no flag.
                    if (rule.points > 0 && left_out(advert.lexicon, mention.taxa, cue.cites_term)) continue;
                }
                if (!counted) count(rule, &cue);
                counted = true;
            }
        }
    }
    return weighed;
}

std::vector<Reason> reasons_of(const Advert& advert, const Mention& mention, const Weighed& weighed) {
    std::vector<Reason> reasons;
    for (const CountedRule& counted : weighed.rules) reasons.push_back(reason_of(advert, mention, counted));
    return reasons;
}

}  // namespace detector
