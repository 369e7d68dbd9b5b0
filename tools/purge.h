// `citeswatch purge`: what never came under suspicion is not kept for ever. casebook/purge.h says what goes and what
// stays.
#pragma once

#include <filesystem>
#include <string>

#include "tools/console.h"

namespace tools {

struct PurgeOptions {
    std::filesystem::path casebook;
    std::filesystem::path archive;  // empty: archive_folder(casebook)
    std::string older_than;         // "90d", "12w", or a day, "2026-03-01"
    std::string who;                // for the custody log; empty: the login name
    bool dry_run = false;           // say what would go, keep everything
};

// Exit code 0. What was removed goes to standard output. Throws StoreError, std::invalid_argument (the age),
// std::runtime_error (the archive).
int run(const PurgeOptions& options, Console& console);

}  // namespace tools
