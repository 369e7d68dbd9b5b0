#include <sstream>
#include <string>

#include "tools/command_line/subcommands.h"

namespace tools {

void add_lists(CLI::App& app, std::vector<std::filesystem::path>& folders) {
    app.add_option("--lists", folders, "Folder of your own lists and rules, laid over the shipped ones (repeatable)")
        ->type_name("FOLDER")
        ->check(CLI::ExistingDirectory);
}

std::variant<Arguments, Usage> parse_command_line(int argc, const char* const* argv) {
    Arguments arguments;
    CLI::App app{"Watches online marketplaces for adverts offering CITES-listed wildlife.", "citeswatch"};
    app.set_version_flag("--version", "citeswatch " CITESWATCH_VERSION);
    app.require_subcommand(1);
    app.fallthrough();
    app.add_flag("--quiet,-q", arguments.console.quiet, "Only warnings and errors on stderr");
    app.add_flag("--verbose,-v", arguments.console.verbose, "More about what is going on");
    app.add_option("--log-format", arguments.console.format, "Messages on stderr: text or json")
        ->transform(one_of(std::map<std::string, LogFormat>{{"text", LogFormat::text}, {"json", LogFormat::json}}))
        ->type_name("FORMAT");
    add_crawling(app, arguments.command);
    add_judging(app, arguments.command);
    add_casebook(app, arguments.command);
    add_inspect(app, arguments.command);
    add_species_lists(app, arguments.command);

    // CLI11 takes an unknown first word for nothing at all.
    const std::string first = argc > 1 ? argv[1] : "";
    bool known = first.empty() || first.starts_with('-');
    std::string names;
    for (const CLI::App* sub : app.get_subcommands({})) {
        known |= sub->get_name() == first;
        names += (names.empty() ? "" : ", ") + sub->get_name();
    }
    if (!known) return Usage{"no subcommand '" + first + "'; there are: " + names + "\n", true, 2};
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        std::ostringstream out, err;
        const int code = app.exit(error, out, err);
        return code == 0 ? Usage{out.str(), false, 0} : Usage{out.str() + err.str(), true, 2};
    }
    return arguments;
}

}  // namespace tools
