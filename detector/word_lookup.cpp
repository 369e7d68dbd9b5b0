#include "detector/word_lookup.h"

#include <algorithm>
#include <array>
#include <bit>

#include "detector/fold.h"

namespace detector {

namespace {

constexpr std::size_t form_bits_each = 8;

// 0: no part of a word, 1: part of one, 2: not ASCII.
constexpr std::array<std::uint8_t, 256> kinds = [] {
    std::array<std::uint8_t, 256> table{};
    for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = 1;
    for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = 1;
    for (unsigned c = '0'; c <= '9'; ++c) table[c] = 1;
    for (unsigned c = 0x80; c < 256; ++c) table[c] = 2;
    return table;
}();

bool is_spaced(WordClass c) { return c == WordClass::letter || c == WordClass::hangul; }

}  // namespace

void split_words(std::string_view text, std::vector<TextWord>& words) {
    words.clear();
    const auto kind = [&](std::size_t at) { return kinds[static_cast<unsigned char>(text[at])]; };
    WordClass open = WordClass::none;  // class of the word that is being read
    std::size_t begin = 0, at = 0;
    const auto close = [&] {
        if (is_spaced(open)) words.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at)});
        open = WordClass::none;
    };
    while (at < text.size()) {
        WordClass next = WordClass::none;
        std::size_t after = at + 1;
        if (const std::uint8_t here = kind(at); here == 1) {
            next = WordClass::letter;
            while (after < text.size() && kind(after) == 1) ++after;
        } else if (here == 2) {
            after = at;
            next = word_class(next_code_point(text, after));
        }
        if (next != open) {
            close();
            open = next;
            begin = at;
        }
        at = after;
    }
    close();
}

void split_words(std::string_view text, const ByteMap& map, std::vector<TextWord>& words) {
    if (map.any_wide()) return split_words(text, words);
    words.clear();
    std::uint64_t before = 0;  // was the byte before one of a word?
    std::uint32_t base = 0, begin = 0;
    bool open = false;
    for (const ByteMap::Stretch& stretch : map.stretches()) {
        const std::uint64_t inside = stretch.letters | stretch.digits;
        for (std::uint64_t edges = inside ^ (inside << 1 | before); edges; edges &= edges - 1) {
            const std::uint32_t at = base + static_cast<std::uint32_t>(std::countr_zero(edges));
            if (open)
                words.push_back({begin, at});
            else
                begin = at;
            open = !open;
        }
        before = inside >> 63;
        base += 64;
    }
    if (open) words.push_back({begin, static_cast<std::uint32_t>(text.size())});
}

void WordLookup::approach(std::string_view text, std::span<const TextWord> words, Memo& memo,
                          std::vector<Approach>& out) const {
    out.resize(words.size());
    std::vector<std::uint32_t>& missing = memo.missing_;
    missing.clear();
    for (std::uint32_t i = 0; i < words.size(); ++i) {
        const char* const at = text.data() + words[i].begin;
        const std::uint32_t size = words[i].end - words[i].begin;
        out[i] = {};
        if (size < 2) continue;
        const std::uint64_t hash = out[i].hash = word_hash(at, size);
        const Memo::Known& known = memo.at(hash);
        if (known.size == size && std::memcmp(known.word.data(), at, size) == 0) {
            out[i].lengths = known.lengths;
            continue;
        }
        missing.push_back(i);
        __builtin_prefetch(&forms_[hash >> 12 & forms_mask_]);
        if (size >= 4) __builtin_prefetch(&lengths_[quad_place(at)]);
    }
    const auto each_missing = [&](const auto& look) {
        for (const std::uint32_t i : missing) look(text.data() + words[i].begin, words[i].end - words[i].begin, out[i]);
    };
    const auto key_of = [](const char* at, std::uint32_t size, const Approach& word, std::uint32_t lengths) {
        const auto length = static_cast<std::uint32_t>(__builtin_ctz(lengths));
        return length == size ? word.hash : word_hash(at, length);
    };
    each_missing([&](const char* at, std::uint32_t size, Approach& word) {
        word.lengths = lengths_at(at, size);
        if (size <= longest_key) word.lengths = formed(word.hash, word.lengths);
        if (size >= least_joined) word.lengths |= joints_at(at, size);
        for (std::uint32_t lengths = word.lengths; lengths; lengths &= lengths - 1)
            __builtin_prefetch(&heads_[key_of(at, size, word, lengths) & mask_]);
    });
    each_missing([&](const char* at, std::uint32_t size, Approach& word) {
        for (std::uint32_t lengths = word.lengths; lengths; lengths &= lengths - 1)
            if (!head_of(key_of(at, size, word, lengths))) word.lengths ^= lengths & -lengths;
        if (size > Memo::longest) return;
        Memo::Known& known = memo.at(word.hash);
        std::memcpy(known.word.data(), at, size);
        known.size = size;
        known.lengths = word.lengths;
    });
}

