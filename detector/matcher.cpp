#include "detector/matcher.h"

#include <algorithm>

#include "detector/compiled.h"
#include "detector/disguise.h"
#include "detector/inflection.h"
#include "detector/lexicon_storage.h"
#include "detector/match_filter.h"
#include "detector/name_verifier.h"
#include "detector/naming.h"
#include "detector/phrase_verifier.h"

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

struct Matcher::Compiled {
    Compiled(const Lexicon& lists, const std::filesystem::path& cache_folder,
             const std::function<void(double)>& progress)
        : lexicon(lists),
          inflections(lists.storage().endings),
          parts(compile_lexicon(lists, inflections, cache_folder, progress)),
          phrases(parts.index, inflections, lists),
          names(parts.index, lists),
          disguises(parts.index, lists),
          least_mark(least_mark_of(parts.index)) {}

    // Every literal that may stand anywhere holds a byte as great as this: a text without one holds none of them, and
    // most text in scripts with spaces has no such byte.
    static unsigned char least_mark_of(const TermIndex& index) {
        unsigned char least = 0xFF;
        for (const Literal& literal : index.literals) {
            if (!literal.whole) continue;
            unsigned char most = 0;
            for (const char c : index.text(literal.text)) most = std::max(most, static_cast<unsigned char>(c));
            least = std::min(least, most);
        }
        return least;
    }

    const Lexicon& lexicon;
    const Inflections inflections;
    const CompiledLexicon parts;
    const PhraseVerifier phrases;
    const NameVerifier names;
    const Disguises disguises;
    const unsigned char least_mark;
};

struct Scanner::Workspace {
    explicit Workspace(const Matcher::Compiled& of)
        : compiled(of), scratch(of.parts.engine.make_scratch()), uses(of.lexicon.terms().size()) {}

    void scan(const Listing& listing);
    bool holds_name(const Listing& listing);
    void begin(const Listing& listing);
    void read(const Listing& listing, std::uint32_t number);
    void scan_names(std::uint32_t number);
    void scan_context(std::uint32_t number);
    void view(std::uint32_t number, bool second);
    void look_up_words(const WordLookup& lookup);
    void find_unspaced();
    bool propose(std::uint32_t literal, std::uint32_t begin);
    bool names_anything() const;
    bool names_at_once(std::uint32_t number) const;
    void add_phrase(const Phrase& phrase, const PhraseHit& hit);
    bool is_everyday(const Term& term, Span span) const;
    void add(TermId term, Span span, MatchHow how);
    void resolve_abbreviations();
    void finish_passage(std::uint32_t number, std::string_view original);
    MatchHow exactness(const Match& match, std::string_view original) const;

    const Matcher::Compiled& compiled;
    LiteralScratch scratch;
    ScanResult result;
    std::size_t budget = 0;                     // bytes that may still be read of the listing
    std::string_view text;                      // of the view at hand, folded
    ByteMap map;                                // of `text`
    std::vector<TextWord> words;                // likewise
    std::string language;                       // of the listing
    Languages spoken = 0;                       // the same, 0 where unknown
    const EverydayWords* everyday = nullptr;    // of that language, where it has any
    std::uint32_t passage = 0;                  // the one at hand
    std::vector<std::vector<Candidate>> found;  // per passage
    std::vector<NameHit> name_hits;
    std::vector<PendingName> pending;
    std::vector<std::uint32_t> genera_seen;
    std::vector<std::uint32_t> uses;       // of each term in the passage at hand
    std::vector<std::uint32_t> used;       // terms with any
    std::vector<Undisguised> undisguised;  // per passage
    bool second_view = false;              // reading `undisguised` rather than the passage
};

void Scanner::Workspace::begin(const Listing& listing) {
    const std::size_t count = listing.passages.size();
    result.passages.resize(count);
    result.undisguised.resize(count);
    result.matches.clear();
    result.flooding.clear();
    result.truncated = false;
    result.proposals = 0;
    if (found.size() < count) {
        found.resize(count);
        undisguised.resize(count);
    }
    pending.clear();
    genera_seen.clear();
    if (listing.language != language) {
        language = listing.language;
        spoken = language.empty() ? 0 : compiled.inflections.languages_of(language);
        if (spoken == uninflected) spoken = 0;
        const auto& all = compiled.lexicon.storage().everyday;
        const auto own = all.find(primary_language(language));
        everyday = spoken && own != all.end() ? &own->second : nullptr;
    }
    budget = Limits::listing_bytes;
}

void Scanner::Workspace::read(const Listing& listing, std::uint32_t number) {
    std::string_view original = listing.passages[number].text;
    const std::size_t most = std::min(budget, Limits::passage_bytes);
    if (original.size() > most) {
        original = original.substr(0, most);
        result.truncated = true;
    }
    budget -= original.size();
    fold(original, result.passages[number]);
    scan_names(number);
}

void Scanner::Workspace::scan(const Listing& listing) {
    begin(listing);
    const auto count = static_cast<std::uint32_t>(listing.passages.size());
    for (std::uint32_t i = 0; i < count; ++i) read(listing, i);
    resolve_abbreviations();
    if (names_anything())
        for (std::uint32_t i = 0; i < count; ++i) scan_context(i);
    else
        for (std::uint32_t i = 0; i < count; ++i) found[i].clear();
    for (std::uint32_t i = 0; i < count; ++i) finish_passage(i, listing.passages[i].text);
}

