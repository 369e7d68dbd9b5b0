// Words with letters hidden behind signs (`r*ino`, `с@йгак`, `べっこ○`): undone where one word of the lists fits.

#include <algorithm>

#include "detector/disguise.h"
#include "detector/disguise_signs.h"
#include "detector/words.h"

namespace detector {

namespace {

constexpr char hidden = '*';               // a byte of a riddle that may be any
constexpr std::size_t letters_around = 8;  // of a script without spaces, looked at on either side of a sign
constexpr std::size_t least_stem = 5;      // letters left of it

// In a word of letters beyond ASCII, or beside a mask, a digit or sign may be any letter; an exclamation ends a word.
bool hides(char c, bool any) { return is_mask(c) || (any && c != '!' && leet_letter(c) != 0); }

std::size_t bytes_of(char32_t letter) { return letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4; }

bool fits(std::string_view riddle, std::string_view word) {
    for (std::size_t k = 0; k < riddle.size(); ++k)
        if (riddle[k] != hidden && riddle[k] != word[k]) return false;
    return riddle.size() == word.size();
}

// The first of `words`, sorted by length and then by their bytes, that fits; empty where none does. Words of this
// length that begin with the letters before the first hidden one stand together.
template <typename Words, typename TextOf>
std::string_view solve(std::string_view riddle, const Words& words, const TextOf& text_of) {
    const std::string_view shown = riddle.substr(0, riddle.find(hidden));
    const auto before = [&](const auto& each, std::string_view start) {
        const std::string_view word = text_of(each);
        return word.size() != riddle.size() ? word.size() < riddle.size() : word.substr(0, start.size()) < start;
    };
    for (auto at = std::lower_bound(words.begin(), words.end(), shown, before); at != words.end(); ++at) {
        const std::string_view word = text_of(*at);
        if (word.size() != riddle.size() || !word.starts_with(shown)) break;
        if (fits(riddle, word)) return word;
    }
    return {};
}

bool is_unspaced(char32_t c) {
    const WordClass kind = word_class(c);
    return needs_no_space(kind) || is_kana(kind);
}

// Between or behind letters of a script without spaces.
bool hides_unspaced(char32_t c) {
    return c == U'○' || c == U'〇' || c == U'●' || c == U'□' || c == U'■' || c == 'x' || c == '?' ||
           (c < 0x80 && hides(static_cast<char>(c), true));
}

// Does such a sign follow such a letter? Most words hold neither.
bool holds_riddle(std::string_view word) {
    bool after_letter = false;
    for (std::size_t at = 0; at < word.size();) {
        const char32_t c = next_code_point(word, at);
        if (after_letter && hides_unspaced(c)) return true;
        after_letter = is_unspaced(c);
    }
    return false;
}

struct Riddle {
    std::vector<std::string> letters;  // each as in the text, empty where it is hidden
    std::size_t hidden = 0;
    bool wide = false;  // letters beyond ASCII

