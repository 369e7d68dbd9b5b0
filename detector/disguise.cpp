#include "detector/disguise.h"

#include <algorithm>
#include <array>

#include "detector/lexicon_storage.h"
#include "detector/words.h"

namespace detector {

namespace {

constexpr std::size_t longest_token = 120;  // bytes; nothing longer hides a word
constexpr int masked_per_text = 64;         // masked words looked up in one text
constexpr std::size_t window = 3;           // tokens kept on either side of an edit
constexpr std::size_t most_edits = 2000;    // in one text
constexpr std::size_t spaced_letters = 40;  // "e l e p h a n t   i v o r y"

// Digits and signs that stand for a letter; the second reading of 1, ! and | is l.
char leet_letter(char c) {
    switch (c) {
        case '0':
            return 'o';
        case '1':
        case '!':
        case '|':
            return 'i';
        case '3':
            return 'e';
        case '4':
        case '@':
            return 'a';
        case '5':
        case '$':
            return 's';
        case '6':
        case '9':
            return 'g';
        case '7':
        case '+':
            return 't';
        case '8':
            return 'b';
        case '2':
            return 'z';
        default:
            return 0;
    }
}

// The Cyrillic letter that a digit stands for in a Cyrillic word.
char32_t leet_cyrillic(char c) {
    switch (c) {
        case '0':
            return U'о';
        case '3':
            return U'з';
        case '4':
            return U'ч';
        case '6':
            return U'б';
        default:
            return 0;
    }
}

// Letters that look alike across scripts, Latin first.
struct Lookalike {
    char latin;
    char32_t other;
    char32_t cyrillic;  // 0: none
};
constexpr Lookalike lookalikes[] = {
    {'a', U'а', U'а'},
    {'b', U'в', U'в'},
    {'c', U'с', U'с'},
    {'e', U'е', U'е'},
    {'h', U'н', U'н'},
    {'i', U'і', U'і'},
    {'j', U'ј', 0},
    {'k', U'к', U'к'},
    {'m', U'м', U'м'},
    {'o', U'о', U'о'},
    {'p', U'р', U'р'},
    {'s', U'ѕ', 0},
    {'t', U'т', U'т'},
    {'x', U'х', U'х'},
    {'y', U'у', U'у'},
    {'g', U'г', U'г'},
    {'n', U'п', U'п'},
    {'r', U'г', 0},
    {'d', U'ԁ', 0},
    {'q', U'ԛ', 0},
    {'w', U'ԝ', 0},
    {'l', U'ӏ', 0},
    {'a', U'α', 0},
    {'b', U'β', 0},
    {'e', U'ε', 0},
    {'i', U'ι', 0},
    {'k', U'κ', 0},
    {'n', U'η', 0},
    {'o', U'ο', 0},
    {'p', U'ρ', 0},
    {'t', U'τ', 0},
    {'u', U'υ', 0},
    {'v', U'ν', 0},
    {'x', U'χ', 0},
    {'y', U'γ', 0},
    {'w', U'ω', 0},
    // Small capitals and phonetic letters used as styled text.
    {'a', U'ᴀ', 0},
    {'b', U'ʙ', 0},
    {'c', U'ᴄ', 0},
    {'d', U'ᴅ', 0},
    {'e', U'ᴇ', 0},
    {'f', U'ꜰ', 0},
    {'g', U'ɢ', 0},
    {'h', U'ʜ', 0},
    {'i', U'ɪ', 0},
    {'j', U'ᴊ', 0},
    {'k', U'ᴋ', 0},
    {'l', U'ʟ', 0},
    {'m', U'ᴍ', 0},
    {'n', U'ɴ', 0},
    {'o', U'ᴏ', 0},
    {'p', U'ᴘ', 0},
    {'r', U'ʀ', 0},
    {'s', U'ꜱ', 0},
    {'t', U'ᴛ', 0},
    {'u', U'ᴜ', 0},
    {'v', U'ᴠ', 0},
    {'w', U'ᴡ', 0},
    {'y', U'ʏ', 0},
    {'z', U'ᴢ', 0},
};

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_mask(char c) { return c == '*' || c == '#' || c == '_'; }
bool is_separator(char c) {
    return c == '.' || c == '-' || c == '_' || c == '*' || c == '/' || c == '\\' || c == '~' || c == '+' || c == ',';
}

std::u32string code_points(std::string_view text) {
    std::u32string out;
    for (std::size_t at = 0; at < text.size();) out += next_code_point(text, at);
    return out;
}

std::string utf8(std::u32string_view text) {
    std::string out;
    for (char32_t c : text) append_utf8(out, c);
    return out;
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

void Disguises::undo(std::string_view text, Undisguised& out) const {
    out.clear();
    std::vector<Edit> edits;
    find_edits(text, edits);
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

void Disguises::find_edits(std::string_view text, std::vector<Edit>& edits) const {
    int masked_left = masked_per_text;
    std::uint32_t at = 0;
    while (at < text.size() && edits.size() < most_edits) {
        const Token token = next_token(text, at);
        if (token.span.size() == 0) break;
        at = token.span.end;
        const bool single = token.span.size() == 1 ||
                            (token.wide && token.span.size() <= 4 && code_points(cut(text, token.span)).size() == 1);
        if (single) {
            at = std::max(at, edit_spaced(text, token, edits));
            continue;
        }
        if (token.span.size() <= longest_token && (token.digits || token.marks || token.wide || token.repeats))
            edit_token(text, token, edits, masked_left);
    }
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
    const std::string_view word = cut(text, span);
    if (word.size() < 2) return;
    const auto add = [&](std::string plain, bool concealed) { edits.push_back({span, std::move(plain), concealed}); };
    std::string plain;
    bool concealed = true;
    if (token.wide && undo_han(word, plain)) return add(std::move(plain), true);
    if (token.wide && undo_emoji(word, plain)) return add(std::move(plain), true);
    if (token.wide && undo_lookalikes(word, plain)) return add(std::move(plain), true);
    if (hashtag && part_hashtag(word, plain)) return add(std::move(plain), false);
    if (!token.letters && !token.wide) return;
    if (token.digits || token.marks) {
        if (undo_leet(word, plain)) return add(std::move(plain), true);
        if (undo_separators(word, plain, concealed)) return add(std::move(plain), concealed);
        if (token.marks && masked_left > 0 && std::any_of(word.begin(), word.end(), is_mask)) {
            --masked_left;
            if (undo_masks(word, plain)) return add(std::move(plain), true);
        }
    }
    if ((token.repeats || token.wide) && undo_repeats(word, plain)) return add(std::move(plain), true);
}

// "i v o r y", "и в о р": letters each on its own, joined where the result (or part of it) is a word of the lists; and
// Han characters, which need no spaces, joined always.
std::uint32_t Disguises::edit_spaced(std::string_view text, const Token& first, std::vector<Edit>& edits) const {
    std::vector<Span> letters;
    std::uint32_t at = first.span.begin;
    bool han = true;
    while (letters.size() < spaced_letters) {
        const Token token = next_token(text, at);
        if (token.span.size() == 0 || token.span.size() > 4) break;
        std::size_t place = token.span.begin;
        const WordClass kind = word_class(next_code_point(text, place));
        if (place != token.span.end || kind == WordClass::none) break;
        han &= kind == WordClass::han;
        letters.push_back(token.span);
        at = token.span.end;
    }
    if (letters.size() < 2) return first.span.end;
    const std::uint32_t end = letters.back().end;
    std::string joined;
    if (han) {
        for (const Span& span : letters) joined += cut(text, span);
        edits.push_back({{letters.front().begin, end}, std::move(joined), true});
        return end;
    }
    for (std::size_t from = 0; from + 2 <= letters.size();) {
        std::size_t to = letters.size();
        std::string_view plain;
        for (; to >= from + 3; --to) {
            joined.clear();
            for (std::size_t k = from; k < to; ++k) joined += cut(text, letters[k]);
            if (!(plain = index_.find_plain(joined)).empty()) break;
        }
        if (plain.empty()) {
            ++from;
            continue;
        }
        edits.push_back({{letters[from].begin, letters[to - 1].end}, std::string(plain), true});
        from = to;
    }
    return end;
}

bool Disguises::undo_leet(std::string_view word, std::string& plain) const {
    std::array<std::size_t, 4> twofold{};
    std::size_t letters = 0, signs = 0, choices = 0;
    bool inside = false;  // a sign with letters on both sides
    std::string latin, cyrillic;
    bool is_cyrillic = false;
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t here = at;
        const char32_t c = next_code_point(word, at);
        if (c < 0x80 && is_letter(static_cast<char>(c))) {
            ++letters;
            latin += static_cast<char>(c);
        } else if (c >= 0x430 && c <= 0x45F) {
            ++letters;
            is_cyrillic = true;
            append_utf8(cyrillic, c);
        } else if (c < 0x80 && leet_letter(static_cast<char>(c))) {
            ++signs;
            inside |= here > 0 && at < word.size();
            if (c == '1' || c == '!' || c == '|') {
                if (choices == twofold.size()) return false;
                twofold[choices++] = latin.size();
            }
            latin += leet_letter(static_cast<char>(c));
            if (const char32_t letter = leet_cyrillic(static_cast<char>(c))) append_utf8(cyrillic, letter);
        } else {
            return false;
        }
    }
    // Sizes and model numbers ("10x5", "a4", "r4410a") have too few letters for a word.
    if (!signs || letters < 2 || signs > letters + 1) return false;
    if (is_cyrillic) {
        plain = index_.find_plain(cyrillic);
        return !plain.empty();
    }
    const std::size_t least = inside ? 4 : 5;
    if (latin.size() < least) return false;
    for (unsigned choice = 0; choice < 1u << choices; ++choice) {
        for (std::size_t k = 0; k < choices; ++k) latin[twofold[k]] = choice >> k & 1 ? 'l' : 'i';
        plain = index_.find_plain(latin);
        if (!plain.empty()) return true;
    }
    return false;
}

bool Disguises::undo_separators(std::string_view word, std::string& plain, bool& concealed) const {
    std::string joined;
    std::size_t separators = 0, shortest = word.size(), piece = 0;
    bool odd = false;  // a sign that does not join words in ordinary writing
    for (std::size_t i = 0; i <= word.size(); ++i) {
        if (i < word.size() && !is_separator(word[i])) {
            joined += word[i];
            piece += (static_cast<unsigned char>(word[i]) & 0xC0) != 0x80;  // letters, not bytes
            continue;
        }
        if (i < word.size()) {
            ++separators;
            odd |= word[i] != '-';
        }
        if (piece == 0) return false;
        shortest = std::min(shortest, piece);
        piece = 0;
    }
    if (!separators) return false;
    plain = index_.find_plain(joined);
    if (plain.empty()) return false;
    // "sea-horse" is a spelling; "gad.ing" and "r-h-i-n-o" hide something.
    concealed = odd || shortest < 3;
    return joined.size() >= 5 || (odd && separators + 1 >= joined.size());
}

bool Disguises::undo_masks(std::string_view word, std::string& plain) const {
    const auto masks = static_cast<std::size_t>(std::count_if(word.begin(), word.end(), is_mask));
    std::size_t masked_end = word.size();
    while (masked_end > 0 && is_mask(word[masked_end - 1])) --masked_end;
    // The first letter shows, at least three do, and a word that merely ends in stars is no riddle ("sale***").
    if (word.size() < 5 || word.size() - masks < 3 || is_mask(word[0]) || masked_end + 2 < word.size()) return false;
    const auto shorter = [&](std::uint32_t i, std::size_t size) {
        return index_.text(index_.plain[i].text).size() < size;
    };
    auto at = std::lower_bound(index_.maskable.begin(), index_.maskable.end(), word.size(), shorter);
    for (; at != index_.maskable.end(); ++at) {
        const std::string_view candidate = index_.text(index_.plain[*at].text);
        if (candidate.size() != word.size()) return false;
        if (candidate[0] < word[0]) continue;
        if (candidate[0] > word[0]) return false;
        bool same = true;
        for (std::size_t k = 0; same && k < word.size(); ++k) same = is_mask(word[k]) || word[k] == candidate[k];
        if (!same) continue;
        plain = candidate;
        return true;
    }
    return false;
}

bool Disguises::undo_lookalikes(std::string_view word, std::string& plain) const {
    std::string latin, cyrillic;
    bool changed = false, has_latin = false, has_cyrillic = false;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t c = next_code_point(word, at);
        const bool is_ascii = c < 0x80;
        has_latin |= is_ascii && is_letter(static_cast<char>(c));
        has_cyrillic |= c >= 0x400 && c < 0x530;
        const auto as_latin = std::find_if(std::begin(lookalikes), std::end(lookalikes),
                                           [&](const Lookalike& l) { return l.other == c; });
        const auto as_cyrillic = std::find_if(std::begin(lookalikes), std::end(lookalikes), [&](const Lookalike& l) {
            return l.cyrillic && is_ascii && l.latin == static_cast<char>(c);
        });
        changed |= as_latin != std::end(lookalikes);
        if (as_latin != std::end(lookalikes))
            latin += as_latin->latin;
        else
            append_utf8(latin, c);
        append_utf8(cyrillic, as_cyrillic != std::end(lookalikes) ? as_cyrillic->cyrillic : c);
    }
    if (changed && word.size() >= 4) {
        plain = index_.find_plain(latin);
        if (!plain.empty()) return true;
    }
    if (has_latin && has_cyrillic) {
        plain = index_.find_plain(cyrillic);
        if (!plain.empty()) return true;
    }
    return false;
}

bool Disguises::undo_repeats(std::string_view word, std::string& plain) const {
    const std::u32string letters = code_points(word);
    std::u32string once, twice;
    bool long_run = false;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        std::size_t run = 1;
        while (i + run < letters.size() && letters[i + run] == letters[i]) ++run;
        once += letters[i];
        twice.append(run == 2 ? 2 : 1, letters[i]);
        long_run |= run >= 3;
        i += run - 1;
    }
    if (!long_run) return false;
    plain = index_.find_plain(utf8(twice));
    if (plain.empty()) plain = index_.find_plain(utf8(once));
    return !plain.empty() && plain.size() >= 5;
}

// Between Han characters neither a sign nor a space belongs; and some are written as their parts.
bool Disguises::undo_han(std::string_view word, std::string& plain) const {
    const std::u32string text = code_points(word);
    std::u32string out;
    bool changed = false;
    const auto is_han = [](char32_t c) { return word_class(c) == WordClass::han; };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool between = !out.empty() && is_han(out.back()) && i + 1 < text.size() && is_han(text[i + 1]);
        if (between && text[i] < 0x80 && is_separator(static_cast<char>(text[i]))) {
            changed = true;
            continue;
        }
        const auto split = split_characters_.find(text[i]);
        bool joined = false;
        if (split != split_characters_.end())
            for (const auto& [rest, whole] : split->second)
                if (text.compare(i + 1, rest.size(), rest) == 0) {
                    out += whole;
                    i += rest.size();
                    joined = changed = true;
                    break;
                }
        if (!joined) out += text[i];
    }
    if (!changed) return false;
    plain = utf8(out);
    return true;
}

