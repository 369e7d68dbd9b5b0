// How a scan works inside: what a matcher compiled and what a scanner holds while it reads. Internal to the detector;
// matcher.h says what threads may do and what happens on failure. The passes are in matcher.cpp, what becomes of a
// proposal in candidates.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "detector/compiled.h"
#include "detector/disguise.h"
#include "detector/inflection.h"
#include "detector/lexicon_storage.h"
#include "detector/match_filter.h"
#include "detector/matcher.h"
#include "detector/name_verifier.h"
#include "detector/phrase_verifier.h"

namespace detector {

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
    const BytePairs& pairs();
    bool names_anything();
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
    std::size_t budget = 0;                              // bytes that may still be read of the listing
    std::string_view text;                               // of the view at hand, folded
    ByteMap map;                                         // of `text`
    std::vector<TextWord> words;                         // likewise
    std::vector<WordLookup::Approach> approaches;        // of `words`
    std::vector<WordLookup::Approach> without_particle;  // of one of them
    WordLookup::Memo known_names, known_context;         // of either lookup
    std::string language;                                // of the listing
    Languages spoken = 0;                                // the same, 0 where unknown
    std::string_view read_as;                            // primary language whose everyday words are meant
    const EverydayWords* everyday = nullptr;             // of that language, where it has any
    std::uint32_t passage = 0;                           // the one at hand
    std::vector<std::vector<Candidate>> found;           // per passage
    std::vector<NameHit> name_hits;
    std::vector<PendingName> pending;
    std::vector<std::uint32_t> genera_seen;
    std::vector<std::uint32_t> uses;       // of each term in the passage at hand
    std::vector<std::uint32_t> used;       // terms with any
    std::vector<Undisguised> undisguised;  // per passage
    bool second_view = false;              // reading `undisguised` rather than the passage
};

}  // namespace detector
