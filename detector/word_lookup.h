// Finds the literals that begin a word of the text: nearly every ordinary word costs one look-up and no more.
//
// Hyperscan finds a literal anywhere, which is what scripts without spaces need. Where words are spaced a name begins
// at the beginning of a word, and eighty thousand literals keep an automaton busy inside words where nothing may be
// found (HACKING.md has the figures). Here gates stand one behind another, each of which most words do not
// pass:
//   1. the first bytes tell which lengths a literal that begins like this may have;
//   2. bits for the hash of the word and such a length tell whether it is a form of a literal of that length
//   (compounds,
//      which have no end of forms, by what the bytes at the joint allow);
//   3. the slots of such a literal tells whether what follows in the word is an ending that it takes, and whether the
//      words beside may be its neighbours in a phrase.
// Gates let too much pass and never too little: what passes is still verified. The same few thousand words make up most
// of most texts: what the first two gates say of them is kept (Memo), so that one place is looked at instead of
// several. Flat arrays, stored beside the compiled lists. Immutable once built, shared by threads.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detector/byte_map.h"
#include "detector/word_hash.h"

namespace detector {

// A word of a folded text in a script with spaces between words.
struct TextWord {
    std::uint32_t begin = 0, end = 0;
};

// The words of `text` in order. Runs of scripts without spaces are left out; a run of several classes is several words.
void split_words(std::string_view text, std::vector<TextWord>& words);
// The same with the map of `text` at hand.
void split_words(std::string_view text, const ByteMap& map, std::vector<TextWord>& words);

// The first three bytes of a word: no inflection changes them (Inflections::least_stem).
inline std::uint32_t neighbour_key(std::string_view word) {
    std::uint32_t key = 0;
    for (std::size_t i = 0; i < 3; ++i) key = key << 8 | (i < word.size() ? static_cast<unsigned char>(word[i]) : 0u);
    return key;
}

class WordLookup {
  public:
    // What must stand around a literal for it to be worth a look; sets of bits.
    struct Gate {
        std::uint64_t alone = 0;   // tail_bit() of what may follow in its word: names of this one word
        std::uint64_t paired = 0;  // likewise: phrases, which also ask for a neighbour
        std::uint64_t beside = 0;  // left_bit(), right_bit() of those neighbours
    };
    static constexpr std::uint64_t compound_bit = std::uint64_t{1} << 63;  // another word follows in the same word
    static constexpr std::uint64_t anything = ~std::uint64_t{0};

    static std::uint64_t tail_bit(std::string_view tail) {
        return tail.empty() ? 1 : std::uint64_t{2} << (word_hash(tail.data(), tail.size()) >> 32) % 62;
    }
    static std::uint64_t left_bit(std::uint32_t key) { return std::uint64_t{1} << (key * 0x9E3779B1u >> 26); }
    static std::uint64_t right_bit(std::uint32_t key) { return std::uint64_t{1} << (key * 0x85EBCA6Bu >> 26); }

    // Literal `number` begins with `word`, or holds it between others (the gate is then left open): two bytes at least.
    void add(std::string_view word, bool one_of_several, std::uint32_t number, Gate gate);
    // A whole word that a literal of `length` bytes takes part in: itself or with an ending.
    void add_form(std::string_view word, std::size_t length) {
        added_forms_.emplace_back(word_hash(word.data(), word.size()),
                                  static_cast<std::uint32_t>(length < longest_key ? length : longest_key));
    }
    // Three bytes that the tail of a compound may begin with.
    void allow_compound(std::string_view start) {
        const std::size_t place = start_place(start.data());
        compound_starts_[place >> 6] |= std::uint64_t{1} << (place & 63);
    }
    void build();  // after the last add()

    // What the first two gates say of a word: which lengths a literal may have that begins it.
    struct Approach {
        std::uint64_t hash = 0;  // of the word
        std::uint32_t lengths = 0;
    };
    // What approach() said of the words it met last, by their hash. One for each lookup and thread.
    class Memo {
      public:
        static constexpr std::size_t places = 8192, longest = 24;  // words; bytes of one

      private:
        friend class WordLookup;
        struct Known {
            std::array<char, longest> word{};
            std::uint32_t size = 0;
            std::uint32_t lengths = 0;
        };
        Known& at(std::uint64_t hash) { return known_[hash >> 40 & (places - 1)]; }
        std::vector<Known> known_ = std::vector<Known>(places);
        std::vector<std::uint32_t> missing_;  // of the words at hand
    };
    // Of every word of a text at once: what the next gate will read is sent for while the other words are looked at, so
    // that memory is waited for once rather than for each word.
    void approach(std::string_view text, std::span<const TextWord> words, Memo& memo, std::vector<Approach>& out) const;

    // Calls sink(number) for every literal that may begin the word; the sink returns false to stop. `beside` gives the
    // bits of the words on both sides, when asked.
    template <typename Beside, typename Sink>
    bool find(std::string_view text, TextWord word, const Approach& approach, const Beside& beside,
              const Sink& sink) const {
        const char* const at = text.data() + word.begin;
        const std::uint32_t size = word.end - word.begin;
        for (std::uint32_t lengths = approach.lengths; lengths; lengths &= lengths - 1) {
            const auto length = static_cast<std::uint32_t>(__builtin_ctz(lengths));
            const std::uint64_t key = length == size ? approach.hash : word_hash(at, length);
            const Head* const head = head_of(key);
            if (!head) continue;
            for (const Slot* slot = &slots_[head->first];; ++slot) {
                if (passes(slot->gate, {at + length, size - length}, beside) && !sink(slot->number)) return false;
                if (slot->last) break;
            }
        }
        return true;
    }

