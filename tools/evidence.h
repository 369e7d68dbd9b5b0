// `citeswatch evidence verify`: is the archive what it was when it was recorded? Names the first break.
#pragma once

#include <filesystem>

#include "tools/console.h"

namespace tools {

struct VerifyOptions {
    std::filesystem::path casebook;
    std::filesystem::path archive;  // empty: archive_folder(casebook)
};

// Where the captures of a casebook lie: "<casebook>.archive", beside it.
std::filesystem::path archive_folder(const std::filesystem::path& casebook);

// Exit code: 0 all is as it was, 1 it is not. The result goes to standard output. Throws StoreError.
int run(const VerifyOptions& options, Console& console);

}  // namespace tools
