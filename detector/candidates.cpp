// What becomes of a literal that may stand in the text: verified, it is a candidate; what outlives the others is a
// match.
#include <algorithm>

#include "detector/naming.h"
#include "detector/scanner.h"

namespace detector {

namespace {

// Zero-width characters inside a word serve no reader, only a filter: U+200B, U+2060, U+FEFF, and the joiner U+200D
// (outside emoji). The non-joiner U+200C is Persian spelling, the soft hyphen good typesetting.
bool hides_joiners(std::string_view text) {
    for (std::string_view joiner : {"\u200B", "\u2060", "\uFEFF", "\u200D"})
        if (const std::size_t at = text.find(joiner); at != std::string_view::npos && at + joiner.size() < text.size())
            return true;
    return false;
}

bool same_but_for_case(std::string_view a, std::string_view b) {
    if (a == b) return true;
    const auto ascii = [](std::string_view text) {
        return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    };
    if (!ascii(a) || !ascii(b)) return case_folded(a) == case_folded(b);
    const auto small = [](char c) { return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return small(x) == small(y); });
}

}  // namespace

// A literal may stand at `begin`.
bool Scanner::Workspace::propose(std::uint32_t number, std::uint32_t begin) {
    const Literal& literal = compiled.parts.index.literals[number];
    const std::string_view listed = compiled.parts.index.text(literal.text);
    const auto end = begin + static_cast<std::uint32_t>(listed.size());
    if (text.substr(begin, listed.size()) != listed) return true;
    ++result.proposals;
    const Span span{begin, end};
    if (literal.anchors.begin != literal.anchors.end)
        compiled.phrases.verify(text, span, literal,
                                [this](const Phrase& phrase, const PhraseHit& hit) { add_phrase(phrase, hit); });
    name_hits.clear();
    if (literal.genus != no_index && compiled.names.at_genus(text, span, literal.genus, name_hits))
        if (genera_seen.empty() || genera_seen.back() != literal.genus) genera_seen.push_back(literal.genus);
    if (literal.epithet != no_index) {
        const std::size_t before = pending.size();
        compiled.names.at_epithet(text, span, literal.epithet, name_hits, pending);
        for (std::size_t i = before; i < pending.size(); ++i) pending[i].passage = passage;
    }
    for (const NameHit& hit : name_hits) add(hit.term, hit.span, hit.how);
    return found[passage].size() < Limits::matches ? true : (result.truncated = true, false);
}

// Of terms that mean the same one is reported: in the listing's language where there is one, else the first.
void Scanner::Workspace::add_phrase(const Phrase& phrase, const PhraseHit& hit) {
    if (phrase.stop && !second_view) {
        Candidate stop;
        stop.match.passage = passage;
        stop.match.folded = hit.span;
        stop.match.span = result.passages[passage].original(hit.span);
        stop.stop = true;
        found[passage].push_back(stop);
    }
    const auto& terms = compiled.parts.index.phrase_terms;
    for (std::uint32_t i = phrase.terms.begin; i < phrase.terms.end;) {
        const std::uint32_t group = terms[i].group;
        const PhraseTerm* best = nullptr;
        for (; i < phrase.terms.end && terms[i].group == group; ++i) {
            if (!(terms[i].languages & hit.languages)) continue;
            if (!best || (!(best->languages & spoken) && (terms[i].languages & spoken))) best = &terms[i];
        }
        const MatchHow how = phrase.disguise ? MatchHow::deobfuscated
                             : hit.inflected ? MatchHow::inflected
                                             : MatchHow::exact;
        if (best && !(everyday && is_everyday(compiled.lexicon.term(best->term), hit.span)))
            add(best->term, hit.span, how);
    }
}

// An everyday word of the listing's language is that word, whatever it names in languages the listing is not in:
// `make` and `lost` are no Italian lemurs and no Danish lynx where English is written.
bool Scanner::Workspace::is_everyday(const Term& term, Span span) const {
    if (term.kind != TermKind::common && term.kind != TermKind::product && term.kind != TermKind::code) return false;
    if (!everyday->contains(text.substr(span.begin, span.size()))) return false;
    return std::none_of(term.languages.begin(), term.languages.end(), [&](std::string_view tag) {
        return tag == "und" || tag == "la" || primary_language(tag) == read_as;
    });
}

void Scanner::Workspace::add(TermId term, Span span, MatchHow how) {
    const FoldedPassage& folded_passage = result.passages[passage];
    if (second_view) {
        const Undisguised& other = undisguised[passage];
        const auto touches = [&](const Span& place) { return place.begin < span.end && span.begin < place.end; };
        const auto any = [&](const std::vector<Span>& places) {
            return std::any_of(places.begin(), places.end(), touches);
        };
        const TermKind kind = compiled.lexicon.term(term).kind;
        if (kind == TermKind::context || kind == TermKind::emoji) return;
        if (any(other.concealed))
            how = MatchHow::deobfuscated;
        else if (!any(other.respelt))
            return;
        else if (how == MatchHow::exact)
            how = MatchHow::folded;
        span = other.view.original(span);
    }
    std::uint32_t& count = uses[static_cast<std::uint32_t>(term)];
    if (count == 0) used.push_back(static_cast<std::uint32_t>(term));
    if (++count > Limits::matches_per_term) {
        if (count == Limits::matches_per_term + 1) result.flooding.push_back(term);
        result.truncated = true;
        return;
    }
    found[passage].push_back({{term, passage, folded_passage.original(span), span, how}, false});
}

void Scanner::Workspace::resolve_abbreviations() {
    second_view = false;
    if (pending.empty()) return;
    std::sort(genera_seen.begin(), genera_seen.end());
    const auto seen = [&](std::uint32_t genus) {
        return std::binary_search(genera_seen.begin(), genera_seen.end(), genus);
    };
    for (const PendingName& each : pending) {
        const auto hit = compiled.names.resolve(each, seen);
        if (!hit) continue;
        passage = each.passage;
        if (found[passage].size() < Limits::matches) add(hit->term, hit->span, hit->how);
    }
}

void Scanner::Workspace::finish_passage(std::uint32_t number, std::string_view original) {
    std::vector<Candidate>& candidates = found[number];
    keep_longest(candidates, compiled.lexicon);
    for (Candidate& candidate : candidates) {
        if (candidate.match.how == MatchHow::exact) candidate.match.how = exactness(candidate.match, original);
        result.matches.push_back(candidate.match);
    }
}

MatchHow Scanner::Workspace::exactness(const Match& match, std::string_view original) const {
    const std::string_view term = compiled.lexicon.term(match.term).text;
    const std::string_view there = original.substr(match.span.begin, match.span.size());
    if (same_but_for_case(there, term)) return MatchHow::exact;
    return hides_joiners(there) ? MatchHow::deobfuscated : MatchHow::folded;
}

}  // namespace detector
