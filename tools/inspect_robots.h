// `citeswatch inspect robots`: one decision explained, or a table of them answered line by line.
#pragma once

#include <filesystem>
#include <string>

#include "tools/console.h"

namespace tools {

struct InspectRobotsOptions {
    std::filesystem::path robots;  // the file; empty: none (all is allowed)
    std::string agent;             // product token or whole User-Agent
    std::string url;
    std::filesystem::path batch;  // TSV of robots file, agent, URL; "-": stdin. Then the others are not used.
};

// Writes to stdout: the explanation, or "allow" / "disallow" for each line of the batch. A file of a batch is looked
// for from the current folder, then beside the batch. A line that cannot be answered says "error", is told on stderr,
// and makes the exit code 1. Throws detector::DataError when the file or batch cannot be read.
int run(const InspectRobotsOptions& options, Console& console);

}  // namespace tools
