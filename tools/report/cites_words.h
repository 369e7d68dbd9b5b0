// The Convention's own codes in words, in the language of a report: trade terms ("TUS" is a tusk) and the numbered
// annotations of the Appendices. From the tables of species_lists; immutable once read.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "tools/annotation_words.h"

namespace tools::report {

class CitesWords {
  public:
    // `language`: en, fr or es. Throws detector::DataError where a list cannot be read.
    CitesWords(const std::filesystem::path& species_lists, std::string_view language);

    // "TUS (tusk)"; the code alone where it is none of the Convention's.
    std::string term(const std::string& code) const;
    const AnnotationWords& annotations() const { return annotations_; }

  private:
    std::map<std::string, std::string, std::less<>> terms_;
    AnnotationWords annotations_;
};

}  // namespace tools::report
