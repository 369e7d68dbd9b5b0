// `citeswatch demo`: the first five minutes. Serves the demo market on this machine, crawls it as any market is
// crawled, flags adverts into a casebook and says what was found, where it lies and how to go on.
#pragma once

#include <filesystem>

#include "tools/console.h"

namespace tools {

struct DemoOptions {
    std::filesystem::path casebook = "demo/demo.db";
};

// Exit code: 0 fine, 1 something could not be had that should have been. Throws where nothing can run.
int run(const DemoOptions& options, Console& console);

}  // namespace tools
