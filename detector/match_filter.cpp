#include "detector/match_filter.h"

#include <algorithm>

namespace detector {

namespace {

bool is_name(TermKind kind) { return kind != TermKind::part && kind != TermKind::context; }

bool is_innocent(Role role) {
    switch (role) {
        case Role::imitation:
        case Role::domestic:
        case Role::toy_media:
        case Role::awareness:
        case Role::colour:
        case Role::pet_supply:
        case Role::place_team_person:
        case Role::food_sense:
        case Role::brand:
        case Role::fossil:
            return true;
        default:
            return false;
    }
}

bool hides(const Term& longer, const Term& inside) {
    // What an analyst watches for is looked at beside what the lists say, and instead of nothing.
    if (longer.kind == TermKind::watch || inside.kind == TermKind::watch) return false;
    // A code word is the weaker reading: `Indian ivory` leaves the ivory.
    if (longer.kind == TermKind::code && is_name(inside.kind) && inside.kind != TermKind::code) return false;
    if (is_name(longer.kind)) return inside.kind != TermKind::part || !longer.cites_term.empty();
    if (longer.kind == TermKind::part) return inside.kind == TermKind::part;
    if (inside.kind == TermKind::context) return true;
    return is_innocent(longer.role);
}

bool is_watched(const Candidate& a, const Candidate& b, const Lexicon& lexicon) {
    return lexicon.term(a.match.term).kind == TermKind::watch || lexicon.term(b.match.term).kind == TermKind::watch;
}

// At most so many matches lie over one place of the text at once and are compared; deeper nests are cut.
constexpr std::size_t deepest_nest = 32;

}  // namespace

void keep_longest(std::vector<Candidate>& candidates, const Lexicon& lexicon) {
    const auto key = [](const Candidate& c) {
        return std::tuple(c.match.span.begin, ~c.match.span.end, !c.stop, static_cast<std::uint8_t>(c.match.how),
                          static_cast<std::uint32_t>(c.match.term));
    };
    std::sort(candidates.begin(), candidates.end(),
              [&](const Candidate& a, const Candidate& b) { return key(a) < key(b); });
    std::vector<Candidate> open;  // those kept that reach over the place at hand
    std::size_t kept = 0;
    for (const Candidate& candidate : candidates) {
        std::erase_if(open, [&](const Candidate& o) { return o.match.span.end <= candidate.match.span.begin; });
        const bool dropped = std::any_of(open.begin(), open.end(), [&](const Candidate& o) {
            if (o.match.span.end < candidate.match.span.end) return false;
            if (!o.stop && o.match.how == MatchHow::deobfuscated && candidate.match.how != MatchHow::deobfuscated)
                return false;  // what stands there plainly is not hidden by what only a rewriting shows
            // What stands there as listed (or respelt) is not also a form, a respelling or a disguise of something
            // else.
            if (o.match.span == candidate.match.span)
                return o.stop || o.match.term == candidate.match.term ||
                       (!is_watched(o, candidate, lexicon) && o.match.how <= MatchHow::folded &&
                        candidate.match.how > o.match.how);
            return o.stop || hides(lexicon.term(o.match.term), lexicon.term(candidate.match.term));
        });
        if (dropped) continue;
        if (open.size() < deepest_nest) open.push_back(candidate);
        candidates[kept++] = candidate;
    }
    candidates.resize(kept);
    std::erase_if(candidates, [](const Candidate& c) { return c.stop; });
}

}  // namespace detector
