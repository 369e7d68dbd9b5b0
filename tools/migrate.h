// `citeswatch migrate`: brings a casebook of an earlier release up to date. Commands that write do so by themselves;
// this one is for those who only mean to read.
#pragma once

#include <filesystem>

#include "tools/console.h"

namespace tools {

struct MigrateOptions {
    std::filesystem::path casebook;
};

// Exit code 0. Throws StoreError.
int run(const MigrateOptions& options, Console& console);

}  // namespace tools
