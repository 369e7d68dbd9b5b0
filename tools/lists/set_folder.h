// A list set as a folder of tables, in the layout that detector::load_lexicon() reads, plus `set.tsv`: where it came
// from, when, under what licence, and the digest of the raw file.
#pragma once

#include <filesystem>
#include <span>

#include "tools/lists/list_set.h"
#include "tools/lists/set_difference.h"

namespace tools::lists {

// Writes `set` to `folder`, all or nothing: the tables are written beside it and put in place by one rename. An
// existing folder is refused unless `overwrite`. `removed`: what the lists in use hold and this set does not, written
// when the set replaces them. Throws detector::DataError.
void write_set(const ListSet& set, const std::vector<TakenOut>& removed, const std::filesystem::path& folder,
               bool overwrite);

// The taxa, synonyms, common and trade names and listings of several folders, later ones laid over earlier ones as the
// detector does it. Lenient: rows that cannot be read are passed over (`lists check` names them). Throws
// detector::DataError when a folder holds no table of a list set.
ListSet read_set(std::span<const std::filesystem::path> folders);

// set.tsv of a folder; empty members where it has none.
Provenance read_provenance(const std::filesystem::path& folder);

}  // namespace tools::lists
