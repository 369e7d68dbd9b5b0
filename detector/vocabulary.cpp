#include "detector/vocabulary.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "detector/code_points.h"
#include "detector/fold.h"

namespace detector {

namespace {

constexpr std::size_t longest_word = 48;  // bytes of a word whose beginnings and endings are looked up

// Where the lengths of what begins with these two bytes are kept. A byte alone counts as two.
std::size_t place(char first, char second) {
    return (static_cast<unsigned char>(first) * 61u + static_cast<unsigned char>(second)) & 0xFFFu;
}
std::size_t place_of_begin(std::string_view text) { return place(text[0], text.size() > 1 ? text[1] : '\0'); }
std::size_t place_of_end(std::string_view text) { return place(text[text.size() - 2], text.back()); }

// Lengths of 63 bytes and more share a bit.
std::uint64_t length_bit(std::size_t bytes) { return std::uint64_t{1} << std::min<std::size_t>(bytes, 63); }

bool unspaced(CharClass kind) { return kind == CharClass::ideograph || kind == CharClass::joined; }

bool word_char(CharClass kind) { return kind == CharClass::letter || unspaced(kind); }

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = code_point_at(text, at);
        if (word_char(classify(point.value))) {
            if (!inside) words.emplace_back();
            words.back().append(text.substr(at, point.length));
            inside = true;
        } else {
            inside = false;
        }
        at += point.length;
    }
    return words;
}

std::size_t end_of_word(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (is_ascii_letter(text[at])) {
            ++at;
            continue;
        }
        if (static_cast<unsigned char>(text[at]) < 0x80) break;
        const CodePoint point = code_point_at(text, at);
        if (classify(point.value) != CharClass::letter) break;
        at += point.length;
    }
    return at;
}

// The beginning of the next word when only light punctuation lies between, else npos.
std::size_t next_word(std::string_view text, std::size_t at) {
    for (std::size_t gap = 0; at < text.size() && gap < 4; ++gap) {
        const CodePoint point = code_point_at(text, at);
        const CharClass kind = classify(point.value);
        if (kind == CharClass::letter) return at;
        if (kind != CharClass::gap) break;
        at += point.length;
    }
    return std::string_view::npos;
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text.append(text.empty() ? "" : " ").append(word);
    return text;
}

}  // namespace

Vocabulary::Word Vocabulary::word_at(std::string_view folded, std::size_t begin) {
    const std::size_t end = end_of_word(folded, begin);
    return {begin, end, PhraseIndex::hash_of(folded.substr(begin, end - begin))};
}

// The next word when only light punctuation lies between, else none.
Vocabulary::Word Vocabulary::word_behind(std::string_view folded, std::size_t end) {
    const std::size_t begin = next_word(folded, end);
    return begin == std::string_view::npos ? Word{} : word_at(folded, begin);
}

bool Vocabulary::add(std::string_view phrase, Entry entry) {
    const bool open_begin = phrase.starts_with('*');
    const bool open_end = phrase.ends_with('*');
    if (open_begin) phrase.remove_prefix(1);
    if (open_end && !phrase.empty()) phrase.remove_suffix(1);
    const std::string text = folded(phrase);
    std::vector<std::string> words = split_words(text);
    if (words.empty()) return false;
    if (unspaced(classify(code_point_at(words.front(), 0).value))) {
        longest_unspaced_ = std::max(longest_unspaced_, text.size());
        unspaced_lengths_[place_of_begin(text)] |= length_bit(text.size());
        return unspaced_.add(text, {}, false, entry);
    }
    std::string first = std::move(words.front());
    words.erase(words.begin());
    const bool stem = words.empty() && open_end;
    if ((open_begin || stem) && first.size() < 2) return false;
    if (open_begin)
        ending_lengths_[place_of_end(first)] |= length_bit(first.size());
    else if (stem)
        stem_lengths_[place_of_begin(first)] |= length_bit(first.size());
    PhraseIndex& index = open_begin ? endings_ : stem ? stems_ : words_;
    if (&index == &words_)
        pairs_.add(PhraseIndex::hash_of(first),
                   words.empty() || (open_end && words.size() == 1) ? Pairs::none : PhraseIndex::hash_of(words[0]));
    return index.add(first, joined(words), open_end, entry);
}

void Vocabulary::build() {
    for (PhraseIndex* index : {&words_, &stems_, &endings_, &unspaced_}) index->build();
}

