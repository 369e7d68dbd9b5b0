// Manual pages and shell completions, made from the tables of options, so that they say what --help says.
//
// Pure functions of a built command line; the texts go to standard output (`citeswatch generate man scan`,
// `citeswatch generate bash`), and installing writes them where man and the shells look.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace tools {

// One subcommand that does something, with the words that lead to it: "lists import".
struct NamedCommand {
    std::string path;  // empty: the program itself
    const CLI::App* app = nullptr;
};

// The program first, then every subcommand, groups ("lists") included, in the order of --help.
std::vector<NamedCommand> all_commands(const CLI::App& program);

// The page of one of them in man(7) macros. `version` stands in its foot.
std::string manual_page(const NamedCommand& command, const std::vector<NamedCommand>& all, const std::string& version);

// What completes the program's command line in a shell: subcommands, options, and the words an option takes.
std::string bash_completion(const std::vector<NamedCommand>& all);
std::string zsh_completion(const std::vector<NamedCommand>& all);
std::string fish_completion(const std::vector<NamedCommand>& all);

}  // namespace tools