// As scan(), but done with the first passage that names something by itself.
bool Scanner::Workspace::holds_name(const Listing& listing) {
    begin(listing);
    const auto count = static_cast<std::uint32_t>(listing.passages.size());
    std::vector<bool> finished(count);
    const auto finish = [&](std::uint32_t number) {
        scan_context(number);
        finish_passage(number, listing.passages[number].text);
        finished[number] = true;
    };
    const auto named = [&] {
        return result.truncated || std::any_of(result.matches.begin(), result.matches.end(), [&](const Match& match) {
                   return names_something(compiled.lexicon.term(match.term));
               });
    };
    for (std::uint32_t i = 0; i < count; ++i) {
        read(listing, i);
        if (!names_at_once(i)) continue;
        finish(i);
        if (named()) return true;
    }
    resolve_abbreviations();
    if (names_anything())
        for (std::uint32_t i = 0; i < count; ++i)
            if (!finished[i]) finish(i);
    return named();
}

// The first pass: what names something.
void Scanner::Workspace::scan_names(std::uint32_t number) {
    view(number, false);
    found[number].clear();
    Undisguised& other = undisguised[number];
    compiled.disguises.undo(text, map, other);
    result.undisguised[number] = other.view.text;
    if (!text.empty()) {
        find_unspaced();
        look_up_words(compiled.parts.index.name_words);
    }
    if (other.view.text.empty()) return;
    // What is found in the second view counts only where it takes in something that was undone; plain words around it
    // were found before. An abbreviation is no disguise.
    const std::size_t abbreviations = pending.size();
    view(number, true);
    find_unspaced();
    look_up_words(compiled.parts.index.name_words);
    pending.resize(abbreviations);
}

// The second pass, over adverts that name something: words that speak for or against it.
void Scanner::Workspace::scan_context(std::uint32_t number) {
    for (const bool second : {false, true}) {
        view(number, second);
        if (!text.empty()) look_up_words(compiled.parts.index.context_words);
    }
}

void Scanner::Workspace::view(std::uint32_t number, bool second) {
    if (passage != number || !second) {
        for (std::uint32_t term : used) uses[term] = 0;
        used.clear();
    }
    passage = number;
    second_view = second;
    text = second ? undisguised[number].view.text : result.passages[number].text;
    map.read(text);
}

void Scanner::Workspace::look_up_words(const WordLookup& lookup) {
    split_words(text, map, words);
    const TermIndex& index = compiled.parts.index;
    const auto key = [&](std::size_t i) {
        return neighbour_key(text.substr(words[i].begin, words[i].end - words[i].begin));
    };
    const auto possessive = [&](std::size_t i) {
        return words[i].end - words[i].begin == 1 && text[words[i].begin] == 's';
    };
    for (std::size_t i = 0; i < words.size(); ++i) {
        // The words on either side; a possessive s may stand between.
        const auto beside = [&] {
            std::uint64_t bits = 0;
            if (i > 0) bits |= WordLookup::left_bit(key(i - 1));
            if (i > 1 && possessive(i - 1)) bits |= WordLookup::left_bit(key(i - 2));
            if (i + 1 < words.size()) bits |= WordLookup::right_bit(key(i + 1));
            if (i + 2 < words.size() && possessive(i + 1)) bits |= WordLookup::right_bit(key(i + 2));
            return bits;
        };
        TextWord word = words[i];
        const auto sink = [&](std::uint32_t number) {
            const std::uint32_t at = index.literals[number].word_at;
            return at > word.begin || propose(number, word.begin - at);
        };
        if (!lookup.find(text, word, beside, sink)) return;
        // Arabic and Hebrew particles are joined to the word.
        if (static_cast<unsigned char>(text[word.begin]) < 0xD6) continue;
        for (const std::string& prefix : compiled.inflections.all_prefixes()) {
            if (!text.substr(words[i].begin, words[i].end - words[i].begin).starts_with(prefix)) continue;
            word.begin = words[i].begin + static_cast<std::uint32_t>(prefix.size());
            if (!lookup.find(text, word, beside, sink)) return;
        }
    }
}

void Scanner::Workspace::find_unspaced() {
    if (!map.any_wide()) return;
    unsigned char most = 0;
    for (const char c : text) most = std::max(most, static_cast<unsigned char>(c));
    if (most < compiled.least_mark) return;
    auto sink = [&](std::uint32_t number, std::uint32_t end) {
        const Range literal = compiled.parts.index.literals[number].text;
        return propose(number, end - (literal.end - literal.begin));
    };
    compiled.parts.engine.scan(text, scratch, sink);
}

// Does anything found so far name something on its own?
bool Scanner::Workspace::names_anything() const {
    std::vector<std::string_view> missing;  // what terms ask for and the text does not hold: looked for once
    const auto names = [&](const Term& term) {
        if (!names_something(term) || std::find(missing.begin(), missing.end(), term.needs) != missing.end())
            return false;
        if (has_needed_words(compiled.lexicon, term, result.passages)) return true;
        missing.push_back(term.needs);
        return false;
    };
    for (std::size_t i = 0; i < result.passages.size(); ++i)
        for (const Candidate& candidate : found[i])
            if (!candidate.stop && names(compiled.lexicon.term(candidate.match.term))) return true;
    return false;
}

// Does anything in the passage name something whatever else the advert says?
bool Scanner::Workspace::names_at_once(std::uint32_t number) const {
    return std::any_of(found[number].begin(), found[number].end(), [&](const Candidate& candidate) {
        if (candidate.stop) return false;
        const Term& term = compiled.lexicon.term(candidate.match.term);
        return names_something(term) && compiled.lexicon.needed_words(term).empty();
    });
}

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
        return tag == "und" || tag == "la" || primary_language(tag) == primary_language(language);
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

bool Scanner::holds_name(const Listing& listing) { return workspace_->holds_name(listing); }

}  // namespace detector
