#include "detector/naming.h"

#include <algorithm>

#include "detector/words.h"

namespace detector {

namespace {

constexpr std::size_t short_need = 5;  // bytes; a shorter word may stand in any other by chance: "ft" in "gift"

// A long word may be part of a compound; a short one stands alone, but for the s of a plural.
bool stands_in(std::string_view text, std::string_view word) {
    for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        const auto begin = static_cast<std::uint32_t>(at);
        if (word.size() >= short_need || class_at(text, begin) != WordClass::letter) return true;
        auto end = static_cast<std::uint32_t>(at + word.size());
        if (end < text.size() && text[end] == 's') ++end;
        if (class_before(text, begin) != WordClass::letter && class_at(text, end) != WordClass::letter) return true;
    }
    return false;
}

}  // namespace

bool names_something(const Term& term) {
    switch (term.kind) {
        case TermKind::part:
        case TermKind::context:
            return false;
        case TermKind::code:
        case TermKind::emoji:
            return !term.taxa.empty();
        default:
            return true;
    }
}

bool has_needed_words(const Term& term, std::span<const FoldedPassage> text, const BytePairs& pairs) {
    const std::span<const std::string> words = term.sense->needed_words;
    return words.empty() || std::any_of(words.begin(), words.end(), [&](const std::string& word) {
               return pairs.may_hold(word) && std::any_of(text.begin(), text.end(), [&](const FoldedPassage& passage) {
                          return stands_in(passage.text, word);
                      });
           });
}

}  // namespace detector
