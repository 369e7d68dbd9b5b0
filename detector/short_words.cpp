#include "detector/short_words.h"

#include <algorithm>

namespace detector {

bool ShortWords::takes(std::string_view literal, bool free_left) {
    return !free_left && literal.size() <= longest && std::all_of(literal.begin(), literal.end(), [](char c) {
        return symbols[static_cast<unsigned char>(c)] != 0;
    });
}

void ShortWords::add(std::string_view literal, std::uint32_t number) {
    added_.push_back({key_of(literal), number});
    const auto bit = static_cast<std::uint8_t>(1u << literal.size());
    const std::size_t first = first_three(literal, 0);
    if (literal.size() >= 3) {
        lengths_[first] |= bit;
        return;
    }
    // A literal of one or two letters may be the beginning of any longer word, or stand alone.
    const std::size_t span = literal.size() == 2 ? alphabet : alphabet * alphabet;
    for (std::size_t i = 0; i < span; ++i) lengths_[first / span * span + i] |= bit;
}

void ShortWords::build() {
    std::size_t size = 2;
    shift_ = 63;
    while (size < 2 * added_.size()) {
        size *= 2;
        --shift_;
    }
    slots_.assign(size, {});
    for (const Slot& slot : added_) {
        std::size_t place = place_of(slot.key);
        while (slots_[place].key) place = (place + 1) & (size - 1);
        slots_[place] = slot;
    }
    added_.clear();
    added_.shrink_to_fit();
}

}  // namespace detector
