// Which pairs of neighbouring bytes a text holds, by a hash of each: tells at once of most words that they stand
// nowhere in it. Lets too much pass and never too little. A plain value.
#pragma once

#include <array>
#include <string_view>

namespace detector {

class BytePairs {
  public:
    BytePairs() = default;
    explicit BytePairs(std::string_view text) { add(text); }
    void clear() {
        if (any_) *this = {};
    }
    void add(std::string_view text) {
        any_ |= !text.empty();
        for (std::size_t i = 1; i < text.size(); ++i) held_[place(text[i - 1], text[i])] = true;
    }
    bool empty() const { return !any_; }  // was no text added, or none with a byte in it?

    bool may_hold(std::string_view word) const {
        for (std::size_t i = 1; i < word.size(); ++i)
            if (!held_[place(word[i - 1], word[i])]) return false;
        return true;
    }

  private:
    static unsigned place(char first, char second) {
        return (static_cast<unsigned char>(first) * 61u + static_cast<unsigned char>(second)) % 4096;
    }
    std::array<bool, 4096> held_{};  // a byte each: setting one is a store, where a bit asks for a load before it
    bool any_ = false;
};

}  // namespace detector
