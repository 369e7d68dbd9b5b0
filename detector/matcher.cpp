#include "detector/matcher.h"

#include <algorithm>

#include "detector/compiled.h"
#include "detector/disguise.h"
#include "detector/inflection.h"
#include "detector/lexicon_storage.h"
#include "detector/match_filter.h"
#include "detector/name_verifier.h"
#include "detector/phrase_verifier.h"

namespace detector {

namespace {

// Do more letters follow in the word than any form adds? Only ASCII is counted: the verifiers know the rest.
bool tail_is_longer(std::string_view text, std::uint32_t end, std::uint8_t longest) {
    if (longest == any_tail) return false;
    for (std::uint32_t at = end; at < text.size() && ascii_word(text[at]); ++at)
        if (at - end >= longest) return true;
    return false;
}

// Zero-width characters inside a word serve no reader, only a filter: U+200B, U+2060, U+FEFF, and the joiner U+200D
// (outside emoji). The non-joiner U+200C is Persian spelling, the soft hyphen good typesetting.
bool hides_joiners(std::string_view text) {
    for (std::string_view joiner : {"\u200B", "\u2060", "\uFEFF", "\u200D"})
        if (const std::size_t at = text.find(joiner); at != std::string_view::npos && at + joiner.size() < text.size())
            return true;
    return false;
}

}  // namespace

struct Matcher::Compiled {
    Compiled(const Lexicon& lists, const std::filesystem::path& cache_folder,
             const std::function<void(double)>& progress)
        : lexicon(lists),
          inflections(lists.storage().endings),
          parts(compile_lexicon(lists, inflections, cache_folder, progress)),
          phrases(parts.index, inflections, lists),
          names(parts.index, lists),
          disguises(parts.index, lists) {}

    const Lexicon& lexicon;
    const Inflections inflections;
    const CompiledLexicon parts;
    const PhraseVerifier phrases;
    const NameVerifier names;
    const Disguises disguises;
};

struct Scanner::Workspace {
    explicit Workspace(const Matcher::Compiled& of)
        : compiled(of), scratch(of.parts.engine.make_scratch()), uses(of.lexicon.terms().size()) {}

    void scan(const Listing& listing);
    void scan_passage(std::uint32_t number);
    void scan_text(std::string_view folded_text);
    void scan_disguises();
    bool propose(std::uint32_t literal, std::uint32_t end);
    void add_phrase(const Phrase& phrase, const PhraseHit& hit);
    void add(TermId term, Span span, MatchHow how);
    void resolve_abbreviations();
    void finish_passage(std::uint32_t number, std::string_view original);
    MatchHow exactness(const Match& match, std::string_view original) const;

    const Matcher::Compiled& compiled;
    LiteralScratch scratch;
    ScanResult result;
    std::string_view text;                      // of the passage at hand, folded
    Languages spoken = 0;                       // language of the listing, 0 where unknown
    std::uint32_t passage = 0;                  // the one at hand
    std::vector<std::vector<Candidate>> found;  // per passage
    std::vector<NameHit> name_hits;
    std::vector<PendingName> pending;
    std::vector<std::uint32_t> genera_seen;
    std::vector<std::uint32_t> uses;  // of each term in the passage at hand
    std::vector<std::uint32_t> used;  // terms with any
    Undisguised undisguised;
    bool second_view = false;  // scanning `undisguised` rather than the passage
};

void Scanner::Workspace::scan(const Listing& listing) {
    const std::size_t count = listing.passages.size();
    result.passages.resize(count);
    result.undisguised.resize(count);
    result.matches.clear();
    result.flooding.clear();
    result.truncated = false;
    result.proposals = 0;
    if (found.size() < count) found.resize(count);
    pending.clear();
    genera_seen.clear();
    spoken = listing.language.empty() ? 0 : compiled.inflections.languages_of(listing.language);
    if (spoken == uninflected) spoken = 0;

    std::size_t budget = Limits::listing_bytes;
    for (std::uint32_t i = 0; i < count; ++i) {
        std::string_view original = listing.passages[i].text;
        const std::size_t most = std::min(budget, Limits::passage_bytes);
        if (original.size() > most) {
            original = original.substr(0, most);
            result.truncated = true;
        }
        budget -= original.size();
        fold(original, result.passages[i]);
        scan_passage(i);
    }
    resolve_abbreviations();
    for (std::uint32_t i = 0; i < count; ++i) finish_passage(i, listing.passages[i].text);
}

void Scanner::Workspace::scan_passage(std::uint32_t number) {
    passage = number;
    for (std::uint32_t term : used) uses[term] = 0;
    used.clear();
    found[number].clear();
    scan_text(result.passages[number].text);
    scan_disguises();
}

void Scanner::Workspace::scan_text(std::string_view folded_text) {
    text = folded_text;
    if (text.empty()) return;
    auto sink = [this](std::uint32_t literal, std::uint32_t end) { return propose(literal, end); };
    compiled.parts.engine.scan(text, scratch, sink);
    compiled.parts.short_words.scan(text, sink);
}

// The same matching over the places that looked disguised. What is found there counts only where it takes in something
// that was undone; plain words of the window were found before.
void Scanner::Workspace::scan_disguises() {
    compiled.disguises.undo(result.passages[passage].text, undisguised);
    result.undisguised[passage] = undisguised.view.text;
    if (undisguised.view.text.empty()) return;
    second_view = true;
    const std::size_t abbreviations = pending.size();
    scan_text(undisguised.view.text);
    pending.resize(abbreviations);  // an abbreviation is no disguise
    second_view = false;
}

// Called for every literal that stands in the text: most of them inside longer words, so the cheap tests come first.
bool Scanner::Workspace::propose(std::uint32_t number, std::uint32_t end) {
    const Literal& literal = compiled.parts.index.literals[number];
    const std::uint32_t begin = end - (literal.text.end - literal.text.begin);
    if (!literal.free_left && begin > 0 && ascii_word(text[begin - 1]) && ascii_word(text[begin])) return true;
    if (tail_is_longer(text, end, literal.longest_tail)) return true;
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
        if (best) add(best->term, hit.span, how);
    }
}

