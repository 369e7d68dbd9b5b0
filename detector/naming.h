// What names something, as against what only supports a name.
#pragma once

#include <span>

#include "detector/byte_pairs.h"
#include "detector/fold.h"
#include "detector/lexicon.h"

namespace detector {

// Does the term name a taxon, a product of one or a code word for one? Parts and context words name nothing.
bool names_something(const Term& term);

// Does one of the words that the term asks for (Sense::needed_words) stand anywhere in the text? True for terms that
// ask for none. A code word without them (`black` with no word of horn beside it) names nothing. `pairs`: of the whole
// text.
bool has_needed_words(const Term& term, std::span<const FoldedPassage> text, const BytePairs& pairs);

}  // namespace detector
