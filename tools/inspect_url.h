// `citeswatch inspect url URL...`: canonical form, registrable domain, and why a URL would be skipped.
#pragma once

#include <string>
#include <vector>

#include "tools/console.h"

namespace tools {

struct InspectUrlOptions {
    std::vector<std::string> urls;
    std::string base;  // relative ones resolve against it; empty: none
};

// Writes a block of lines for each URL to stdout. 1 when any is no http or https URL.
int run(const InspectUrlOptions& options, Console& console);

}  // namespace tools
