// Where the program's data lies: species_lists/ and config/, and the user's cache folder.
#pragma once

#include <filesystem>

namespace tools {

// The folder that holds species_lists/ and config/: $CITESWATCH_DATA, else ../share/citeswatch beside the executable,
// else the source tree it was built from. Throws detector::DataError naming what was tried.
std::filesystem::path data_folder();

// $XDG_CACHE_HOME/citeswatch or ~/.cache/citeswatch; empty when neither can be told (then nothing is cached).
std::filesystem::path cache_folder();

}  // namespace tools
