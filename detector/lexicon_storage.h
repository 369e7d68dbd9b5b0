// What a Lexicon owns, and how the loader fills it. Internal to the detector.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "detector/annotation_scope.h"
#include "detector/by_name.h"
#include "detector/lexicon.h"
#include "detector/regimes.h"

namespace detector {

// Grammatical endings of a language (inflections.tsv): a word that ends in `strip` may end in `add` instead.
// kind prefix: `add` may stand before the word (Arabic al-); kind link: between the parts of a compound (German s);
// kind turn: of a name of two words the one that ends in `add`, an adjective, may stand on either side (лори толстый).
struct Ending {
    enum class Kind : std::uint8_t { suffix, prefix, link, turn };
    std::string_view language;
    Kind kind = Kind::suffix;
    std::string_view strip, add;
};

// An ordinary word that holds a term by chance in a script without spaces (stop_words.tsv).
struct StopWord {
    std::string_view text, language;
};

// A spelling that hides a term (spellings.tsv): pinyin, homophones, reversed or clipped words.
struct Spelling {
    std::string_view text, language, plain;
    std::string_view file;
    std::uint32_t line = 0;
};

// How sellers misspell a word of names (misspellings.tsv), one way after another with `;` between.
struct Misspelling {
    std::string_view word, language, written;
    const std::string* file = nullptr;
    std::uint32_t line = 0;
};

// A character written as its parts (split_characters.tsv).
struct SplitCharacter {
    std::string_view parts, character;
};

// The words that an emoji replaces (emoji_words.tsv).
struct EmojiWord {
    std::string_view emoji, english, chinese;
};

using EverydayWords = std::unordered_set<std::string, NameHash, std::equal_to<>>;  // folded, of one language

struct Lexicon::Storage {
    // Every view below points into the bytes of a table, into what was copied of one, or into `made`.
    std::deque<std::string> files;
    std::pmr::monotonic_buffer_resource texts;
    std::deque<std::string> made;  // strings that stand in no table
    std::vector<Taxon> taxa;
    std::vector<Term> terms;
    std::deque<std::vector<std::string_view>> language_sets;  // behind Term::languages
    std::deque<TaxonId> single_taxa;                          // what Term::taxa points into,
    std::deque<std::vector<TaxonId>> taxon_sets;              // where it is several
    std::unordered_map<std::string_view, TaxonId> taxon_by_name;
    std::unordered_set<std::string, NameHash, std::equal_to<>> plausible;  // "family\tTUS", lower case
    std::vector<Ending> endings;
    std::vector<StopWord> stop_words;
    ByName<EverydayWords> everyday;  // by primary language (everyday_words.tsv)
    std::vector<Spelling> spellings;
    std::vector<Misspelling> misspellings;
    std::vector<SplitCharacter> split_characters;
    std::vector<EmojiWord> emoji_words;
    std::vector<RegimeListing> listings;  // sorted by taxon
    std::string digest, version;
    std::deque<Sense> senses;                                                         // what Term::sense points to
    std::deque<std::vector<std::string>> needed_sets;                                 // behind Sense::needed_words
    std::unordered_map<std::string_view, AnnotationScope> annotation_scopes;          // by symbol
    std::map<std::pair<std::string_view, std::uint32_t>, std::string_view> expiries;  // of watched words: file, line
};

}  // namespace detector
