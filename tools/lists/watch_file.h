// An analyst's watch list as a file: a table (TSV, CSV) with a column `term`, or TOML with [[term]] tables. Columns and
// keys: term, language, taxon (or taxa, joined by ';'), note, weight (1 to 3), needs, expiry. README.md of
// species_lists says what they mean.
//
// Rows are checked one by one, so that `lists check` can name every fault; whether the lists know a taxon is for the
// lexicon to say. Total on any bytes; throws detector::DataError where the file is no watch list at all.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "detector/watch_list.h"
#include "tools/lists/list_set.h"

namespace tools::lists {

struct WatchFile {
    detector::WatchList list;                  // what counts today
    std::vector<detector::WatchTerm> expired;  // what counted once
    std::vector<RowProblem> problems;          // rows that cannot be used
};

// `today`: ISO date that terms expire against; empty: none does.
WatchFile read_watch_file(const std::filesystem::path& path, const std::string& today);

// Does a file that begins so look like the TOML form?
bool is_watch_toml(std::string_view head);

// Today's date, UTC, ISO.
std::string today();

}  // namespace tools::lists
