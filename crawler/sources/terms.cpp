#include "crawler/sources/terms.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_set>

#include "crawler/extract/text.h"
#include "detector/matcher.h"

namespace crawler {
namespace {

using detector::Taxon;
using detector::Term;
using detector::TermKind;

constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kGroups{{
    {"mammals", "Mammalia"},
    {"birds", "Aves"},
    {"reptiles", "Reptilia"},
    {"amphibians", "Amphibia"},
    {"corals", "Anthozoa"},
    {"sharks", "Elasmobranchii"},
    {"rays", "Elasmobranchii"},
    {"insects", "Insecta"},
    {"parrots", "Psittaciformes"},
    {"turtles", "Testudines"},
    {"primates", "Primates"},
    {"cats", "Felidae"},
    {"orchids", "Orchidaceae"},
    {"cacti", "Cactaceae"},
    {"elephants", "Elephantidae"},
    {"pangolins", "Manidae"},
}};

bool in_group(const Taxon& taxon, std::string_view group) {
    for (const auto& [friendly, formal] : kGroups)
        if (equals_ignoring_case(friendly, group)) group = formal;
    return equals_ignoring_case(taxon.klass, group) || equals_ignoring_case(taxon.order, group) ||
           equals_ignoring_case(taxon.family, group) || equals_ignoring_case(taxon.kingdom, group);
}

bool is_or_below(const Taxon& taxon, std::string_view name) {
    if (equals_ignoring_case(taxon.name, name) || equals_ignoring_case(taxon.family, name) ||
        equals_ignoring_case(taxon.order, name) || equals_ignoring_case(taxon.klass, name))
        return true;
    return taxon.name.size() > name.size() && taxon.name[name.size()] == ' ' &&
           equals_ignoring_case(taxon.name.substr(0, name.size()), name);
}

template <typename Test>
bool any(const std::vector<std::string>& list, Test test) {
    return list.empty() || std::any_of(list.begin(), list.end(), test);
}

bool wanted(const TermSet& set, const Taxon& taxon) {
    return any(set.appendices, [&](const std::string& name) { return detector::to_string(taxon.appendix) == name; }) &&
           any(set.groups, [&](const std::string& group) { return in_group(taxon, group); }) &&
           any(set.taxa, [&](const std::string& name) { return is_or_below(taxon, name); });
}

bool wanted(const TermSet& set, TermKind kind) {
    switch (kind) {
        case TermKind::common:
            return any(set.kinds, [](const std::string& k) { return k == "common"; });
        case TermKind::product:
            return any(set.kinds, [](const std::string& k) { return k == "product"; });
        case TermKind::accepted:
        case TermKind::synonym:
            return !set.kinds.empty() && any(set.kinds, [](const std::string& k) { return k == "accepted"; });
        case TermKind::code:
            return !set.kinds.empty() && any(set.kinds, [](const std::string& k) { return k == "code"; });
        default:
            return false;
    }
}

bool speaks(std::string_view language, const std::vector<std::string>& languages) {
    return any(languages, [&](const std::string& wanted_language) {
        return equals_ignoring_case(language, wanted_language) ||
               equals_ignoring_case(language.substr(0, language.find('-')), wanted_language);
    });
}

}  // namespace

std::vector<std::string> draw_terms(const TermSet& set, const detector::Lexicon& lexicon,
                                    const std::vector<std::string>& languages) {
    std::vector<std::string> out = set.words;
    const bool draws = !set.appendices.empty() || !set.groups.empty() || !set.taxa.empty() || !set.kinds.empty();
    if (!draws) return out;
    const std::vector<std::string>& spoken = set.languages.empty() ? languages : set.languages;
    std::map<std::string_view, std::vector<const Term*>> by_language;
    for (const Term& term : lexicon.terms()) {
        if (!wanted(set, term.kind)) continue;
        const bool scientific = term.kind == TermKind::accepted || term.kind == TermKind::synonym;
        if (!scientific && !speaks(term.language, spoken)) continue;
        if (std::any_of(term.taxa.begin(), term.taxa.end(),
                        [&](detector::TaxonId id) { return wanted(set, lexicon.taxon(id)); }))
            by_language[term.language].push_back(&term);
    }
    for (auto& [language, terms] : by_language)
        std::stable_sort(terms.begin(), terms.end(),
                         [](const Term* a, const Term* b) { return a->ambiguity < b->ambiguity; });
    std::unordered_set<std::string> seen(out.begin(), out.end());
    const std::size_t most = set.words.size() + set.limit;
    bool more = true;
    for (std::size_t i = 0; more && out.size() < most; ++i) {
        more = false;
        for (const auto& [language, terms] : by_language) {
            if (i >= terms.size() || out.size() >= most) continue;
            more = true;
            if (std::string word(terms[i]->text); seen.insert(word).second) out.push_back(std::move(word));
        }
    }
    return out;
}

std::vector<std::string> search_terms(const SourceConfig& source, const CrawlConfig& config,
                                      const detector::Lexicon& lexicon) {
    std::vector<std::string> out;
    std::unordered_set<std::string> seen;
    auto add = [&](const std::vector<std::string>& words) {
        for (const std::string& word : words)
            if (seen.insert(word).second) out.push_back(word);
    };
    add(source.terms);
    for (const std::string& name : source.term_sets)
        if (const TermSet* set = config.term_set(name)) add(draw_terms(*set, lexicon, source.languages));
    return out;
}

}  // namespace crawler
