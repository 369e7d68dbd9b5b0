// Words and phrases of config/rules_words_*.tsv, looked up in folded text.
//
// A phrase is one or more words; `stem*` stands for every word that begins so, `*ending` for every word that ends so
// (German and Dutch compounds: `*kleid` finds `brautkleid`). In scripts written without spaces a phrase is found
// anywhere. Built once, then constant and shared by threads; find() is linear in the text times the longest phrase.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "detector/phrase_index.h"

namespace detector {

class Vocabulary {
  public:
    using Entry = PhraseIndex::Entry;
    struct Hit {
        std::uint32_t begin = 0;  // bytes of the folded text, half open
        std::uint32_t end = 0;
        Entry entry;
    };

    // `phrase` as the rules write it. Returns false when nothing is left to look for after folding, or one letter only
    // that goes on.
    bool add(std::string_view phrase, Entry entry);
    void build();  // after the last add()

    // Appends every phrase found in `folded`, in order of their beginning.
    void find(std::string_view folded, std::vector<Hit>& hits) const;

  private:
    struct Word {  // of the text
        std::size_t begin = 0, end = 0;
        std::uint64_t hash = 0;
        bool exists() const { return end > begin; }
    };
    static Word word_at(std::string_view folded, std::size_t begin);
    static Word word_behind(std::string_view folded, std::size_t end);

    // By their hashes, which of a phrase's first two words stand side by side in any: spares most common words the look
    // into the table.
    class Pairs {
      public:
        static constexpr std::uint64_t none = 0;  // in place of a second word
        void add(std::uint64_t first, std::uint64_t second) {
            const std::size_t place = bit(first, second);
            bits_[place >> 6] |= std::uint64_t{1} << (place & 63);
        }
        bool may_hold(std::uint64_t first, std::uint64_t second) const {
            const std::size_t place = bit(first, second);
            return bits_[place >> 6] >> (place & 63) & 1;
        }

      private:
        static std::size_t bit(std::uint64_t first, std::uint64_t second) {
            return (first * 0x9E3779B97F4A7C15u ^ second) * 0xBF58476D1CE4E5B9u >> 44;
        }
        std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(std::size_t{1} << 14);
    };
    using LengthsAt =
        std::vector<std::uint64_t>;  // bit n: something of n bytes begins (ends) with the bytes of the place

    void find_phrases(std::string_view folded, const Word& first, const Word& next, std::vector<Hit>& hits) const;
    void find_at_word(std::string_view folded, const Word& word, const Word& next, std::vector<Hit>& hits) const;
    void find_unspaced(std::string_view folded, std::size_t begin, std::vector<Hit>& hits) const;

    static constexpr std::size_t places = std::size_t{1} << 12;
    PhraseIndex words_;  // by the whole first word
    Pairs pairs_;  // of the first two words; of the first and none where the phrase is one word, or its second goes on
    PhraseIndex stems_;                               // single words that may go on
    PhraseIndex endings_;                             // single words that may have begun earlier
    PhraseIndex unspaced_;                            // whole phrases in scripts without spaces
    LengthsAt stem_lengths_ = LengthsAt(places);      // of stems_, likewise
    LengthsAt ending_lengths_ = LengthsAt(places);    // of endings_, by their last bytes
    LengthsAt unspaced_lengths_ = LengthsAt(places);  // of unspaced_, by their first bytes
    std::size_t longest_unspaced_ = 0;                // bytes
};

}  // namespace detector
