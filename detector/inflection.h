// Grammatical forms: is this word of the text a form of that word of a term, and in which languages?
//
// Rules are data (species_lists/inflections.tsv): a word ending in `strip` may end in `add` instead; `prefix` rules
// join particles to the front (Arabic al-), `link` rules stand between the parts of a compound (German -s-). Words are
// folded text. Immutable after construction, shared by threads; refers to the strings of the rules it was built from.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detector/lexicon_storage.h"

namespace detector {

// `en` of `en-GB`, under the name that the lists use: pages and detectors of languages say `no` for Bokmål and keep
// names that BCP 47 has replaced.
inline std::string_view primary_language(std::string_view tag) {
    const std::string_view primary = tag.substr(0, tag.find('-'));
    if (primary == "no" || primary == "nn") return "nb";
    if (primary == "iw") return "he";
    if (primary == "in") return "id";
    if (primary == "fil") return "tl";
    if (primary == "sh") return "sr";
    if (primary == "mo") return "ro";
    return primary;
}

// A set of languages, one bit each, by primary subtag ("pt" for "pt-BR"); the last bit stands for all without rules.
using Languages = std::uint64_t;
constexpr Languages every_language = ~Languages{0};
constexpr Languages uninflected = Languages{1} << 63;

class Inflections {
  public:
    static constexpr std::size_t least_stem = 3;  // bytes that every form shares with the listed word

    explicit Inflections(std::span<const Ending> endings);

    Languages languages_of(std::string_view tag) const;

    // Languages in which `word` of a text is a form of `listed`: every one where they are equal.
    Languages forms(std::string_view word, std::string_view listed) const;
    // Languages in which `joined` ("wal") may stand before a word without a space.
    Languages prefixes(std::string_view joined) const;
    // Languages of the rules that allow `link` between the parts of a compound.
    Languages links(std::string_view link) const;
    Languages with_prefixes() const { return with_prefixes_; }
    std::span<const std::string> all_prefixes() const { return all_prefixes_; }
    Languages with_links() const { return with_links_; }
    std::size_t longest_link() const { return longest_link_; }
    std::vector<std::string> links_of(Languages languages) const;

    // The two words of `text` the other way round where one of `languages` sets its adjectives on either side; else
    // empty.
    std::string turned(std::string_view text, Languages languages) const;

    // Everything that may follow the first `stem` bytes of `listed` in a form of it in `languages`: stem no longer than
    // what changing_end() leaves.
    std::vector<std::string> tails(std::string_view listed, std::size_t stem, Languages languages) const;

    // How many bytes at the end of `listed` may change in one of `languages`: what is left stands in every form.
    std::size_t changing_end(std::string_view listed, Languages languages) const;

  private:
    struct Suffix {
        std::string strip, add;
        Languages languages = 0;
    };
    Languages suffix(std::string_view strip, std::string_view add) const;

    std::vector<Suffix> suffixes_;
    std::vector<std::uint32_t> suffix_slots_;  // hash table into suffixes_, 0: empty, else the number plus one
    std::unordered_map<std::string, Languages> strips_, prefixes_, links_, turns_;
    std::unordered_map<std::string, unsigned> bits_;
    std::vector<std::string> all_prefixes_;
    std::size_t longest_strip_ = 0, longest_add_ = 0, longest_link_ = 0;
    Languages with_prefixes_ = 0, with_links_ = 0;
};

}  // namespace detector
