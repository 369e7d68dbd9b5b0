#include "detector/naming.h"

#include <algorithm>

namespace detector {

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

bool has_needed_words(const Lexicon& lexicon, const Term& term, std::span<const FoldedPassage> text) {
    const std::span<const std::string> words = lexicon.needed_words(term);
    return words.empty() || std::any_of(words.begin(), words.end(), [&](const std::string& word) {
               return std::any_of(text.begin(), text.end(), [&](const FoldedPassage& passage) {
                   return passage.text.find(word) != std::string::npos;
               });
           });
}

}  // namespace detector
