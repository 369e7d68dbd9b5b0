// One function a kind of disguise: each undoes it where the result is a word of the lists.

#include <algorithm>
#include <array>

#include "detector/disguise.h"
#include "detector/disguise_signs.h"
#include "detector/words.h"

namespace detector {

namespace {

constexpr std::size_t least_stem = 5;        // bytes left of it
constexpr std::size_t least_inflected = 7;   // bytes of such a word
constexpr std::size_t longest_syllable = 8;  // bytes of a parted word that is no word of the lists by itself

// A short word in plain letters: without the signs that part it (`h.o`), stand for its marks (`do^`) or for a letter
// (`v0i`). False where there are none but hyphens, or they begin it or outnumber the letters: `50g`, `a15`.
bool in_letters(std::string_view word, std::string& plain) {
    plain.clear();
    if (word.empty() || is_digit(word[0])) return false;
    bool odd = false;
    std::size_t stand_ins = 0;
    for (const char c : word) {
        const bool marks = is_separator(c) || c == '^' || c == '\'' || c == '`';
        const char letter = leet_letter(c);
        odd |= (marks && c != '-' && c != '\'') || letter;
        stand_ins += letter != 0;
        if (!marks) plain += letter ? letter : c;
        if (plain.size() > longest_syllable) return false;
    }
    return odd && plain.size() > 1 && 2 * stand_ins <= plain.size();
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
    {'e', U'€', 0},
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
    {'e', U'€', 0},
    {'l', U'£', 0},
    {'y', U'¥', 0},
    {'c', U'¢', 0},
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

// 0: looks like no Latin letter. Cyrillic letters are read as what they are.
char latin_lookalike(char32_t c) {
    if (c < 0x80 || (c >= 0x400 && c < 0x530)) return 0;
    const auto found = std::find_if(std::begin(lookalikes), std::end(lookalikes),
                                    [&](const Lookalike& each) { return each.other == c; });
    return found == std::end(lookalikes) ? '\0' : found->latin;
}

// The Greek letter that a Latin one looks like; 0: none.
char32_t greek_lookalike(char32_t c) {
    if (c == 'v') return U'ν';
    const auto found = std::find_if(std::begin(lookalikes), std::end(lookalikes), [&](const Lookalike& each) {
        return static_cast<char32_t>(each.latin) == c && each.other >= 0x370 && each.other < 0x400;
    });
    return found == std::end(lookalikes) ? U'\0' : found->other;
}

std::string in_greek(std::string_view word) {
    std::string greek;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t c = next_code_point(word, at), like = c < 0x80 ? greek_lookalike(c) : U'\0';
        append_utf8(greek, like ? like : c);
    }
    return greek;
}

}  // namespace

// A word of the lists, or one of them with other letters at its end, `ending` at most: whether it takes those is for
// the matcher to say.
bool Disguises::find_form(std::string_view word, std::size_t ending, std::string& plain) const {
    plain = index_.find_plain(word);
    std::size_t end = word.size();
    if (end < least_inflected) return !plain.empty();
    for (std::size_t dropped = 0; plain.empty() && dropped < std::min(ending, most_ending); ++dropped) {
        previous_code_point(word, end);
        if (end < least_stem) return false;
        plain = index_.find_plain(word.substr(0, end));
    }
    if (plain.empty()) return false;
    if (end < word.size()) plain += word.substr(end);
    return true;
}

bool Disguises::undo_leet(std::string_view word, std::string& plain) const {
    std::array<std::size_t, 4> twofold{};
    std::size_t letters = 0, signs = 0, choices = 0;
    std::size_t ending = 0;  // letters behind the last sign: `teeth10` is no form of teeth
    bool inside = false;     // a sign with letters on both sides
    std::string latin, cyrillic;
    bool is_cyrillic = false;
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t here = at;
        const char32_t c = next_code_point(word, at);
        ++ending;
        if (c < 0x80 && is_letter(static_cast<char>(c))) {
            ++letters;
            latin += static_cast<char>(c);
        } else if (c >= 0x430 && c <= 0x45F) {
            ++letters;
            is_cyrillic = true;
            append_utf8(cyrillic, c);
        } else if (const char like = latin_lookalike(c); like && !is_cyrillic) {
            ++letters;
            latin += like;
        } else if (c < 0x80 && leet_letter(static_cast<char>(c))) {
            ++signs;
            ending = 0;
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
    if (is_cyrillic) return find_form(cyrillic, ending, plain);
    const std::size_t least = inside ? 4 : 5;
    if (latin.size() < least) return false;
    for (unsigned choice = 0; choice < 1u << choices; ++choice) {
        for (std::size_t k = 0; k < choices; ++k) latin[twofold[k]] = choice >> k & 1 ? 'l' : 'i';
        if (find_form(latin, ending, plain)) return true;
    }
    return false;
}

bool Disguises::undo_separators(std::string_view word, std::string& plain, bool& concealed) const {
    std::string joined, masked;  // without its separators; without those that mask no letter
    std::size_t separators = 0, shortest = word.size(), piece = 0;
    bool odd = false;  // a sign that does not join words in ordinary writing
    for (std::size_t i = 0; i <= word.size(); ++i) {
        if (i < word.size() && (!is_separator(word[i]) || is_mask(word[i]))) masked += word[i];
        if (i < word.size() && !is_separator(word[i])) {
            joined += word[i];
            piece += (static_cast<unsigned char>(word[i]) & 0xC0) != 0x80;  // letters, not bytes
            continue;
        }
        if (i < word.size()) {
            ++separators;
            odd |= word[i] != '-';
        }
        if (piece == 0 && !(i > 0 && i < word.size() && (is_mask(word[i]) || is_mask(word[i - 1])))) return false;
        if (piece > 0) shortest = std::min(shortest, piece);
        piece = 0;
    }
    if (!separators) return false;
    plain = index_.find_plain(joined);
    if (plain.empty()) {
        const bool stand_ins = std::any_of(joined.begin(), joined.end(), [](char c) { return leet_letter(c) != 0; });
        const bool masks = masked.size() < word.size() && std::any_of(masked.begin(), masked.end(), is_mask);
        if (!(stand_ins && (undo_leet(joined, plain) || undo_masks(joined, plain))) &&
            !(masks && undo_masks(masked, plain)))
            return false;
    }
    // "sea-horse" is a spelling; "gad.ing" and "r-h-i-n-o" hide something.
    concealed = odd || shortest < 3;
    return joined.size() >= 5 || (odd && separators + 1 >= joined.size());
}

// "cao h.o cot", "ng@` v0i": what is hidden is a word of the lists only with the words beside it.
bool Disguises::undo_syllable_beside(std::string_view text, Span word, std::string& plain) const {
    if (!in_letters(cut(text, word), plain)) return false;
    // The neighbour, whose own separators are taken out too: `c.ao h.ổ`.
    const auto beside = [&](Neighbour neighbour, std::size_t begin, std::size_t end) {
        std::string joined;
        const std::string_view token = begin < end ? text.substr(begin, end - begin) : std::string_view();
        return in_letters(token, joined) ? joined : std::string(cut(text, neighbour.word));
    };
    const std::size_t left = word.begin > 1 ? text.rfind(' ', word.begin - 2) : std::string_view::npos;
    const std::string before = beside(word_before(text, word.begin), left == std::string_view::npos ? 0 : left + 1,
                                      word.begin > 0 ? word.begin - 1 : 0);
    const std::string after = beside(word_after(text, word.end), word.end + std::size_t{1},
                                     std::min(text.find(' ', word.end + std::size_t{1}), text.size()));
    const auto listed = [&](const std::string& first, const std::string& last) {
        return !(first.empty() && last.empty()) && !index_.find_plain(first + plain + last).empty();
    };
    return listed(before, {}) || listed({}, after) || listed(before, after);
}

bool Disguises::undo_lookalikes(std::string_view word, std::string& plain) const {
    std::string latin, cyrillic;
    bool changed = false, has_latin = false, has_cyrillic = false, has_greek = false;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t c = next_code_point(word, at);
        const bool is_ascii = c < 0x80;
        has_latin |= is_ascii && is_letter(static_cast<char>(c));
        has_cyrillic |= c >= 0x400 && c < 0x530;
        has_greek |= c >= 0x370 && c < 0x400;
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
    if (has_latin && has_cyrillic && find_form(cyrillic, most_ending, plain)) return true;
    return has_latin && has_greek && find_form(in_greek(word), most_ending, plain);
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

// Between Han characters, and between Thai letters, neither a sign nor a space belongs (a comma does); and some
// characters are written as their parts. Each place is edited by itself: 手串/象牙 hides nothing, 象/牙 and 象x牙 do.
bool Disguises::edit_unspaced(std::string_view text, Span word, std::vector<Edit>& edits) const {
    const std::size_t before = edits.size();
    char32_t last = 0;
    for (std::size_t at = word.begin; at < word.end;) {
        const std::size_t here = at;
        const char32_t c = next_code_point(text, at);
        std::size_t after = at;
        if (needs_no_space(word_class(last)) && c < 0x80 && c != ',' &&
            (is_separator(static_cast<char>(c)) || c == 'x') && at < word.end &&
            needs_no_space(word_class(next_code_point(text, after)))) {
            edits.push_back({{static_cast<std::uint32_t>(here), static_cast<std::uint32_t>(at)}, {}, true});
            continue;
        }
        last = c;
        const auto split = split_characters_.find(c);
        if (split == split_characters_.end()) continue;
        const std::u32string rest = code_points(text.substr(at, word.end - at));
        for (const auto& [parts, whole] : split->second) {
            if (rest.compare(0, parts.size(), parts) != 0) continue;
            for (std::size_t k = 0; k < parts.size(); ++k) next_code_point(text, at);
            std::string plain;
            append_utf8(plain, whole);
            edits.push_back({{static_cast<std::uint32_t>(here), static_cast<std::uint32_t>(at)}, plain, true});
            break;
        }
    }
    return edits.size() > before;
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
