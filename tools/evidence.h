// `citeswatch evidence verify` and `stamp`: is the evidence what it was when it was recorded, and since when can that
// be shown to somebody who does not trust us?
#pragma once

#include <filesystem>
#include <string>

#include "tools/console.h"

namespace tools {

struct VerifyOptions {
    std::filesystem::path casebook;
    std::filesystem::path archive;  // empty: archive_folder(casebook)
    std::filesystem::path ca_file;  // PEM of the time authorities to believe; empty: those believed at the time
};

struct StampOptions {
    std::filesystem::path casebook;
    std::filesystem::path config;  // whose [evidence] section names the authority
};

// Where the captures of a casebook lie: "<casebook>.archive", beside it.
std::filesystem::path archive_folder(const std::filesystem::path& casebook);

// Exit code: 0 all is as it was, 1 it is not (or could not be stamped). The result goes to standard output. Throws
// StoreError.
int run(const VerifyOptions& options, Console& console);
int run(const StampOptions& options, Console& console);

}  // namespace tools