void Scanner::Workspace::add(TermId term, Span span, MatchHow how) {
    const FoldedPassage& folded_passage = result.passages[passage];
    if (second_view) {
        const auto touches = [&](const Span& place) { return place.begin < span.end && span.begin < place.end; };
        const auto any = [&](const std::vector<Span>& places) {
            return std::any_of(places.begin(), places.end(), touches);
        };
        const TermKind kind = compiled.lexicon.term(term).kind;
        if (kind == TermKind::context || kind == TermKind::emoji) return;
        if (any(undisguised.concealed))
            how = MatchHow::deobfuscated;
        else if (!any(undisguised.respelt))
            return;
        else if (how == MatchHow::exact)
            how = MatchHow::folded;
        span = undisguised.view.original(span);
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
    if (there == term || case_folded(there) == case_folded(term)) return MatchHow::exact;
    return hides_joiners(there) ? MatchHow::deobfuscated : MatchHow::folded;
}

Matcher::Matcher(const Lexicon& lexicon, const std::filesystem::path& cache_folder,
                 const std::function<void(double)>& progress)
    : compiled_(std::make_unique<Compiled>(lexicon, cache_folder, progress)) {}
Matcher::~Matcher() = default;
Matcher::Matcher(Matcher&&) noexcept = default;

Scanner Matcher::make_scanner() const { return Scanner(std::make_unique<Scanner::Workspace>(*compiled_)); }
const Lexicon& Matcher::lexicon() const { return compiled_->lexicon; }
bool Matcher::loaded_from_cache() const { return compiled_->parts.from_cache; }

Scanner::Scanner(std::unique_ptr<Workspace> workspace) : workspace_(std::move(workspace)) {}
Scanner::~Scanner() = default;
Scanner::Scanner(Scanner&&) noexcept = default;

const ScanResult& Scanner::scan(const Listing& listing) {
    workspace_->scan(listing);
    return workspace_->result;
}

std::string_view to_string(TermKind kind) {
    switch (kind) {
        case TermKind::accepted:
            return "accepted";
        case TermKind::synonym:
            return "synonym";
        case TermKind::genus:
            return "genus";
        case TermKind::family:
            return "family";
        case TermKind::common:
            return "common";
        case TermKind::product:
            return "product";
        case TermKind::code:
            return "code";
        case TermKind::part:
            return "part";
        case TermKind::context:
            return "context";
        case TermKind::emoji:
            return "emoji";
        case TermKind::watch:
            return "watch";
    }
    return "";
}

std::string_view to_string(MatchHow how) {
    switch (how) {
        case MatchHow::exact:
            return "exact";
        case MatchHow::folded:
            return "folded";
        case MatchHow::inflected:
            return "inflected";
        case MatchHow::abbreviated:
            return "abbreviated";
        case MatchHow::fuzzy:
            return "fuzzy";
        case MatchHow::deobfuscated:
            return "deobfuscated";
    }
    return "";
}

std::string_view to_string(Appendix appendix) {
    switch (appendix) {
        case Appendix::none:
            return "";
        case Appendix::III:
            return "III";
        case Appendix::II:
            return "II";
        case Appendix::I_II:
            return "I/II";
        case Appendix::I:
            return "I";
    }
    return "";
}

}  // namespace detector
