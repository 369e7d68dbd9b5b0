#include "detector/phrase_index.h"

#include <algorithm>
#include <bit>

namespace detector {

bool PhraseIndex::add(std::string_view first, std::string_view rest, bool open_end, Entry entry) {
    constexpr std::size_t longest = 0xFFFF;
    if (first.size() > longest || rest.size() > longest) return false;
    phrases_.push_back({static_cast<std::uint32_t>(texts_.size()), static_cast<std::uint16_t>(first.size()),
                        static_cast<std::uint16_t>(rest.size()), open_end, entry});
    texts_.append(first).append(rest);
    const std::uint64_t hash = hash_of(first);
    bits_[hash >> 50] |= std::uint64_t{1} << (hash >> 44 & 63);
    return true;
}

void PhraseIndex::build() {
    // By their text where they read alike: in the order they were added, without the memory of a stable sort.
    std::sort(phrases_.begin(), phrases_.end(), [&](const Phrase& a, const Phrase& b) {
        if (const int order = first_of(a).compare(first_of(b))) return order < 0;
        if (a.open_end != b.open_end) return a.open_end;
        const int order = rest_of(a).compare(rest_of(b));
        return order != 0 ? order < 0 : a.text < b.text;
    });
    std::vector<Head> words;
    for (std::uint32_t i = 0; i < phrases_.size(); ++i) {
        if (i == 0 || first_of(phrases_[i]) != first_of(phrases_[i - 1])) words.push_back({i, i});
        words.back().end = i + 1;
    }
    heads_.assign(std::bit_ceil(2 * words.size() + 1), {});
    for (const Head& word : words) {
        std::size_t place = hash_of(first_of(phrases_[word.begin])) & (heads_.size() - 1);
        while (heads_[place].end) place = (place + 1) & (heads_.size() - 1);
        heads_[place] = word;
    }
}

}  // namespace detector
