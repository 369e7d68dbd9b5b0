#include "detector/term_words.h"

#include <algorithm>
#include <iterator>

#include "detector/fold.h"

namespace detector {

namespace {

bool is_word(WordClass c) { return c != WordClass::none; }
bool is_unspaced(WordClass c) { return c >= WordClass::han; }

}  // namespace

bool matched_whole(std::string_view text) {
    bool any_word = false;
    for (std::size_t at = 0; at < text.size();) {
        const WordClass c = word_class(next_code_point(text, at));
        if (is_unspaced(c)) return true;
        any_word |= is_word(c);
    }
    return !any_word;
}

std::vector<std::string_view> words_of(std::string_view text) {
    std::vector<std::string_view> words;
    std::size_t begin = 0, at = 0;
    const auto close = [&](std::size_t end) {
        if (end == begin) return;
        const std::string_view word = text.substr(begin, end - begin);
        const bool possessive = word == "s" && begin > 0 && text[begin - 1] == '\'' && !words.empty();
        if (!possessive) words.push_back(word);
    };
    while (at < text.size()) {
        const std::size_t here = at;
        if (is_word(word_class(next_code_point(text, at)))) continue;
        close(here);
        begin = at;
    }
    close(text.size());
    return words;
}

std::vector<std::string_view> spaced(std::string_view text) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (end) parts.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

bool is_rank_marker(std::string_view word) {
    static constexpr std::string_view markers[] = {"var.", "subsp.", "ssp.", "f.", "forma", "cv.", "x", "\u00d7"};
    return std::find(std::begin(markers), std::end(markers), word) != std::end(markers);
}

TextWord longest_word_of(std::string_view folded) {
    std::vector<TextWord> words;
    split_words(folded, words);
    const auto size = [](TextWord word) { return word.end - word.begin; };
    return *std::max_element(words.begin(), words.end(), [&](TextWord a, TextWord b) { return size(a) < size(b); });
}

}  // namespace detector
