// Words with letters hidden behind signs (`r*ino`, `с@йгак`, `べっこ○`): undone where one word of the lists fits.

#include <algorithm>

#include "detector/disguise.h"
#include "detector/disguise_signs.h"
#include "detector/words.h"

namespace detector {

namespace {

constexpr char hidden = '*';              // a byte of a riddle that may be any
constexpr std::size_t letters_around = 8;  // of a script without spaces, looked at on either side of a sign
constexpr std::size_t most_ending = 2;     // letters of an inflected word that the lists may lack
constexpr std::size_t least_stem = 5;      // letters left of it

// In a word of letters beyond ASCII a digit or sign is none of them, whichever letter it was chosen for.
bool hides(char c, bool wide) { return is_mask(c) || (wide && leet_letter(c) != 0); }

std::size_t bytes_of(char32_t letter) { return letter < 0x80 ? 1 : letter < 0x800 ? 2 : letter < 0x10000 ? 3 : 4; }

bool fits(std::string_view riddle, std::string_view word) {
    for (std::size_t k = 0; k < riddle.size(); ++k)
        if (riddle[k] != hidden && riddle[k] != word[k]) return false;
    return riddle.size() == word.size();
}

// The first of `words`, sorted by length and then by their bytes, that fits; empty where none does. Words of this length
// that begin with the letters before the first hidden one stand together.
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

struct Riddle {
    std::vector<std::string> letters;  // each as in the text, empty where it is hidden
    std::size_t hidden = 0;
    bool wide = false;

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
    for (std::size_t at = 0; at < word.size();) {
        const std::size_t begin = at;
        next_code_point(word, at);
        const bool unknown = hides(word[begin], riddle.wide);
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
    // The first letter shows, at least three do, and a word that merely ends in stars or digits is no riddle ("sale***").
    if (!riddle.hidden || size < 5 || known < 3 || riddle.letters[0].empty() || shown_end + 2 < size ||
        (riddle.wide && (riddle.hidden > known || (shown_end < size && is_digit(word.back())))))
        return false;
    std::size_t at = 0;
    const std::size_t width = bytes_of(next_code_point(riddle.letters[0], at));
    for (std::size_t ending = 0; ending <= most_ending && size - ending >= std::max(least_stem, size - shown_end);
         ++ending) {
        if (ending > 0 && riddle.letters[size - ending].empty()) break;
        // In the scripts of India a sign may stand for a consonant and what binds it to the next.
        for (std::size_t each = width; each <= (width == 3 ? 2 * width : width); each += width) {
            const std::string_view found = solve(riddle.spelt(each, ending), index_.maskable, [&](std::uint32_t i) {
                return index_.text(index_.plain[i].text);
            });
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
    const std::size_t before = edits.size();
    const auto unspaced = [](WordClass kind) {
        return needs_no_space(kind) || kind == WordClass::hiragana || kind == WordClass::katakana;
    };
    std::vector<Span> letters;  // of the word, with what may hide one
    std::vector<bool> known;
    for (std::size_t at = word.begin; at < word.end;) {
        const auto begin = static_cast<std::uint32_t>(at);
        const char32_t c = next_code_point(text, at);
        letters.push_back({begin, static_cast<std::uint32_t>(at)});
        known.push_back(unspaced(word_class(c)));
    }
    const auto is_sign = [&](std::size_t k) {
        const std::string_view sign = cut(text, letters[k]);
        return sign == "○" || sign == "〇" || sign == "●" || sign == "□" || sign == "■" || sign == "x" || sign == "?" ||
               (sign.size() == 1 && hides(sign[0], true));
    };
    for (std::size_t k = 1; k < letters.size() && masked_left > 0; ++k) {
        if (known[k] || !known[k - 1] || !is_sign(k)) continue;
        --masked_left;
        std::size_t first = k, last = k + 1;
        while (first > 0 && known[first - 1] && k - first < letters_around) --first;
        while (last < letters.size() && known[last] && last - k <= letters_around) ++last;
        if (last == k + 1 && is_digit(text[letters[k].begin])) continue;  // 象牙2
        std::string_view found;
        for (; first < k && found.empty(); ++first)
            for (std::size_t end = last; end > k && found.empty(); --end) {
                if (end - first < 3) continue;
                const std::string riddle = std::string(text.substr(letters[first].begin, letters[k].begin - letters[first].begin)) +
                                           std::string(letters[k - 1].size(), hidden) +
                                           std::string(text.substr(letters[k].end, letters[end - 1].end - letters[k].end));
                found = solve(riddle, index_.unspaced, [&](Range range) { return index_.text(range); });
                if (!found.empty()) {
                    edits.push_back({{letters[first].begin, letters[end - 1].end}, std::string(found), true});
                    k = end - 1;
                }
            }
    }
    return edits.size() > before;
}

}  // namespace detector
