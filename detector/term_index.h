// What is looked for, laid out for matching: the literals that are proposed and, behind each, what to verify.
//
// Flat arrays of plain values, so that building it (which takes a second) happens once: it is stored beside the
// compiled database and read back in milliseconds. Offsets and counts are 32 bits; what would be padding is named, so
// that no stray bytes of memory are stored. Immutable once built, shared by threads.
//
// A literal is a folded piece of text. It may at once be
//   - the anchor of phrases: the rarest word of each, without what inflection may change at its end;
//   - a genus, or an epithet, of scientific names.
// These begin words and are looked up word by word, in two passes: `names` in every text, `context` (parts and context
// words, which say nothing alone) only where something was named. The whole text of a phrase in a script without spaces
// is a literal of its own and may stand anywhere: Hyperscan's task.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detector/inflection.h"
#include "detector/lexicon.h"
#include "detector/word_lookup.h"

namespace detector {

constexpr std::uint32_t no_index = 0xFFFFFFFF;
constexpr std::size_t least_compound = 4;  // bytes of a word that may open a compound

struct Range {
    std::uint32_t begin = 0, end = 0;
    bool empty() const { return begin == end; }
};

struct Literal {
    Range text;                        // in TermIndex::pool
    Range anchors;                     // in TermIndex::anchors
    std::uint32_t genus = no_index;    // in TermIndex::genera
    std::uint32_t epithet = no_index;  // in TermIndex::epithets
    bool whole = false;                // may stand anywhere: Hyperscan finds it
    std::uint8_t word_at = 0;          // else: where in it the word stands that it is looked up by
    std::uint16_t unused = 0;
};

// A phrase that a literal proposes. Those of one literal are sorted by side and key, so that a word that begins 400
// phrases ("parrot") costs two searches rather than 400 comparisons.
struct Anchor {
    enum class Side : std::uint32_t { none, left, right };  // where the neighbour stands that `key` was taken from
    std::uint32_t phrase = 0;
    std::uint32_t word = 0;  // which word of the phrase the literal begins; 0 of a phrase matched whole
    Side side = Side::none;  // none: a single word, or one whose neighbours no key can tell
    std::uint32_t key = 0;   // neighbour_key() of the neighbour
};

struct Phrase {
    Range words;            // in TermIndex::words; empty: matched whole
    Range terms;            // in TermIndex::phrase_terms
    bool stop = false;      // an ordinary word: hides what it covers and is no match itself
    bool dotted = false;    // full stops stand between its words: "St. Lucia amazon"
    bool disguise = false;  // a spelling that hides its terms
    std::uint8_t unused[5] = {};
    Languages languages = 0;  // of its terms
};

struct PhraseTerm {
    TermId term{};
    std::uint32_t group = 0;  // terms of one group mean the same: one of them is reported
    Languages languages = 0;
};

struct Genus {
    Range text;                     // in pool
    Range names;                    // in TermIndex::names
    std::uint32_t term = no_index;  // of the genus itself, where every species of it is listed
};

struct Name {  // genus epithet [infraspecific]
    std::uint32_t genus = 0;
    std::uint32_t term = 0;
    Range epithet, infra;  // in pool; infra empty for a binomial
};

struct Epithet {
    Range names;  // in TermIndex::names_by_epithet
};

// A word of the lists, or a phrase of several with its words joined: what a disguise may turn out to be.
struct Plain {
    std::uint64_t hash = 0;  // plain_hash() of the joined form
    Range text;              // in pool: with its spaces
};

constexpr unsigned plain_drawer_bits = 14;

std::uint64_t plain_hash(std::string_view joined);

struct TermIndex {
    std::string pool;
    std::vector<Literal> literals;
    std::vector<Anchor> anchors;
    std::vector<Phrase> phrases;
    std::vector<Range> words;
    std::vector<PhraseTerm> phrase_terms;
    std::vector<Genus> genera;
    std::vector<Name> names;  // by genus, then epithet, then infra
    std::vector<Epithet> epithets;
    std::vector<std::uint32_t> names_by_epithet;
    std::vector<Plain> plain;                  // by hash
    std::vector<std::uint32_t> plain_drawers;  // where in it the hashes of each leading plain_drawer_bits begin
    std::vector<std::uint32_t> maskable;       // in plain: single words, by length in bytes
    std::vector<Range> unspaced;               // in pool: the like in scripts without spaces, likewise
    WordLookup name_words, context_words;

    std::string_view text(Range range) const {
        return std::string_view(pool).substr(range.begin, range.end - range.begin);
    }

    // The word itself where the lists know it, the spaced words of a phrase whose words were joined, else empty.
    std::string_view find_plain(std::string_view joined) const;
    bool is_plain(std::string_view word) const { return !find_plain(word).empty(); }

    // Every array in turn, for writing and reading.
    template <typename Self, typename Visit>
    static void each_array(Self& self, const Visit& visit) {
        visit(self.pool);
        visit(self.literals);
        visit(self.anchors);
        visit(self.phrases);
        visit(self.words);
        visit(self.phrase_terms);
        visit(self.genera);
        visit(self.names);
        visit(self.epithets);
        visit(self.names_by_epithet);
        visit(self.plain);
        visit(self.plain_drawers);
        visit(self.maskable);
        visit(self.unspaced);
        WordLookup::each_array(self.name_words, visit);
        WordLookup::each_array(self.context_words, visit);
    }
};

TermIndex build_term_index(const Lexicon& lexicon, const Inflections& inflections);

}  // namespace detector
