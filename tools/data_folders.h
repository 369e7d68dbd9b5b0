// Where the program's data lies: species_lists/ and config/, and the user's cache folder.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace tools {

// The folder that holds species_lists/ and config/: $CITESWATCH_DATA, else ../share/citeswatch beside the executable,
// else the source tree it was built from. Throws detector::DataError naming what was tried.
std::filesystem::path data_folder();

// $XDG_CACHE_HOME/citeswatch or ~/.cache/citeswatch; empty when neither can be told (then nothing is cached).
std::filesystem::path cache_folder();

// Where imported list sets are kept: $XDG_DATA_HOME/citeswatch/lists or ~/.local/share/citeswatch/lists; empty when
// neither can be told.
std::filesystem::path lists_folder();

// The sets of that folder that `lists use` put to use, in their order, laid over the shipped lists by whatever judges.
// A set that is named but gone throws detector::DataError: to judge without it unawares would be worse.
std::vector<std::filesystem::path> sets_in_use();

// What the detector loads: the shipped lists, the sets in use, then the folders of --lists. Throws
// detector::DataError where one is no folder.
std::vector<std::filesystem::path> list_folders(const std::vector<std::filesystem::path>& extra);

// Puts these sets (names in lists_folder()) to use instead of those before. Throws detector::DataError.
void use_sets(const std::vector<std::string>& names);

}  // namespace tools
