// Finds literals of a few letters at the beginnings of words, where Hyperscan would find them inside every other word:
// without the 14,000 shortest of 92,000 literals it scans eight times faster (tests/bench).
//
// Only literals that must begin a word, of ASCII letters and digits. A word's first three bytes tell which lengths are
// worth a look-up. Immutable once built, shared by threads.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "detector/words.h"

namespace detector {

class ShortWords {
  public:
    static constexpr std::size_t longest = 6;  // bytes

    // Does this literal belong here rather than into the Hyperscan database?
    static bool takes(std::string_view literal, bool free_left);

    void add(std::string_view literal, std::uint32_t number);
    void build();  // after the last add()

    // Calls sink(number, end offset) for every literal that begins a word of the folded `text`; the sink returns false
    // to stop.
    template <typename Sink>
    void scan(std::string_view text, Sink&& sink) const {
        bool inside = false;
        for (std::size_t at = 0; at < text.size(); ++at) {
            const std::uint8_t symbol = symbols[static_cast<unsigned char>(text[at])];
            if (!inside && symbol && !at_word(text, at, sink)) return;
            inside = symbol != 0;
        }
    }

  private:
    static constexpr std::size_t alphabet = 37;  // 0: no ASCII letter or digit

    static constexpr std::array<std::uint8_t, 256> symbols = [] {
        std::array<std::uint8_t, 256> table{};
        for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = static_cast<std::uint8_t>(c - 'a' + 1);
        for (unsigned c = '0'; c <= '9'; ++c) table[c] = static_cast<std::uint8_t>(c - '0' + 27);
        return table;
    }();

    struct Slot {
        std::uint64_t key = 0;  // 0: empty
        std::uint32_t number = 0;
    };

    // Bytes and length in one number.
    static std::uint64_t key_of(std::string_view word) {
        std::uint64_t key = word.size();
        for (char c : word) key = key << 8 | static_cast<unsigned char>(c);
        return key;
    }
    static std::size_t first_three(std::string_view text, std::size_t at) {
        std::size_t index = 0;
        bool over = false;
        for (std::size_t k = 0; k < 3; ++k) {
            const std::uint8_t symbol =
                !over && at + k < text.size() ? symbols[static_cast<unsigned char>(text[at + k])] : 0;
            over |= symbol == 0;
            index = index * alphabet + symbol;
        }
        return index;
    }
    std::size_t place_of(std::uint64_t key) const { return (key * 0x9E3779B97F4A7C15ull) >> shift_; }

    template <typename Sink>
    bool at_word(std::string_view text, std::size_t at, Sink& sink) const {
        for (unsigned lengths = lengths_[first_three(text, at)]; lengths; lengths &= lengths - 1) {
            const auto length = static_cast<std::size_t>(__builtin_ctz(lengths));
            if (at + length > text.size()) return true;
            const std::uint64_t key = key_of(text.substr(at, length));
            for (std::size_t place = place_of(key); slots_[place].key; place = (place + 1) & (slots_.size() - 1))
                if (slots_[place].key == key) {
                    if (!sink(slots_[place].number, static_cast<std::uint32_t>(at + length))) return false;
                    break;
                }
        }
        return true;
    }

    std::vector<Slot> slots_ = std::vector<Slot>(2);
    unsigned shift_ = 63;
    std::vector<Slot> added_;
    std::vector<std::uint8_t> lengths_ = std::vector<std::uint8_t>(alphabet * alphabet * alphabet);  // bit n: length n
};

}  // namespace detector
