#include "detector/disguise.h"

#include <algorithm>
#include <bit>

#include "detector/disguise_signs.h"
#include "detector/lexicon_storage.h"
#include "detector/words.h"

namespace detector {

namespace {

constexpr std::size_t longest_token = 120;  // bytes; nothing longer hides a word
constexpr int masked_per_text = 64;         // masked words looked up in one text
constexpr std::size_t window = 3;           // tokens kept on either side of an edit
constexpr std::size_t most_edits = 2000;    // in one text
constexpr std::size_t longest_article = 5;  // bytes before an apostrophe
constexpr std::size_t spaced_letters = 40;  // "e l e p h a n t   i v o r y"

// Every disguise leaves one of these, and ordinary text has few: a letter beside a digit or a sign that may stand for
// letters or part them, the same letter three times, a row of three single characters, anything that is not ASCII.
// Calls found(place) in the order of the text; it returns false to stop.
template <typename Found>
void each_oddity(std::string_view text, const ByteMap& map, const Found& found) {
    const std::vector<ByteMap::Stretch>& all = map.stretches();
    static constexpr ByteMap::Stretch outside{0, 0, ~std::uint64_t{0}, 0, 0};
    for (std::size_t k = 0; k < all.size(); ++k) {
        const ByteMap::Stretch &here = all[k], &before = k ? all[k - 1] : outside,
                               &after = k + 1 < all.size() ? all[k + 1] : outside;
        const auto next = [&](std::uint64_t ByteMap::Stretch::*bits, unsigned by) {
            return here.*bits >> by | after.*bits << (64 - by);
        };
        const auto last = [&](std::uint64_t ByteMap::Stretch::*bits) { return here.*bits << 1 | before.*bits >> 63; };
        const std::uint64_t letters_beside = last(&ByteMap::Stretch::letters) | next(&ByteMap::Stretch::letters, 1);
        const std::uint64_t signs = ~(here.letters | here.spaces | here.wide);
        const std::uint64_t thrice = here.repeats & next(&ByteMap::Stretch::repeats, 1) & here.letters;
        const std::uint64_t one = last(&ByteMap::Stretch::spaces) & ~here.spaces & next(&ByteMap::Stretch::spaces, 1);
        const std::uint64_t three = next(&ByteMap::Stretch::spaces, 3) & next(&ByteMap::Stretch::spaces, 5);
        const std::uint64_t row = here.wide | after.wide ? one : one & three;  // wide characters are longer
        for (std::uint64_t places = (signs & letters_beside) | thrice | row | here.wide; places; places &= places - 1) {
            const auto bit = static_cast<unsigned>(std::countr_zero(places));
            const std::size_t at = k * 64 + bit;
            if (signs >> bit & 1 && !(row >> bit & 1)) {
                const char c = text[at];
                if (!is_digit(c) && !is_mask(c) && !is_separator(c) && !leet_letter(c)) continue;
                const bool final = at + 1 == text.size() || text[at + 1] == ' ';
                if (final && (c == '.' || c == ',' || c == '!')) continue;
            }
            if (!found(static_cast<std::uint32_t>(at))) return;
        }
    }
}

enum class Row : std::uint8_t { none, ends, goes_on };

// Behind the signs of the letter that ends at `at`, and in the scripts of India behind the letters bound to it: ক্ষ.
std::size_t end_of_cluster(std::string_view text, std::size_t at, std::size_t end) {
    bool binds = false;
    for (std::size_t next = at; next < end; at = next) {
        const char32_t c = next_code_point(text, next);
        if (!binds && word_class(c) != WordClass::sea_sign && !is_indic_sign(c)) break;
        binds = is_virama(c);
    }
    return at;
}

// Is the token one letter, with its signs?
bool is_single(std::string_view text, Span token) {
    constexpr std::size_t longest_letter = 12;  // bytes, with three signs
    if (token.size() == 1) return true;
    if (token.size() > longest_letter || static_cast<unsigned char>(text[token.begin]) < 0x80) return false;
    std::size_t at = token.begin;
    next_code_point(text, at);
    return end_of_cluster(text, at, token.end) == token.end;
}

// Adds the letters of a token that holds them one by one: `i`, `n-g-a`, a Thai letter with its signs. A sign after the
// last one ends the row: `y,`.
Row spell_out(std::string_view text, Span token, std::vector<Span>& letters) {
    const std::size_t before = letters.size();
    bool after_letter = false;
    for (std::size_t at = token.begin; at < token.end;) {
        const auto begin = static_cast<std::uint32_t>(at);
        const bool is_sign = word_class(next_code_point(text, at)) == WordClass::none;
        if (is_sign && after_letter && at >= token.end) return Row::ends;
        if (is_sign != after_letter || (is_sign && !is_separator(text[begin]))) {
            letters.resize(before);
            return Row::none;
        }
        after_letter = !is_sign;
        if (is_sign) continue;
        at = end_of_cluster(text, at, token.end);
        letters.push_back({begin, static_cast<std::uint32_t>(at)});
    }
    return Row::goes_on;
}

}  // namespace

void Undisguised::clear() {
    view.text.clear();
    view.origin.clear();
    concealed.clear();
    respelt.clear();
}

Disguises::Disguises(const TermIndex& index, const Lexicon& lexicon) : index_(index) {
    for (const SplitCharacter& split : lexicon.storage().split_characters) {
        const std::u32string parts = code_points(folded(split.parts)), whole = code_points(folded(split.character));
        if (parts.size() > 1 && !whole.empty()) split_characters_[parts[0]].emplace_back(parts.substr(1), whole[0]);
    }
    for (const EmojiWord& word : lexicon.storage().emoji_words) {
        const std::u32string emoji = code_points(folded(word.emoji));
        if (!emoji.empty()) emoji_words_[emoji[0]] = {folded(word.english), folded(word.chinese)};
    }
}

void Disguises::undo(std::string_view text, const ByteMap& map, Undisguised& out) const {
    out.clear();
    std::vector<Edit> edits;
    find_edits(text, map, edits);
    if (edits.empty()) return;
    // Each run of edits that lie close together, with a few words around it, becomes one window of the view.
    const auto back = [&](std::uint32_t at) {
        for (std::size_t k = 0; k < window && at > 0; ++k) {
            const std::size_t space = at >= 2 ? text.rfind(' ', at - 2) : std::string_view::npos;
            at = space == std::string_view::npos ? 0 : static_cast<std::uint32_t>(space) + 1;
        }
        return at;
    };
    const auto forth = [&](std::uint32_t at) {
        for (std::size_t k = 0; k < window && at < text.size(); ++k)
            at = static_cast<std::uint32_t>(std::min(text.find(' ', at + 1), text.size()));
        return at;
    };
    const auto put = [&](std::string_view bytes, std::uint32_t from, bool moves) {
        for (std::size_t k = 0; k < bytes.size(); ++k) {
            out.view.text += bytes[k];
            out.view.origin.push_back(from + (moves ? static_cast<std::uint32_t>(k) : 0));
        }
    };
    std::uint32_t done = 0;  // of the text
    bool open = false;
    for (const Edit& edit : edits) {
        const std::uint32_t begin = back(edit.place.begin);
        if (open && begin > done) {
            const std::uint32_t close = forth(done);
            if (close < begin) {
                put(text.substr(done, close - done), done, true);
                put("\n", close, false);
                done = close;
                open = false;
            }
        }
        const std::uint32_t from = open ? done : std::max(begin, done);
        put(text.substr(from, edit.place.begin - from), from, true);
        const auto start = static_cast<std::uint32_t>(out.view.text.size());
        put(edit.plain, edit.place.begin, false);
        (edit.concealed ? out.concealed : out.respelt)
            .push_back({start, static_cast<std::uint32_t>(out.view.text.size())});
        done = edit.place.end;
        open = true;
    }
    put(text.substr(done, forth(done) - done), done, true);
    out.view.origin.push_back(forth(done));
}

// Only tokens that hold an oddity, or begin a row of single characters, are looked into.
void Disguises::find_edits(std::string_view text, const ByteMap& map, std::vector<Edit>& edits) const {
    int masked_left = masked_per_text;
    std::uint32_t done = 0;
    each_oddity(text, map, [&](std::uint32_t place) {
        if (place < done) return true;
        const std::size_t space = text.rfind(' ', place);
        const Token token = next_token(text, space == std::string_view::npos ? 0 : static_cast<std::uint32_t>(space));
        done = token.span.end;
        if (edit_emoji_alone(text, token, edits)) return edits.size() < most_edits;
        if (is_single(text, token.span))
            done = std::max(done, edit_spaced(text, token, edits));
        else if (token.span.size() <= longest_token && (token.digits || token.marks || token.wide || token.repeats)) {
            const std::size_t before = edits.size();
            edit_token(text, token, edits, masked_left);
            if (token.marks && edits.size() == before) done = std::max(done, edit_spaced(text, token, edits));
        }
        return edits.size() < most_edits;
    });
}

Disguises::Token Disguises::next_token(std::string_view text, std::uint32_t from) {
    while (from < text.size() && text[from] == ' ') ++from;
    Token token;
    std::uint32_t at = from;
    for (; at < text.size() && text[at] != ' '; ++at) {
        const char c = text[at];
        if (is_letter(c)) {
            token.letters = true;
            token.repeats |= at >= from + 2 && text[at - 1] == c && text[at - 2] == c;
        } else if (is_digit(c)) {
            token.digits = true;
        } else if (static_cast<unsigned char>(c) >= 0x80) {
            token.wide = true;
        } else {
            token.marks = true;
        }
    }
    token.span = {from, at};
    return token;
}

void Disguises::edit_token(std::string_view text, const Token& token, std::vector<Edit>& edits,
                           int& masked_left) const {
    Span span = token.span;
    const bool hashtag = text[span.begin] == '#';
    static constexpr std::string_view opening = "\"'([{<#", closing = "\"')]}>.,;:?!";
    while (span.size() && opening.find(text[span.begin]) != std::string_view::npos) ++span.begin;
    while (span.size() && closing.find(text[span.end - 1]) != std::string_view::npos) --span.end;
    // Italian and French articles are joined to the word: d'ippop0tamo.
    const std::size_t elision = cut(text, span).rfind('\'');
    if (elision <= longest_article &&
        std::all_of(text.begin() + span.begin, text.begin() + span.begin + elision, is_letter))
        span.begin += static_cast<std::uint32_t>(elision) + 1;
    const std::string_view word = cut(text, span);
    if (word.size() < 2) return;
    const auto add = [&](std::string plain, bool concealed) { edits.push_back({span, std::move(plain), concealed}); };
    std::string plain;
    bool concealed = true;
    if (token.wide && compose_jamo(word, plain)) {
        std::string whole;
        if (undo_separators(plain, whole, concealed)) plain = std::move(whole);
        return add(std::move(plain), true);
    }
    if (token.wide && edit_masks_unspaced(text, span, edits, masked_left)) return;
    if (token.wide && token.marks && edit_parted_kana(text, span, edits)) return;
    if (token.wide && edit_unspaced(text, span, edits)) return;
    if (token.wide && undo_emoji(word, plain)) return add(std::move(plain), true);
    if (token.wide && undo_lookalikes(word, plain)) return add(std::move(plain), true);
    if (hashtag && part_hashtag(word, plain)) return add(std::move(plain), false);
    if (!token.letters && !token.wide) return;
    if (token.digits || token.marks) {
        bool leet = true, separated = false, other = false, mask = false;  // what the signs of the word may be
        for (const char c : word) {
            if (is_letter(c) || static_cast<unsigned char>(c) >= 0x80) continue;
            leet &= leet_letter(c) != 0;
            separated |= is_separator(c);
            other |= !is_separator(c) && !leet_letter(c);
            mask |= is_mask(c) || (token.wide && leet_letter(c) != 0);
        }
        if (leet && undo_leet(word, plain)) return add(std::move(plain), true);
        if (mask && masked_left > 0) {
            --masked_left;
            if (undo_masks(word, plain)) return add(std::move(plain), true);
        }
        if (separated && !other && undo_separators(word, plain, concealed)) return add(std::move(plain), concealed);
        if (undo_syllable_beside(text, span, plain)) return add(std::move(plain), true);
    }
    if ((token.repeats || token.wide) && undo_repeats(word, plain)) return add(std::move(plain), true);
}

// "i v o r y", "и в о р", "n-g-à v-o-i": letters each on its own, joined where the result (or part of it) is a word of
// the lists; and those of scripts that need no spaces, joined always.
std::uint32_t Disguises::edit_spaced(std::string_view text, const Token& first, std::vector<Edit>& edits) const {
    std::vector<Span> letters;
    std::uint32_t at = first.span.begin;
    while (letters.size() < spaced_letters) {
        const Token token = next_token(text, at);
        if (token.span.size() == 0 || token.span.size() > longest_token) break;
        if (spell_out(text, token.span, letters) != Row::goes_on) break;
        at = token.span.end;
    }
    if (letters.size() < 2) return first.span.end;
    const std::uint32_t end = letters.back().end;
    std::string joined;
    if (std::all_of(letters.begin(), letters.end(), [&](Span letter) {
            std::size_t place = letter.begin;
            return needs_no_space(word_class(next_code_point(text, place)));
        })) {
        for (const Span& span : letters) joined += cut(text, span);
        std::uint32_t begin = letters.front().begin;
        if (class_at(text, begin) == WordClass::sea_sign && begin > 0) --begin;  // a vowel sign begins no word: น า ก
        edits.push_back({{begin, end}, std::move(joined), true});
        return end;
    }
    for (std::size_t from = 0; from + 2 <= letters.size();) {
        std::size_t to = std::min(letters.size(), from + spaced_letters);  // the last token may hold more
        std::string plain;
        for (; to >= from + 3; --to) {
            joined.clear();
            for (std::size_t k = from; k < to; ++k) joined += cut(text, letters[k]);
            plain = index_.find_plain(joined);
            if (!plain.empty() || undo_leet(joined, plain)) break;
        }
        if (plain.empty()) {
            ++from;
            continue;
        }
        edits.push_back({{letters[from].begin, letters[to - 1].end}, std::move(plain), true});
        from = to;
    }
    return end;
}

}  // namespace detector
