// What regimes beyond the Appendices say of a taxon: EU Annexes, national lists (listings.tsv of a list set). Shown
// beside the Appendix; a taxon that no Appendix holds is flagged for them alone, with less at stake (stake.regime).
//
// Views into the Lexicon; immutable, safe from any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detector/lexicon.h"

namespace detector {

struct RegimeListing {
    TaxonId taxon{};
    std::string_view regime;      // "CITES", "EU", or the name of a national list
    std::string_view listing;     // as the regime writes it: "I", "A"
    std::string_view annotation;  // "#4", empty where there is none
    std::string_view since;       // ISO date, empty when unknown
};

// "EU Annex A", "MY-WCA: totally protected".
std::string words_of(const RegimeListing& listing);

// Every listing of the taxon, or of the genus, family or order it falls under when it has none itself; CITES's own
// included where the list gives its details.
std::span<const RegimeListing> listings_of(const Lexicon& lexicon, TaxonId taxon);

// The same but for CITES's own, each regime and listing once: what stands beside the Appendix on a flag.
std::vector<RegimeListing> other_listings(const Lexicon& lexicon, TaxonId taxon);

}  // namespace detector
