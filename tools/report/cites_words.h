// The Convention's own codes in words, in the language of a report: trade terms ("TUS" is a tusk), and what the
// annotation of a taxon or its split by population means (annotation_words.h). Immutable once read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/records.h"
#include "tools/annotation_words.h"

namespace tools::report {

class CitesWords {
  public:
    // `language`: en, fr or es. Throws detector::DataError where a list cannot be read.
    CitesWords(const std::filesystem::path& species_lists, std::string_view language);

    // "TUS (tusk)"; the code alone where it is none of the Convention's.
    std::string term(const std::string& code) const;
    // Sentences on the taxon's listing; none where it says all by itself.
    std::vector<std::string> notes(const casebook::JudgedTaxon& taxon) const {
        return annotations_.of(taxon.scientific_name, taxon.appendix, taxon.annotation);
    }

    bool explains(std::string_view annotation) const { return !annotations_.annotation(annotation).empty(); }

  private:
    std::map<std::string, std::string, std::less<>> terms_;
    AnnotationWords annotations_;
};

}  // namespace tools::report
