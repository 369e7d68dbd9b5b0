#include "tools/command_line/described_option.h"

#include <algorithm>

#include "tools/command_line/cli11.h"

namespace tools {

namespace {

// CLI11 writes a closed set behind the type, "TEXT:{a,b}" from its own check and "FORMAT:a|b" from one_of.
std::vector<std::string> choices_of(const std::string& type) {
    const std::size_t colon = type.find(':');
    if (colon == std::string::npos) return {};
    std::string set = type.substr(colon + 1);
    char separator = '|';
    if (set.starts_with('{') && set.ends_with('}')) {
        set = set.substr(1, set.size() - 2);
        separator = ',';
    } else if (set.find('|') == std::string::npos) {
        return {};
    }
    std::vector<std::string> choices;
    for (std::size_t from = 0; from <= set.size();) {
        const std::size_t to = std::min(set.find(separator, from), set.size());
        choices.push_back(set.substr(from, to - from));
        from = to + 1;
    }
    return choices;
}

DescribedOption describe(const CLI::Option& option) {
    DescribedOption described;
    for (const std::string& name : option.get_lnames()) described.names.push_back("--" + name);
    for (const std::string& name : option.get_snames()) described.names.push_back("-" + name);
    const std::string type = option.get_type_name();
    if (option.get_items_expected_max() > 0 && option.get_type_size_max() > 0) {
        described.choices = choices_of(type);
        described.value = option.nonpositional() ? type.substr(0, type.find(':')) : option.get_single_name();
        if (described.value.empty()) described.value = "VALUE";
    }
    described.takes_file = described.value == "FILE" || described.value == "FOLDER" || described.value == "DIR" ||
                           type.find("FILE") != std::string::npos || type.find("DIR") != std::string::npos ||
                           option.get_single_name() == "INPUT";
    described.description = option.get_description();
    described.environment = option.get_envname();
    described.required = option.get_required();
    described.repeatable = option.get_items_expected_max() > 1;
    return described;
}

std::vector<DescribedOption> described(const CLI::App& command, bool positional) {
    std::vector<DescribedOption> options;
    for (const CLI::Option* option : command.get_options())
        if (option->nonpositional() != positional) options.push_back(describe(*option));
    return options;
}

}  // namespace

std::vector<DescribedOption> described_options(const CLI::App& command) { return described(command, false); }
std::vector<DescribedOption> described_positionals(const CLI::App& command) { return described(command, true); }

}  // namespace tools
