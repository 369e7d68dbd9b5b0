#include "tools/review/taxon_cards.h"

#include <algorithm>
#include <map>

#include "tools/data_folders.h"
#include "tools/judgement_json.h"

namespace tools::review {

namespace {

namespace fs = std::filesystem;
using detector::TermKind;

std::vector<fs::path> folders(const std::vector<fs::path>& extra) {
    std::vector<fs::path> all{data_folder() / "species_lists"};
    all.insert(all.end(), extra.begin(), extra.end());
    return all;
}

}  // namespace

TaxonCards::TaxonCards(const std::vector<fs::path>& lists)
    : lexicon_(detector::load_lexicon(folders(lists))), version_(lexicon_.version()) {
    for (const detector::Term& term : lexicon_.terms()) {
        by_text_.emplace(term.text, &term);
        for (const detector::TaxonId taxon : term.taxa) terms_of_[static_cast<std::uint32_t>(taxon)].push_back(&term);
    }
}

TaxonCard TaxonCards::card(std::string_view scientific_name) const {
    const detector::Taxon* taxon = lexicon_.find_taxon(scientific_name);
    if (!taxon) return {};
    TaxonCard card{.id = std::string(taxon->id),
                   .name = std::string(taxon->name),
                   .rank = std::string(to_string(taxon->rank)),
                   .appendix = std::string(to_string(taxon->appendix)),
                   .annotation = std::string(taxon->annotation),
                   .kingdom = std::string(taxon->kingdom),
                   .klass = std::string(taxon->klass),
                   .order = std::string(taxon->order),
                   .family = std::string(taxon->family),
                   .whole = taxon->whole};
    const auto known = terms_of_.find(static_cast<std::uint32_t>(taxon - lexicon_.taxa().data()));
    if (known == terms_of_.end()) return card;
    std::map<std::string, std::vector<std::string>> names;
    const auto add = [](std::vector<std::string>& to, std::string_view text) {
        if (std::find(to.begin(), to.end(), text) == to.end()) to.emplace_back(text);
    };
    for (const detector::Term* term : known->second) {
        if (term->kind == TermKind::synonym) add(card.synonyms, term->text);
        // A word that names a whole crowd of species is no name of this one.
        if (term->kind == TermKind::common && term->taxa.size() <= 3)
            add(names[std::string(term->language)], term->text);
    }
    card.names.assign(names.begin(), names.end());
    return card;
}

TaxonCards::Sense TaxonCards::sense(std::string_view word, std::string_view language, std::string_view kind) const {
    Sense sense;
    for (auto [at, end] = by_text_.equal_range(word); at != end; ++at) {
        const detector::Term& term = *at->second;
        if ((!language.empty() && term.language != language) || (!kind.empty() && to_string(term.kind) != kind))
            continue;
        for (const detector::TaxonId taxon : term.taxa) {
            const std::string_view name = lexicon_.taxon(taxon).name;
            if (sense.meaning.find(name) == std::string::npos && sense.meaning.size() < 200)
                (sense.meaning += sense.meaning.empty() ? "" : ", ") += name;
        }
        if (sense.meaning.empty()) sense.meaning = term.sense->means;
        if (sense.file.empty()) {
            sense.file = fs::path(*term.file).filename().string() + ':' + std::to_string(term.line);
            sense.needs_support = term.ambiguity != detector::Ambiguity::none;
        }
    }
    return sense;
}

}  // namespace tools::review