bool Disguises::undo_emoji(std::string_view word, std::string& plain) const {
    const std::u32string text = code_points(word);
    bool changed = false;
    plain.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto found = text[i] > 0x2000 ? emoji_words_.find(text[i]) : emoji_words_.end();
        if (found == emoji_words_.end()) {
            append_utf8(plain, text[i]);
            continue;
        }
        changed = true;
        const bool beside_han = (i + 1 < text.size() && word_class(text[i + 1]) == WordClass::han) ||
                                (i > 0 && word_class(text[i - 1]) == WordClass::han);
        if (beside_han) {
            plain += found->second.second;
        } else {
            if (!plain.empty() && plain.back() != ' ') plain += ' ';
            plain += found->second.first;
            if (i + 1 < text.size()) plain += ' ';
        }
    }
    return changed;
}

// "#tigertooth4sale": parted where words of the lists cover it from the beginning; the rest stands as it is.
bool Disguises::part_hashtag(std::string_view word, std::string& plain) const {
    if (word.size() < 6 || word.size() > 60) return false;
    plain.clear();
    bool parted = false;
    for (std::size_t at = 0; at < word.size();) {
        std::string_view found;
        std::size_t length = word.size() - at;
        for (; length >= 4; --length)
            if (!(found = index_.find_plain(word.substr(at, length))).empty()) break;
        if (found.empty()) {
            std::size_t next = at;
            next_code_point(word, next);
            if (word[at] == '_')
                plain += ' ';
            else
                plain += word.substr(at, next - at);
            at = next;
            continue;
        }
        if (!plain.empty() && plain.back() != ' ') plain += ' ';
        plain += found;
        at += length;
        if (at < word.size()) plain += ' ';
        parted |= plain != word;
    }
    return parted || word.find('_') != std::string_view::npos;
}

}  // namespace detector
