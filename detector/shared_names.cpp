#include "detector/shared_names.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <unordered_map>

#include "detector/code_points.h"
#include "detector/fold.h"

namespace detector {

namespace {

constexpr std::size_t short_letters = 4;

struct Shape {
    double words = 0;         // an ideograph is half a word, a Thai letter a fifth
    std::size_t letters = 0;  // code points
};

Shape shape_of(std::string_view text) {
    Shape shape;
    bool inside = false;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = code_point_at(text, at);
        const CharClass kind = classify(point.value);
        if (kind == CharClass::letter && !inside) shape.words += 1;
        if (kind == CharClass::ideograph) shape.words += 0.5;
        if (kind == CharClass::joined) shape.words += 0.2;
        inside = kind == CharClass::letter;
        ++shape.letters;
        at += point.length;
    }
    return shape;
}

bool made_for_trade(std::string_view file) { return file.find("common_names") == std::string_view::npos; }

Ambiguity of_shape(const Shape& shape) {
    if (shape.words > 1) return Ambiguity::none;
    return shape.letters <= short_letters && shape.words == 1 ? Ambiguity::high : Ambiguity::low;
}

}  // namespace

void settle_languages(Lexicon::Storage& storage) {
    std::unordered_map<std::string, std::vector<std::string_view>*> known;
    std::vector<std::vector<std::string_view>*> of_term;
    of_term.reserve(storage.terms.size());
    for (const Term& term : storage.terms) {
        std::string key = folded(term.text);
        key += static_cast<char>(term.kind);
        std::vector<std::string_view>*& languages = known[std::move(key)];
        if (!languages) languages = &storage.language_sets.emplace_back();
        if (std::find(languages->begin(), languages->end(), term.language) == languages->end())
            languages->push_back(term.language);
        of_term.push_back(languages);
    }
    for (std::size_t i = 0; i < storage.terms.size(); ++i) storage.terms[i].languages = *of_term[i];
}

void settle_doubt(Lexicon::Storage& storage) {
    std::vector<Term>& terms = storage.terms;
    struct Known {
        bool by_trade = false;
        Ambiguity ambiguity = Ambiguity::none;
    };
    std::unordered_map<std::string, Known> known;
    std::vector<Known*> of_term(terms.size(), nullptr);
    for (std::size_t i = 0; i < terms.size(); ++i) {
        if (terms[i].kind != TermKind::common) continue;
        Known& name = known[folded(terms[i].text)];
        of_term[i] = &name;
        name.by_trade = name.by_trade || made_for_trade(terms[i].file);
        name.ambiguity = std::max(name.ambiguity, terms[i].ambiguity);
    }
    for (auto& [text, name] : known)
        if (!name.by_trade) name.ambiguity = std::max(name.ambiguity, of_shape(shape_of(text)));
    for (std::size_t i = 0; i < terms.size(); ++i)
        if (of_term[i]) terms[i].ambiguity = of_term[i]->ambiguity;
}

}  // namespace detector
