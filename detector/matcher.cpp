#include "detector/matcher.h"

#include <algorithm>

#include "detector/naming.h"
#include "detector/scanner.h"

namespace detector {

void Scanner::Workspace::begin(const Listing& listing) {
    const std::size_t count = listing.passages.size();
    result.passages.resize(count);
    result.undisguised.resize(count);
    result.matches.clear();
    result.flooding.clear();
    result.pairs.clear();
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
        // Where no language is told, English words are likelier than names in a language nobody speaks of.
        read_as = language.empty() ? "en" : primary_language(language);
        const auto own = all.find(read_as);
        everyday = (spoken || language.empty()) && own != all.end() ? &own->second : nullptr;
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
    if (names_anything()) {
        pairs();
        for (std::uint32_t i = 0; i < count; ++i) scan_context(i);
    } else {
        for (std::uint32_t i = 0; i < count; ++i) found[i].clear();
    }
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
    const TermIndex& index = compiled.parts.index;
    WordLookup::Memo& memo = &lookup == &index.name_words ? known_names : known_context;
    split_words(text, map, words);
    lookup.approach(text, words, memo, approaches);
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
        const auto look_up = [&](TextWord word, const WordLookup::Approach& approach) {
            return lookup.find(text, word, approach, beside, [&](std::uint32_t number) {
                const std::uint32_t at = index.literals[number].word_at;
                return at > word.begin || propose(number, word.begin - at);
            });
        };
        if (approaches[i].lengths && !look_up(words[i], approaches[i])) return;
        // Arabic and Hebrew particles are joined to the word.
        const std::string_view whole = text.substr(words[i].begin, words[i].end - words[i].begin);
        if (static_cast<unsigned char>(whole[0]) < 0xD6) continue;
        for (const std::string& prefix : compiled.inflections.all_prefixes()) {
            if (!whole.starts_with(prefix)) continue;
            const TextWord rest{words[i].begin + static_cast<std::uint32_t>(prefix.size()), words[i].end};
            lookup.approach(text, {&rest, 1}, memo, without_particle);
            if (!look_up(rest, without_particle[0])) return;
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

// Of all that was read; made when first asked for.
const BytePairs& Scanner::Workspace::pairs() {
    if (result.pairs.empty())
        for (const FoldedPassage& each : result.passages) result.pairs.add(each.text);
    return result.pairs;
}

// Does anything found so far name something on its own?
bool Scanner::Workspace::names_anything() {
    std::vector<std::string_view> missing;  // what terms ask for and the text does not hold: looked for once
    const auto names = [&](const Term& term) {
        if (!names_something(term) || std::find(missing.begin(), missing.end(), term.sense->needs) != missing.end())
            return false;
        if (has_needed_words(term, result.passages, pairs())) return true;
        missing.push_back(term.sense->needs);
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
        return names_something(term) && term.sense->needed_words.empty();
    });
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