    template <typename Self, typename Visit>
    static void each_array(Self& self, const Visit& visit) {
        visit(self.brief_);
        visit(self.lengths_);
        visit(self.forms_);
        visit(self.heads_);
        visit(self.slots_);
        visit(self.compound_starts_);
    }
    bool ready();  // after the arrays were read: false where their sizes do not fit together

  private:
    static constexpr std::uint32_t longest_key = 31;  // bytes of a literal that are hashed
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    static constexpr std::uint32_t least_joined = 6;  // bytes of a compound: of a literal three, of what follows three

    struct Lengths {               // bit n: a literal with a key of n bytes begins like this
        std::uint32_t whole = 0;   // and must be the whole word
        std::uint32_t open = 0;    // and may be followed by an ending
        std::uint32_t joined = 0;  // and may open a compound
    };
    struct Head {                    // of the literals that share a key
        std::uint32_t check = 0;     // upper half of its hash
        std::uint32_t first = none;  // of their slots, which follow each other
    };
    struct Slot {
        std::uint32_t number = none;
        std::uint32_t last = 0;  // of its key: 1
        Gate gate;
    };
    static std::size_t pair_place(const char* at) {
        std::uint16_t two = 0;
        std::memcpy(&two, at, 2);
        return two;
    }
    std::size_t quad_place(const char* at) const {
        std::uint32_t four = 0;
        std::memcpy(&four, at, 4);
        return four * 0x9E3779B1u >> quad_shift_;
    }
    static std::size_t start_place(const char* at) { return (load_bytes(at, 3) * 0x9E3779B1u & 0xFFFFFFFFu) >> 16; }

    // All lengths of a word have their bits in one place.
    static std::uint64_t form_bits(std::uint64_t hash, std::uint32_t length) {
        const std::uint64_t key = (hash ^ length) * 0x9E3779B97F4A7C15ull;
        return std::uint64_t{1} << (key >> 58) | std::uint64_t{1} << (key >> 52 & 63);
    }
    // Of these lengths those of which the word may be a form.
    std::uint32_t formed(std::uint64_t hash, std::uint32_t lengths) const {
        const std::uint64_t forms = forms_[hash >> 12 & forms_mask_];
        std::uint32_t found = 0;
        for (; lengths; lengths &= lengths - 1) {
            const std::uint64_t bits = form_bits(hash, static_cast<std::uint32_t>(__builtin_ctz(lengths)));
            if ((forms & bits) == bits) found |= lengths & -lengths;
        }
        return found;
    }
    const Head* head_of(std::uint64_t key) const {  // nullptr: no literal has this key
        const Head* head = &heads_[key & mask_];
        while (head->first != none && head->check != static_cast<std::uint32_t>(key >> 32))
            head = head == &heads_.back() ? heads_.data() : head + 1;
        return head->first == none ? nullptr : head;
    }
    bool starts_compound(const char* tail) const {
        const std::size_t place = start_place(tail);
        return compound_starts_[place >> 6] >> (place & 63) & 1;
    }
    // Lengths of literals that may open a compound here: three bytes of what they are joined to tell.
    std::uint32_t joints_at(const char* at, std::uint32_t size) const {
        const std::uint32_t longest = size - 3 < longest_key ? size - 3 : longest_key;
        std::uint32_t found = (brief_[pair_place(at)] & 1) && starts_compound(at + 3) ? 1u << 3 : 0;
        for (std::uint32_t left = lengths_[quad_place(at)].joined & ((2u << longest) - 1); left; left &= left - 1)
            if (starts_compound(at + __builtin_ctz(left))) found |= left & -left;
        return found;
    }
    std::uint32_t lengths_at(const char* at, std::uint32_t size) const {
        std::uint32_t lengths = brief_[pair_place(at)];
        if (lengths) {
            const std::uint32_t whole = lengths >> 4;  // bits 6 and 7; open in 2 and 3; joined, of length 3, in 0
            lengths = (lengths & (size == 2 ? 4u : 12u)) | (size < 4 ? whole & 1u << size : 0u);
        }
        if (size < 4) return lengths;
        const Lengths longer = lengths_[quad_place(at)];
        const std::uint32_t own = size < longest_key ? size : longest_key;
        return lengths | (longer.whole & 1u << own) | (longer.open & ((2u << own) - 1));
    }

    template <typename Beside>
    bool passes(const Gate& gate, std::string_view tail, const Beside& beside) const {
        std::uint64_t bits = tail_bit(tail);
        if (tail.size() >= 3 && ((gate.alone | gate.paired) & compound_bit) && starts_compound(tail.data()))
            bits |= compound_bit;
        return (gate.alone & bits) || ((gate.paired & bits) && (gate.beside & beside()));
    }

    std::vector<std::uint8_t> brief_ = std::vector<std::uint8_t>(1 << 16);  // by two bytes: lengths 2 and 3
    std::vector<Lengths> lengths_ = std::vector<Lengths>(1);                // by four bytes: lengths from 4 on
    std::vector<std::uint64_t> forms_ = std::vector<std::uint64_t>(1);
    std::vector<Head> heads_ = std::vector<Head>(1);  // by hash, half of them free: a miss costs one cache line
    std::vector<Slot> slots_;
    std::vector<std::uint64_t> compound_starts_ = std::vector<std::uint64_t>((1 << 16) / 64);
    std::size_t mask_ = 0, forms_mask_ = 0;
    unsigned quad_shift_ = 31;
    // While building.
    struct Added {
        std::string word;
        bool whole = false;
        std::uint64_t key = 0;
        Slot slot;
    };
    std::vector<Added> added_;
    std::vector<std::pair<std::uint64_t, std::uint32_t>> added_forms_;  // hash of the word, length of the literal
};

}  // namespace detector
