#include "tools/annotation_words.h"

#include "tools/lists/table.h"

namespace tools {

namespace {

struct Language {
    std::string_view code, column, unsure, split;
};

constexpr Language languages[] = {{"en", "plain_en", " (Not confirmed: read the Appendices in force.)",
                                   "Appendix I or II by population or species: the origin decides."},
                                  {"fr", "plain_fr", " (Non confirmé : lire les Annexes en vigueur.)",
                                   "Annexe I ou II selon la population ou l'espèce : l'origine décide."},
                                  {"es", "plain_es", " (Sin confirmar: leer los Apéndices vigentes.)",
                                   "Apéndice I o II según la población o la especie: decide el origen."}};

const Language& language_named(std::string_view code) {
    for (const Language& each : languages)
        if (each.code == code.substr(0, 2)) return each;
    return languages[0];
}

std::map<std::string, std::string, std::less<>> words_in(const std::filesystem::path& path, std::string_view key,
                                                         const Language& language) {
    std::map<std::string, std::string, std::less<>> words;
    if (!std::filesystem::exists(path)) return words;
    lists::Table table(path, false);
    lists::SetBuilder problems;
    while (table.next(problems)) {
        std::string plain(table.cell({language.column}));
        if (!plain.empty() && table.cell({"sure"}) == "no") plain += language.unsure;
        words[std::string(table.cell({key}))] = std::move(plain);
    }
    return words;
}

std::string find(const std::map<std::string, std::string, std::less<>>& words, std::string_view key) {
    const auto found = words.find(key);
    return found == words.end() ? std::string() : found->second;
}

}  // namespace

AnnotationWords::AnnotationWords(const std::filesystem::path& species_lists, std::string_view language)
    : annotations_(words_in(species_lists / "annotations.tsv", "symbol", language_named(language))),
      splits_(words_in(species_lists / "split_listings.tsv", "taxon", language_named(language))),
      split_by_population_(language_named(language).split) {}

std::string AnnotationWords::annotation(std::string_view symbol) const { return find(annotations_, symbol); }

std::vector<std::string> AnnotationWords::of(std::string_view taxon, std::string_view appendix,
                                             std::string_view annotation) const {
    std::vector<std::string> words;
    if (const std::string plain = this->annotation(annotation); !plain.empty())
        words.push_back(std::string(annotation) + ": " + plain);
    if (std::string split = find(splits_, taxon); !split.empty())
        words.push_back(std::move(split));
    else if (appendix == "I/II")
        words.push_back(split_by_population_);
    return words;
}

}  // namespace tools