void Vocabulary::find(std::string_view folded, std::vector<Hit>& hits) const {
    Word next;  // behind the word read last
    for (std::size_t at = 0; at < folded.size();) {
        const CodePoint point = code_point_at(folded, at);
        const CharClass kind = classify(point.value);
        if (kind == CharClass::letter) {
            const Word word = next.exists() && next.begin == at ? next : word_at(folded, at);
            next = word_behind(folded, word.end);
            find_at_word(folded, word, next, hits);
            at = word.end;
        } else {
            if (unspaced(kind)) find_unspaced(folded, at, hits);
            at += point.length;
        }
    }
}

void Vocabulary::find_phrases(std::string_view folded, const Word& first, const Word& next,
                              std::vector<Hit>& hits) const {
    if (!words_.may_hold(first.hash)) return;
    if (!pairs_.may_hold(first.hash, Pairs::none) && !(next.exists() && pairs_.may_hold(first.hash, next.hash))) return;
    const std::span<const PhraseIndex::Phrase> found =
        words_.find(folded.substr(first.begin, first.end - first.begin), first.hash);
    const std::string_view after = folded.substr(next.begin, next.end - next.begin);
    const auto report_if_there = [&](const PhraseIndex::Phrase& phrase) {
        std::size_t to = first.end;
        for (std::string_view rest = words_.rest_of(phrase); !rest.empty();) {
            const std::size_t length = std::min(rest.find(' '), rest.size());
            const std::size_t from = next_word(folded, to);
            if (from == std::string_view::npos) return;
            to = end_of_word(folded, from);
            const std::string_view there = folded.substr(from, to - from), wanted = rest.substr(0, length);
            const bool last = length == rest.size();
            if (last && phrase.open_end ? !there.starts_with(wanted) : there != wanted) return;
            rest.remove_prefix(last ? length : length + 1);
        }
        hits.push_back({static_cast<std::uint32_t>(first.begin), static_cast<std::uint32_t>(to), phrase.entry});
    };
    // Common words begin hundreds of phrases: of those only what goes on with the word that follows is looked at.
    auto phrase = found.begin();
    for (; phrase != found.end() && (phrase->open_end || phrase->rest_size == 0); ++phrase) report_if_there(*phrase);
    if (after.empty()) return;
    phrase = std::lower_bound(phrase, found.end(), after, [&](const PhraseIndex::Phrase& each, std::string_view word) {
        return words_.rest_of(each) < word;
    });
    for (; phrase != found.end() && words_.rest_of(*phrase).starts_with(after); ++phrase) report_if_there(*phrase);
}

void Vocabulary::find_at_word(std::string_view folded, const Word& at, const Word& next, std::vector<Hit>& hits) const {
    const std::string_view word = folded.substr(at.begin, at.end - at.begin);
    find_phrases(folded, at, next, hits);
    if (word.size() < 2 || word.size() > longest_word) return;
    // Longest first: `sukienk*` says more than `suk*`.
    const auto report_longest = [&](const PhraseIndex& index, std::uint64_t lengths, const auto& cut) {
        for (lengths &= (length_bit(word.size()) << 1) - 1; lengths;) {
            const auto length = static_cast<std::size_t>(63 - std::countl_zero(lengths));
            lengths ^= length_bit(length);
            const std::string_view part = cut(length);
            const std::span<const PhraseIndex::Phrase> found = index.find(part, PhraseIndex::hash_of(part));
            if (found.empty()) continue;
            for (const PhraseIndex::Phrase& phrase : found)
                hits.push_back(
                    {static_cast<std::uint32_t>(at.begin), static_cast<std::uint32_t>(at.end), phrase.entry});
            return;
        }
    };
    report_longest(stems_, stem_lengths_[place_of_begin(word)],
                   [&](std::size_t length) { return word.substr(0, length); });
    report_longest(endings_, ending_lengths_[place_of_end(word)],
                   [&](std::size_t length) { return word.substr(word.size() - length); });
}

void Vocabulary::find_unspaced(std::string_view folded, std::size_t begin, std::vector<Hit>& hits) const {
    // Longest match only: 象牙色 is a colour, not 象牙 and a colour.
    std::size_t found_end = 0;
    std::span<const PhraseIndex::Phrase> found;
    const std::uint64_t lengths = unspaced_lengths_[place_of_begin(folded.substr(begin))];
    if (!lengths) return;
    for (std::size_t at = begin; at < folded.size() && at - begin < longest_unspaced_;) {
        at += code_point_at(folded, at).length;
        if (!(lengths & length_bit(at - begin))) continue;
        const std::string_view text = folded.substr(begin, at - begin);
        if (const auto there = unspaced_.find(text, PhraseIndex::hash_of(text)); !there.empty()) {
            found = there;
            found_end = at;
        }
    }
    for (const PhraseIndex::Phrase& phrase : found)
        hits.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(found_end), phrase.entry});
}

}  // namespace detector
