// Names as sellers misspell them: `misspellings.tsv` tells how a word is written, and every name, product and code word
// of that language that holds the word is a term so too ("star tortise"). Such a term hides nothing; it is found as
// any other. Built with the lists; pure.
#pragma once

#include "detector/lexicon_storage.h"

namespace detector {

// Appends to storage.terms. After ambiguity is settled: a misspelt name is as ambiguous as the name.
void add_misspelt_terms(Lexicon::Storage& storage);

}  // namespace detector
