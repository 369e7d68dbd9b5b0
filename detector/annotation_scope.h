// Which parts of a plant a listing covers: the annotations #1 to #20 leave some out (seeds, cut flowers, finished
// goods) or count a few alone (roots, logs). annotation_parts.tsv says it in CITES trade term codes.
//
// Views into the Lexicon; immutable, safe from any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "detector/lexicon.h"

namespace detector {

struct AnnotationScope {
    std::vector<std::string_view> only;      // where not empty: these parts count and no others
    std::vector<std::string_view> left_out;  // these do not, though the rest does
    // Part, then a family or species of which it counts after all when it comes from one country: nobody can tell.
    std::vector<std::pair<std::string_view, std::string_view>> unsure;
};

enum class Coverage : std::uint8_t { unknown, counts, left_out };

// Does the annotation of the taxon cover the part "FLO"? Unknown where the table says nothing of either.
Coverage coverage(const Lexicon& lexicon, const Taxon& taxon, std::string_view cites_term);

// Do annotations leave this part of every one of the taxa out of the listing? False for no taxa.
bool left_out(const Lexicon& lexicon, std::span<const TaxonId> taxa, std::string_view cites_term);

// A family or genus listed whole carries its annotation to every species; sources write it at some of them only.
// Appendix II plants without one take that of their genus, else of their family, where those that have one agree; so do
// the genera and families themselves.
void settle_annotations(Lexicon::Storage& storage);

}  // namespace detector
