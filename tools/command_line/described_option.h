// An option as manuals and completions need it: names and what it takes, read out of CLI11's own description.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tools {

struct DescribedOption {
    std::vector<std::string> names;    // "--output", "-o"; empty for a positional
    std::string value;                 // "FILE"; empty for a flag
    std::vector<std::string> choices;  // the words it takes, where they are a closed set
    std::string description;
    std::string environment;  // the variable that sets it, if any
    bool takes_file = false, required = false, repeatable = false;
};

std::vector<DescribedOption> described_options(const CLI::App& command);
std::vector<DescribedOption> described_positionals(const CLI::App& command);

}  // namespace tools
