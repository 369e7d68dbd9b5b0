// A watch list's words as terms of the lexicon. Internal to the detector.
#pragma once

#include "detector/digest.h"
#include "detector/lexicon_storage.h"
#include "detector/watch_list.h"

namespace detector {

// Adds the terms, the subjects of those that name no taxon (rank `watched`, listed by the regime "watch"), and the
// list's name in the version; all of it goes into `hash`, so that a term that came or went is another set of lists.
// Throws DataError for a taxon that no list knows and for a term that stands for nothing.
void add_watch_list(const WatchList& list, Lexicon::Storage& storage, Sha256& hash);

}  // namespace detector
