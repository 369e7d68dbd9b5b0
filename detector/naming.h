// What names something, as against what only supports a name.
#pragma once

#include "detector/lexicon.h"

namespace detector {

// Does the term name a taxon, a product of one or a code word for one? Parts and context words name nothing.
bool names_something(const Term& term);

}  // namespace detector
