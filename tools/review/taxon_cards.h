// What the lists say of a taxon today: names in all languages, synonyms, what an entry names.
// Made once from the species lists; immutable, shared by threads.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detector/lexicon.h"

namespace tools::review {

struct TaxonCard {
    std::string id, name, rank, appendix, annotation;
    std::string kingdom, klass, order, family;
    bool whole = true;
    std::vector<std::pair<std::string, std::vector<std::string>>> names;  // by language, in its order
    std::vector<std::string> synonyms;
};

class TaxonCards {
  public:
    // The shipped lists with the folders of --lists laid over them. Throws detector::DataError.
    explicit TaxonCards(const std::vector<std::filesystem::path>& lists);

    // An empty name: the lists of today do not have it.
    TaxonCard card(std::string_view scientific_name) const;
    const std::string& version() const { return version_; }

    struct Sense {
        std::string meaning;  // the taxa it names, or what the code word stands for
        std::string file;     // table and line of its row
        bool needs_support = false;
    };
    // What the lists say of an entry in one language and kind.
    Sense sense(std::string_view word, std::string_view language, std::string_view kind) const;

  private:
    detector::Lexicon lexicon_;
    std::string version_;
    std::unordered_map<std::uint32_t, std::vector<const detector::Term*>> terms_of_;
    std::unordered_multimap<std::string_view, const detector::Term*> by_text_;
};

}  // namespace tools::review