    // `width` bytes stand for a hidden letter; the last `without` letters are left away.
    std::string spelt(std::size_t width, std::size_t without) const {
        std::string text;
        for (std::size_t k = 0; k + without < letters.size(); ++k)
            text += letters[k].empty() ? std::string(width, detector::hidden) : letters[k];
        return text;
    }
};

Riddle riddle_of(std::string_view word) {
    Riddle riddle;
    riddle.wide = std::any_of(word.begin(), word.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
    const bool any = riddle.wide || std::any_of(word.begin(), word.end(), is_mask);
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t begin = at;
        next_code_point(word, at);
        const bool unknown = hides(word[begin], any);
        riddle.hidden += unknown;
        riddle.letters.emplace_back(unknown ? std::string_view() : word.substr(begin, at - begin));
    }
    return riddle;
}

}  // namespace

bool Disguises::undo_masks(std::string_view word, std::string& plain) const {
    const Riddle riddle = riddle_of(word);
    const std::size_t size = riddle.letters.size(), known = size - riddle.hidden;
    std::size_t shown_end = size;
    while (shown_end > 0 && riddle.letters[shown_end - 1].empty()) --shown_end;
    if (riddle.wide && riddle.hidden && known >= 3) {  // 천산1갑: the sign is one too many
        plain = index_.find_plain(riddle.spelt(0, 0));
        if (!plain.empty()) return true;
    }
    // The first letter shows, at least three do, and a word that merely ends in stars or digits is no riddle
    // ("sale***").
    if (!riddle.hidden || size < 5 || known < 3 || riddle.letters[0].empty() || shown_end + 2 < size ||
        (riddle.wide && (riddle.hidden > known || (shown_end < size && is_digit(word.back())))))
        return false;
    std::size_t at = 0;
    const std::size_t width = bytes_of(next_code_point(riddle.letters[0], at));
    for (std::size_t ending = 0; ending <= most_ending && size - ending >= least_stem; ++ending) {
        if (ending > 1 && riddle.letters[size - ending].empty()) break;
        // In the scripts of India a sign may stand for a consonant and what binds it to the next.
        for (std::size_t each = width; each <= (width == 3 ? 2 * width : width); each += width) {
            const std::string_view found = solve(riddle.spelt(each, ending), index_.maskable,
                                                 [&](std::uint32_t i) { return index_.text(index_.plain[i].text); });
            if (found.empty()) continue;
            plain = found;
            for (std::size_t k = size - ending; k < size; ++k) plain += riddle.letters[k];
            return true;
        }
    }
    return false;
}

// In scripts without spaces the letters around a sign are tried, most of them first: of 本べっこ○ it is べっこう.
bool Disguises::edit_masks_unspaced(std::string_view text, Span word, std::vector<Edit>& edits,
                                    int& masked_left) const {
    if (!holds_riddle(cut(text, word))) return false;
    const std::size_t before = edits.size();
    enum class Kind : std::uint8_t { letter, sign, other };
    std::vector<Span> places;
    std::vector<Kind> kinds;
    for (std::size_t at = word.begin; at < word.end;) {
        const auto begin = static_cast<std::uint32_t>(at);
        const char32_t c = next_code_point(text, at);
        places.push_back({begin, static_cast<std::uint32_t>(at)});
        kinds.push_back(hides_unspaced(c) ? Kind::sign : is_unspaced(c) ? Kind::letter : Kind::other);
    }
    // Empty where too few letters show for one word to be meant.
    const auto riddle_of_run = [&](std::size_t first, std::size_t end) {
        std::string riddle;
        std::size_t known = 0, width = 0;
        for (std::size_t k = first; k < end; ++k) {
            known += kinds[k] == Kind::letter;
            if (kinds[k] == Kind::letter) width = places[k].size();
            riddle += kinds[k] == Kind::letter ? std::string(cut(text, places[k])) : std::string(width, hidden);
        }
        const std::size_t signs = end - first - known;
        return signs > known || known + signs < 3 || known < 2 + (signs > 1) ? std::string() : riddle;
    };
    std::size_t free = 0;  // behind what is edited
    for (std::size_t k = 1; k < places.size() && masked_left > 0; ++k) {
        if (kinds[k] != Kind::sign || kinds[k - 1] != Kind::letter || k == free) continue;
        --masked_left;
        std::size_t first = k, last = k + 1;
        while (first > free && kinds[first - 1] == Kind::letter && k - first < letters_around) --first;
        while (last < places.size() && kinds[last] != Kind::other && last - k <= letters_around) ++last;
        if (last == k + 1 && is_digit(text[places[k].begin])) continue;  // 象牙2
        std::string_view found;
        for (; first < k && found.empty(); ++first)
            for (std::size_t end = last; end > k && found.empty(); --end) {
                const std::string riddle = riddle_of_run(first, end);
                if (riddle.empty()) continue;
                found = solve(riddle, index_.unspaced, [&](Range range) { return index_.text(range); });
                if (found.empty()) continue;
                edits.push_back({{places[first].begin, places[end - 1].end}, std::string(found), true});
                free = end;
                k = end - 1;
            }
    }
    return edits.size() > before;
}

// ス.ロ.ー.ロ.リ.ス, くま/の/い: kana parted by signs where they join to a word of the lists. Dots belong between whole
// words.
bool Disguises::edit_parted_kana(std::string_view text, Span word, std::vector<Edit>& edits) const {
    const std::size_t before = edits.size();
    std::string joined;
    std::size_t begin = word.begin, end = word.begin;  // of the run at hand, without a sign at its end
    bool after_letter = false, parted = false;
    const auto close = [&](std::size_t next) {
        if (parted && !solve(joined, index_.unspaced, [&](Range range) { return index_.text(range); }).empty())
            edits.push_back(
                {{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}, std::move(joined), true});
        joined.clear();
        begin = next;
        after_letter = parted = false;
    };
    for (std::size_t at = word.begin; at < word.end;) {
        const std::size_t here = at;
        const char32_t c = next_code_point(text, at);
        const WordClass kind = word_class(c);
        if (is_kana(kind) || kind == WordClass::han) {
            joined += text.substr(here, at - here);
            end = at;
            after_letter = true;
        } else if (after_letter && c < 0x80 && is_separator(static_cast<char>(c))) {
            after_letter = false;
            parted = true;
        } else {
            close(at);
        }
    }
    close(word.end);
    return edits.size() > before;
}

// Letters of hangul written one by one, put together: ㅇㅜㅇ is 웅. Folding has made initials and vowels of them.
bool Disguises::compose_jamo(std::string_view word, std::string& composed) {
    constexpr char32_t first_syllable = 0xAC00, vowels = 21, finals = 28, first_vowel = 0x1161;
    constexpr std::u32string_view initials = U"ᄀᄁᄂᄃᄄᄅᄆᄇᄈᄉᄊᄋᄌᄍᄎᄏᄐᄑᄒ";
    constexpr char32_t final_of[initials.size()] = {1, 2, 4, 7, 0, 8, 16, 17, 0, 19, 20, 21, 22, 0, 23, 24, 25, 26, 27};
    if (word.find("\xE1\x84") == std::string_view::npos) return false;  // U+1100 to U+113F: no initial by itself
    const std::u32string letters = code_points(word);
    const auto is_vowel = [&](std::size_t i) {
        return i < letters.size() && letters[i] >= first_vowel && letters[i] < first_vowel + vowels;
    };
    std::u32string out;
    bool open = false, changed = false;  // does a syllable without a final letter stand last?
    for (std::size_t i = 0; i < letters.size(); ++i) {
        const std::size_t initial = initials.find(letters[i]);
        const bool known = initial != std::u32string_view::npos;
        if (known && is_vowel(i + 1)) {
            out += first_syllable + (static_cast<char32_t>(initial) * vowels + letters[i + 1] - first_vowel) * finals;
            ++i;
            open = changed = true;
        } else if (known && open && final_of[initial]) {
            out.back() += final_of[initial];
            open = false;
            changed = true;
        } else {
            out += letters[i];
            open = letters[i] >= first_syllable && letters[i] <= 0xD7A3 && (letters[i] - first_syllable) % finals == 0;
        }
    }
    if (changed) composed = utf8(out);
    return changed;
}

}  // namespace detector