void WordLookup::add(std::string_view word, bool one_of_several, std::uint32_t number, Gate gate) {
    const std::size_t size = std::min<std::size_t>(word.size(), longest_key);
    const bool hashed = size == word.size();
    const bool whole = hashed && (one_of_several || (gate.alone | gate.paired) == tail_bit(""));
    if (one_of_several || !hashed) gate = {anything, anything, anything};
    const std::uint64_t key = word_hash(word.data(), size);
    if (whole && hashed) added_forms_.emplace_back(key, static_cast<std::uint32_t>(size));
    added_.push_back({std::string(word.substr(0, size)), whole, key, {number, 0, gate}});
}

void WordLookup::build() {
    heads_.assign(std::bit_ceil(added_.size() * 2 + 1), {});
    slots_.clear();
    slots_.reserve(added_.size());
    std::stable_sort(added_.begin(), added_.end(), [](const Added& a, const Added& b) { return a.key < b.key; });
    lengths_.assign(std::bit_ceil(std::max<std::size_t>(added_.size() / 2, 2)), {});
    std::sort(added_forms_.begin(), added_forms_.end());
    added_forms_.erase(std::unique(added_forms_.begin(), added_forms_.end()), added_forms_.end());
    forms_.assign(std::bit_ceil(std::max<std::size_t>(added_forms_.size() * form_bits_each / 64, 1)), 0);
    ready();
    for (const auto& [hash, length] : added_forms_) forms_[hash >> 12 & forms_mask_] |= form_bits(hash, length);
    for (const Added& each : added_) {
        const std::size_t size = each.word.size();
        const std::uint32_t bit = 1u << size;
        const bool joined = ((each.slot.gate.alone | each.slot.gate.paired) & compound_bit) != 0;
        if (size < 4) {
            brief_[pair_place(each.word.data())] |=
                static_cast<std::uint8_t>((each.whole ? bit << 4 : bit) | (size == 3 && joined));
        } else {
            Lengths& lengths = lengths_[quad_place(each.word.data())];
            (each.whole ? lengths.whole : lengths.open) |= bit;
            if (joined) lengths.joined |= bit;
        }
    }
    for (std::size_t i = 0; i < added_.size(); ++i) {
        const std::uint64_t key = added_[i].key;
        if (i == 0 || added_[i - 1].key != key) {
            std::size_t place = key & mask_;
            while (heads_[place].first != none) place = (place + 1) & mask_;
            heads_[place] = {static_cast<std::uint32_t>(key >> 32), static_cast<std::uint32_t>(i)};
        }
        slots_.push_back(added_[i].slot);
        slots_.back().last = i + 1 == added_.size() || added_[i + 1].key != key;
    }
    added_ = {};
    added_forms_ = {};
}

bool WordLookup::ready() {
    if (!std::has_single_bit(heads_.size()) || !std::has_single_bit(forms_.size()) || lengths_.size() < 2 ||
        !std::has_single_bit(lengths_.size()))
        return false;
    mask_ = heads_.size() - 1;
    forms_mask_ = forms_.size() - 1;
    quad_shift_ = static_cast<unsigned>(32 - std::countr_zero(lengths_.size()));
    return brief_.size() == 1 << 16 && compound_starts_.size() == (1 << 16) / 64;
}

}  // namespace detector
