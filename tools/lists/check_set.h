// What is doubtful in a list set, row by row. Pure; the order of findings is that of the tables.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tools/lists/list_set.h"

namespace tools::lists {

enum class FindingKind : std::uint8_t {
    orphan,         // names a taxon that no table lists
    duplicate,      // the same row twice, or one name for two accepted taxa
    everyday_word,  // a short or common word that counts without support
    no_context,     // a code word that needs nothing else in the advert
    encoding,       // replacement characters, undecoded references, mixed scripts inside a word
    nameless,       // an Appendix I taxon without a common name
    expired,        // a watch term past its date
    classification  // a taxon without rank, kingdom or family
};

std::string_view to_string(FindingKind kind);

// Errors make the set answer wrongly; the rest is for a person to weigh.
bool is_error(FindingKind kind);

struct Finding {
    FindingKind kind{};
    Place place;
    std::string text;
};

// Ordinary words that adverts hold for other reasons, in about thirty languages (everyday_words.tsv).
class EverydayWords {
  public:
    void add(const std::string& word, const std::string& language);
    // The languages in which the word is an ordinary one ("en, nl"), "short" where it has three letters or fewer; empty
    // where neither. Names of several words are never ordinary.
    std::string language_of(const std::string& folded_name) const;

  private:
    std::unordered_map<std::string, std::string> languages_;  // by folded word
};

// The shipped table.
EverydayWords everyday_words();

// `today`: ISO date that watch terms expire against.
std::vector<Finding> check_set(const ListSet& set, const EverydayWords& everyday, const std::string& today);

}  // namespace tools::lists
