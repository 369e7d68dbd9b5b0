#include "detector/phrase_verifier.h"

#include <algorithm>

namespace detector {

namespace {

constexpr std::size_t least_part = 3;      // bytes of a part word that may close a compound
constexpr std::size_t least_katakana = 6;  // the same of a katakana word: two characters

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

PhraseVerifier::PhraseVerifier(const TermIndex& index, const Inflections& inflections, const Lexicon& lexicon)
    : index_(index), inflections_(inflections) {
    for (const Term& term : lexicon.terms()) {
        if (term.kind != TermKind::part) continue;
        if (term.language == "ja") {
            std::string joined = folded(term.text);
            if (joined.size() >= least_katakana && class_at(joined, 0) == WordClass::katakana)
                katakana_parts_.insert(std::move(joined));
        }
        const Languages languages = inflections.languages_of(term.language);
        if (!(languages & inflections.with_links())) continue;
        const std::string word = folded(term.text);
        if (word.size() < least_part || word.find(' ') != std::string::npos) continue;
        part_words_[word] |= languages;
        longest_part_ = std::max(longest_part_, word.size());
    }
}

Range PhraseVerifier::anchors_beside(std::string_view text, const Literal& literal, Anchor::Side side,
                                     Span neighbour) const {
    if (neighbour.begin == neighbour.end) return {};
    const auto begin = index_.anchors.begin();
    const auto wanted = std::pair(side, neighbour_key(cut(text, neighbour)));
    const auto key = [](const Anchor& anchor) { return std::pair(anchor.side, anchor.key); };
    const auto first = std::partition_point(begin + literal.anchors.begin, begin + literal.anchors.end,
                                            [&](const Anchor& anchor) { return key(anchor) < wanted; });
    auto last = first;
    while (last != begin + literal.anchors.end && key(*last) == wanted) ++last;
    return {static_cast<std::uint32_t>(first - begin), static_cast<std::uint32_t>(last - begin)};
}

std::optional<PhraseHit> PhraseVerifier::verify(std::string_view text, Span literal, const Anchor& anchor) const {
    const Phrase& phrase = index_.phrases[anchor.phrase];
    if (phrase.words.empty()) return verify_whole(text, literal);
    const auto word = [&](std::uint32_t k) { return index_.text(index_.words[phrase.words.begin + k]); };
    const std::uint32_t count = phrase.words.end - phrase.words.begin;

    const WordHit own = match_anchor(text, literal, word(anchor.word), phrase, anchor.word + 1u == count);
    if (!own.languages) return std::nullopt;
    PhraseHit hit{own.span, own.languages, own.languages != every_language};
    for (std::uint32_t k = anchor.word; k-- > 0;) {
        const Neighbour before = word_before(text, hit.span.begin);
        if ((before.dot && !phrase.dotted) || before.word.begin == before.word.end) return std::nullopt;
        const Languages found = inflections_.forms(cut(text, before.word), word(k));
        hit.languages &= found;
        hit.inflected |= found != every_language;
        if (!hit.languages) return std::nullopt;
        hit.span.begin = before.word.begin;
    }
    for (std::uint32_t k = anchor.word + 1; k < count; ++k) {
        const Neighbour after = word_after(text, hit.span.end);
        if ((after.dot && !phrase.dotted) || after.word.begin == after.word.end) return std::nullopt;
        const std::string_view found_word = cut(text, after.word);
        Languages found = inflections_.forms(found_word, word(k));
        std::uint32_t end = after.word.end;
        if (!found && k + 1 == count && word(k).size() >= least_compound &&
            found_word.substr(0, word(k).size()) == word(k)) {
            found = compound(found_word.substr(word(k).size()), phrase.languages);
            end = after.word.begin + static_cast<std::uint32_t>(word(k).size());
        }
        hit.languages &= found;
        hit.inflected |= found != every_language;
        if (!hit.languages) return std::nullopt;
        hit.span.end = end;
    }
    if (!phrase.stop && !(hit.languages & phrase.languages)) return std::nullopt;
    return hit;
}

// The word around the literal against the listed word that the literal was cut from.
PhraseVerifier::WordHit PhraseVerifier::match_anchor(std::string_view text, Span literal, std::string_view listed,
                                                     const Phrase& phrase, bool last) const {
    const std::uint32_t end = word_end(text, literal.begin);
    if (end < literal.end) return {};  // the literal runs over the end of its word, or the word is too long
    std::uint32_t begin = literal.begin;
    Languages languages = every_language;
    if (!begins_word(text, begin)) {
        if (!(phrase.languages & inflections_.with_prefixes())) return {};
        const std::uint32_t start = word_begin(text, begin);
        languages = inflections_.prefixes(text.substr(start, begin - start)) & phrase.languages;
        if (!languages) return {};
    }
    const std::string_view word = text.substr(begin, end - begin);
    const Languages found =
        inflections_.forms(word, listed) & (languages == every_language ? every_language : phrase.languages);
    if (found & languages) return {{begin, end}, found & languages};
    if (last && listed.size() >= least_compound && word.substr(0, listed.size()) == listed)
        if (const Languages joined = compound(word.substr(listed.size()), phrase.languages) & languages)
            return {{begin, begin + static_cast<std::uint32_t>(listed.size())}, joined};
    return {};
}

// "elfenbein|figur", "tiger|s|kinn": what follows the name in the same word is, after a link, a part or product.
Languages PhraseVerifier::compound(std::string_view tail, Languages languages) const {
    languages &= inflections_.with_links();
    if (!languages || tail.size() < least_part) return 0;
    Languages found = 0;
    for (std::size_t link = 0; link <= inflections_.longest_link() && link + least_part <= tail.size(); ++link) {
        const Languages linked = inflections_.links(tail.substr(0, link)) & languages;
        if (!linked) continue;
        const std::string_view rest = tail.substr(link);
        for (std::size_t size = least_part; size <= std::min(rest.size(), longest_part_); ++size) {
            const auto part = part_words_.find(std::string(rest.substr(0, size)));
            if (part != part_words_.end()) found |= part->second & linked;
        }
    }
    return found;
}

std::optional<PhraseHit> PhraseVerifier::verify_whole(std::string_view text, Span span) const {
    const std::string_view term = cut(text, span);
    const WordClass before = class_before(text, span.begin), after = class_at(text, span.end);
    const WordClass first = class_at(text, span.begin), last = class_before(text, span.end);
    const std::size_t length = characters(term);
    if (first == WordClass::letter && before == WordClass::letter) return std::nullopt;
    if (last == WordClass::letter && after == WordClass::letter) return std::nullopt;
    // One Han character inside a longer word says nothing: 虎 in 马马虎虎.
    if (length == 1 && first == WordClass::han && (before == WordClass::han || after == WordClass::han))
        return std::nullopt;
    // Katakana words are head-final: more before it narrows the meaning (ヘルマン|リクガメ), more after it changes it
    // (トラ|ンク).
    if (last == WordClass::katakana && after == WordClass::katakana &&
        !katakana_parts_.contains(std::string(cut(text, {span.end, word_end(text, span.end)}))))
        return std::nullopt;  // but クロコダイル|ベルト
    if (first == WordClass::katakana && before == WordClass::katakana && length < 4) return std::nullopt;
    if (first == WordClass::hiragana && before == WordClass::hiragana && length < 4) return std::nullopt;
    // Inside a Thai cluster no word begins or ends: a sign after it belongs to its last letter, a leading vowel before
    // it to its first.
    if (last >= WordClass::sea && after == WordClass::sea_sign) {
        std::size_t at = span.end;
        const char32_t sign = next_code_point(text, at);
        if (!(sign >= 0xE40 && sign <= 0xE44)) return std::nullopt;  // a leading vowel opens the next cluster
    }
    if (first == WordClass::sea && before == WordClass::sea_sign) {
        std::size_t at = span.begin;
        const char32_t sign = previous_code_point(text, at);
        if (sign >= 0xE40 && sign <= 0xE44) return std::nullopt;
    }
    return PhraseHit{span, every_language, false};
}

}  // namespace detector
