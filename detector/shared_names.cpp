#include "detector/shared_names.h"

#include <algorithm>
#include <cstdint>
#include <memory_resource>
#include <numeric>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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

// Terms of one kind that fold alike, side by side: members[begin[g] .. begin[g + 1]) are the terms of group g. Folding
// every term is most of the cost of settling, so it is done once.
struct Groups {
    std::pmr::monotonic_buffer_resource arena;
    std::vector<std::string_view> texts;  // folded, one a group
    std::vector<std::uint32_t> begin, members;
};

void group_alike(std::span<const Term> terms, Groups& groups) {
    std::unordered_map<std::string_view, std::uint32_t> known;  // by kind and folded text
    known.reserve(terms.size());
    std::vector<std::uint32_t> group_of(terms.size());
    FoldedPassage folded_text;
    std::string key;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        fold(terms[i].text, folded_text);
        key.assign(1, static_cast<char>(terms[i].kind));
        key += folded_text.text;
        auto found = known.find(key);
        if (found == known.end()) {
            char* kept = static_cast<char*>(groups.arena.allocate(key.size(), 1));
            std::copy(key.begin(), key.end(), kept);
            const std::string_view view(kept, key.size());
            found = known.emplace(view, static_cast<std::uint32_t>(groups.texts.size())).first;
            groups.texts.push_back(view.substr(1));
        }
        group_of[i] = found->second;
    }
    groups.begin.assign(groups.texts.size() + 1, 0);
    for (const std::uint32_t group : group_of) ++groups.begin[group + 1];
    std::partial_sum(groups.begin.begin(), groups.begin.end(), groups.begin.begin());
    groups.members.resize(terms.size());
    std::vector<std::uint32_t> next(groups.begin.begin(), groups.begin.end() - 1);
    for (std::uint32_t i = 0; i < terms.size(); ++i) groups.members[next[group_of[i]]++] = i;
}

void settle_languages(Lexicon::Storage& storage, std::span<const std::uint32_t> members) {
    std::vector<Term>& terms = storage.terms;
    const std::string_view& first = terms[members.front()].language;
    const auto other = [&](std::uint32_t i) { return terms[i].language != first; };
    std::span<const std::string_view> languages(&first, 1);
    if (std::any_of(members.begin(), members.end(), other)) {
        std::vector<std::string_view>& all = storage.language_sets.emplace_back();
        for (const std::uint32_t i : members)
            if (std::find(all.begin(), all.end(), terms[i].language) == all.end()) all.push_back(terms[i].language);
        languages = all;
    }
    for (const std::uint32_t i : members) terms[i].languages = languages;
}

void settle_doubt(std::vector<Term>& terms, std::span<const std::uint32_t> members, std::string_view text) {
    bool by_trade = false;
    Ambiguity ambiguity = Ambiguity::none;
    for (const std::uint32_t i : members) {
        by_trade = by_trade || made_for_trade(*terms[i].file);
        ambiguity = std::max(ambiguity, terms[i].ambiguity);
    }
    if (!by_trade) ambiguity = std::max(ambiguity, of_shape(shape_of(text)));
    for (const std::uint32_t i : members) terms[i].ambiguity = ambiguity;
}

}  // namespace

void settle_shared_names(Lexicon::Storage& storage) {
    Groups groups;
    group_alike(storage.terms, groups);
    for (std::size_t g = 0; g < groups.texts.size(); ++g) {
        const auto members = std::span(groups.members).subspan(groups.begin[g], groups.begin[g + 1] - groups.begin[g]);
        settle_languages(storage, members);
        if (storage.terms[members.front()].kind == TermKind::common)
            settle_doubt(storage.terms, members, groups.texts[g]);
    }
}

}  // namespace detector
