// What a listing's annotation (#1 to #20) and a listing split by population mean, in plain words of this project's own:
// annotations.tsv and split_listings.tsv of species_lists. The one place that reads them, for whatever shows a flag.
//
// Immutable once made; safe from any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tools {

class AnnotationWords {
  public:
    // `language`: en, fr or es; anything else reads English. A table that is missing has no words. Throws what opening
    // a table throws.
    AnnotationWords(const std::filesystem::path& species_lists, std::string_view language);

    // The words for a taxon on a flag, none, one or two sentences each: its annotation, then what the split goes by.
    std::vector<std::string> of(std::string_view taxon, std::string_view appendix, std::string_view annotation) const;

    // "#4" -> its words; empty where there are none.
    std::string annotation(std::string_view symbol) const;

  private:
    std::map<std::string, std::string, std::less<>> annotations_, splits_;
    std::string split_by_population_;
};

}  // namespace tools
