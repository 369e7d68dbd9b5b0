// `citeswatch inspect page FILE_OR_URL`: what the program reads in a page, as JSON on stdout. For writing profiles and
// for understanding a miss. A URL is fetched by the caller, not here: this reads files and standard input.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tools/console.h"

namespace tools {

struct InspectPageOptions {
    std::string input;              // a file, or "-" for stdin
    std::string url;                // base of relative links; empty: none
    std::string content_type;       // as the server would send it
    std::filesystem::path profile;  // a market's profile, empty: none
};

// Writes the JSON; returns the exit code. Throws detector::DataError when the file or profile cannot be read.
int run(const InspectPageOptions& options, Console& console);

// The same for a body already at hand (fetched, or a test's).
std::string page_json(const InspectPageOptions& options, std::string_view body);

}  // namespace tools
