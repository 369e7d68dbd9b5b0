// Pictures in place of words.

#include <algorithm>

#include "detector/disguise.h"
#include "detector/disguise_signs.h"
#include "detector/words.h"

namespace detector {

namespace {

constexpr char32_t least_picture = 0x2190;  // arrows and on

}  // namespace

bool Disguises::undo_emoji(std::string_view word, std::string& plain) const {
    const std::u32string text = code_points(word);
    // One picture of an animal among others that stand for no word is decoration: "box 🐢🍫".
    const auto is_picture = [](char32_t c) {
        return c >= least_picture && c != 0xFE0F && word_class(c) == WordClass::none;
    };
    const auto pictures = std::count_if(text.begin(), text.end(), is_picture);
    const auto words = std::count_if(text.begin(), text.end(), [&](char32_t c) { return emoji_words_.contains(c); });
    if (words < 2 && pictures > words) return false;
    const bool only_pictures = static_cast<std::size_t>(pictures) == text.size();
    bool changed = false;
    plain.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto found = text[i] > 0x2000 ? emoji_words_.find(text[i]) : emoji_words_.end();
        // A Korean sentence ends with a picture as others end with a full stop.
        if (i > 0 && word_class(text[i - 1]) == WordClass::hangul) found = emoji_words_.end();
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
    // Pictures alone adorn unless they spell something: 🐘🦷.
    if (only_pictures) {
        std::string joined = plain;
        std::erase(joined, ' ');
        return changed && !index_.find_plain(joined).empty();
    }
    return changed;
}

// "old 🐅 skin rug": a picture that with the word behind it names something.
bool Disguises::edit_emoji_alone(std::string_view text, const Token& token, std::vector<Edit>& edits) const {
    if (!token.wide || token.letters || token.span.size() > 8) return false;
    std::size_t at = token.span.begin;
    const char32_t picture = next_code_point(text, at);
    if (picture < least_picture) return false;
    const auto found = emoji_words_.find(picture);
    if (found == emoji_words_.end() || (at < token.span.end && next_code_point(text, at) != 0xFE0F)) return false;
    const Token next = next_token(text, token.span.end);
    const std::string_view word = cut(text, next.span);
    if (!next.letters || index_.find_plain(found->second.first + std::string(word)).empty()) return false;
    edits.push_back({token.span, found->second.first, true});
    return true;
}

}  // namespace detector
