// Which pairs of neighbouring bytes a text holds, one bit a hash of each: tells at once of most words that they stand
// nowhere in it. Lets too much pass and never too little. A plain value.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace detector {

class BytePairs {
  public:
    BytePairs() = default;
    explicit BytePairs(std::string_view text) { add(text); }
    void clear() { *this = {}; }
    void add(std::string_view text) {
        any_ |= !text.empty();
        for (std::size_t i = 1; i < text.size(); ++i) {
            const unsigned pair = place(text[i - 1], text[i]);
            bits_[pair >> 6] |= std::uint64_t{1} << (pair & 63);
        }
    }
    bool empty() const { return !any_; }  // was no text added, or none with a byte in it?

    bool may_hold(std::string_view word) const {
        for (std::size_t i = 1; i < word.size(); ++i) {
            const unsigned pair = place(word[i - 1], word[i]);
            if (!(bits_[pair >> 6] >> (pair & 63) & 1)) return false;
        }
        return true;
    }

  private:
    static unsigned place(char first, char second) {
        return (static_cast<unsigned char>(first) * 61u + static_cast<unsigned char>(second)) % 4096;
    }
    std::array<std::uint64_t, 4096 / 64> bits_{};
    bool any_ = false;
};

}  // namespace detector
