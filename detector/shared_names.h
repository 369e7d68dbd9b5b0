// What terms that fold alike know of each other, settled over all lists at once: `tiger` stands in ten of them.
#pragma once

#include "detector/lexicon_storage.h"

namespace detector {

// Every term learns the languages in which the same word is a term of its kind (Term::languages).
//
// Common names that fold alike share the greatest ambiguity that a list made for the trade (trade_names) gives one of
// them: a list that calls a word ambiguous knows more than one that says nothing. A name of one word that only the
// vernacular lists know (`ship`, `drum`, `mal`) is doubtful, a short one ambiguous: those lists were made for readers,
// not for telling names from words.
//
// Called once, when all terms are in place: Term::languages refers to them.
void settle_shared_names(Lexicon::Storage& storage);

}  // namespace detector
