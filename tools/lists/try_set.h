// Adverts judged with and without a list set or a watch list: what it would flag, what no longer, and what it costs.
// The other watch lists of a casebook (watch_memory.h) judge in both cases.
#pragma once

#include <filesystem>
#include <vector>

#include "tools/console.h"
#include "tools/judge.h"

namespace tools::lists {

struct Trial {
    std::filesystem::path adverts;  // a casebook, or a listing table
    std::vector<std::filesystem::path> lists_without, lists_with;
    std::vector<WatchChoice> watch;  // judged with, beside lists_with
};

// Prints what it finds; returns how many rows could not be read. Throws what opening either throws.
std::size_t try_set(const Trial& trial, Console& console);

}  // namespace tools::lists
