// Phrases by their first word, in flat arrays: tens of thousands of them, of which a text holds a few.
//
// Filled with add(), then built once; find() before build() finds nothing. Constant and shared by threads after it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detector/word_hash.h"

namespace detector {

class PhraseIndex {
  public:
    struct Entry {
        std::uint16_t cue = 0;       // what the phrase speaks of (index given by the caller)
        std::uint16_t language = 0;  // likewise
        std::uint32_t form = 0;      // likewise: the spelling that alone is meant; 0: whatever folds alike
    };
    struct Phrase {
        std::uint32_t text = 0;  // where its first word begins, then those after it, a blank between
        std::uint16_t first_size = 0, rest_size = 0;  // bytes
        bool open_end = false;                        // the last word may go on
        Entry entry;
    };
    static std::uint64_t hash_of(std::string_view word) { return word_hash(word.data(), word.size()); }

    // `first` is not empty. False, and nothing added, where the words are longer than any phrase.
    bool add(std::string_view first, std::string_view rest, bool open_end, Entry entry);
    void build();

    // A bit a hash tells of most words that they are not there.
    bool may_hold(std::uint64_t hash) const { return bits_[hash >> 50] >> (hash >> 44 & 63) & 1; }
    // The phrases that begin with this word: those that may go on, then the others by rest; alike ones as added.
    std::span<const Phrase> find(std::string_view word, std::uint64_t hash) const {
        if (heads_.empty() || !may_hold(hash)) return {};
        const std::size_t mask = heads_.size() - 1;
        for (std::size_t place = hash & mask; heads_[place].end; place = (place + 1) & mask) {
            const Head& head = heads_[place];
            if (first_of(phrases_[head.begin]) == word)
                return std::span(phrases_).subspan(head.begin, head.end - head.begin);
        }
        return {};
    }
    std::string_view rest_of(const Phrase& phrase) const {
        return std::string_view(texts_).substr(phrase.text + phrase.first_size, phrase.rest_size);
    }

  private:
    struct Head {  // of the phrases of one word; empty: none
        std::uint32_t begin = 0, end = 0;
    };
    std::string_view first_of(const Phrase& phrase) const {
        return std::string_view(texts_).substr(phrase.text, phrase.first_size);
    }

    std::string texts_;
    std::vector<Phrase> phrases_;
    std::vector<Head> heads_;  // by hash, half of them free
    std::vector<std::uint64_t> bits_ = std::vector<std::uint64_t>(std::size_t{1} << 14);
};

}  // namespace detector
