// `citeswatch inspect text`: one advert under the glass: what folding made of it, every match, and the assessment with
// arithmetic that a person can follow.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/console.h"

namespace tools {

struct InspectTextOptions {
    std::string text;  // the description; "-": read from standard input
    std::string title;
    std::string language;  // BCP 47, empty: told from the words
    std::vector<std::filesystem::path> extra_lists;
    std::vector<std::filesystem::path> watch_lists;  // --watch
};

// Exit code 0. Throws where nothing can run.
int run(const InspectTextOptions& options, Console& console);

}  // namespace tools
