// Scientific names around a proposed genus or epithet: whole, abbreviated, misspelt, with rank markers, cf. and aff.
//
// Misspellings: one part exact, the other within one edit (5 to 7 letters) or two (8 and more), the same first letter;
// never both fuzzy, never a genus that is itself listed. Stateless apart from what it refers to; shared by threads.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "detector/matcher.h"
#include "detector/term_index.h"
#include "detector/words.h"

namespace detector {

struct NameHit {
    Span span;
    TermId term{};
    MatchHow how = MatchHow::exact;
};

// "P. tigris" whose genus may stand elsewhere in the listing: decided once the whole listing was read.
struct PendingName {
    Span span;
    Range names;  // in TermIndex::names_by_epithet: those whose genus begins so
    std::uint32_t passage = 0;
    bool dot = false;  // "P." or "Paph" rather than "P": it need not be stated elsewhere
};

class NameVerifier {
  public:
    NameVerifier(const TermIndex& index, const Lexicon& lexicon) : index_(index), lexicon_(lexicon) {}

    // An epithet stands at `span`. Appends what it completes to `hits`, or an abbreviation to `pending`.
    void at_epithet(std::string_view text, Span span, std::uint32_t epithet, std::vector<NameHit>& hits,
                    std::vector<PendingName>& pending) const;
    // A genus stands at `span`. True where a genus word really stands there.
    bool at_genus(std::string_view text, Span span, std::uint32_t genus, std::vector<NameHit>& hits) const;
    // `seen` tells whether a genus stands in the listing.
    std::optional<NameHit> resolve(const PendingName& pending, const std::function<bool(std::uint32_t)>& seen) const;

  private:
    Range names_with_genus_prefix(Range names_by_epithet, std::string_view prefix) const;
    const Name& name_at(std::uint32_t i) const { return index_.names[index_.names_by_epithet[i]]; }
    std::string_view genus_text(const Name& name) const { return index_.text(index_.genera[name.genus].text); }
    bool is_genus(std::string_view word) const;
    void complete(std::string_view text, Span genus, Span epithet, const std::vector<std::uint32_t>& names,
                  MatchHow how, std::vector<NameHit>& hits) const;
    std::optional<std::uint32_t> only_taxon(const std::vector<std::uint32_t>& names) const;

    const TermIndex& index_;
    const Lexicon& lexicon_;
};

// Damerau-Levenshtein distance (adjacent letters swapped count once) where it is at most `limit`, else limit + 1.
unsigned edit_distance(std::string_view a, std::string_view b, unsigned limit);

}  // namespace detector
