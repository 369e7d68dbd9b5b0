// `citeswatch evaluate`: how well the detector does on labelled listings, and every case it got wrong with its reasons.
#pragma once

#include <filesystem>
#include <vector>

#include "tools/console.h"

namespace tools {

struct EvaluateOptions {
    std::vector<std::filesystem::path> inputs;  // listing tables with a column `label`, or folders of such
    bool json = false;                          // else a table
    std::filesystem::path compare;              // JSON of an earlier run: what changed since; empty: none
    std::filesystem::path output;               // empty: standard output
    std::vector<std::filesystem::path> extra_lists;
    std::vector<std::filesystem::path> watch_lists;  // --watch
    unsigned threads = 0;                            // 0: one a core
};

// Exit code: 0, or 1 when a row could not be used. Throws detector::DataError where nothing can be measured.
int run(const EvaluateOptions& options, Console& console);

}  // namespace tools
