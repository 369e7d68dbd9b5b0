#include <sstream>
#include <string>

#include "tools/command_line/manual.h"
#include "tools/command_line/subcommands.h"

namespace tools {

void add_lists(CLI::App& app, std::vector<std::filesystem::path>& folders) {
    app.add_option("--lists", folders, "Folder of your own lists and rules, laid over the shipped ones (repeatable)")
        ->type_name("FOLDER")
        ->check(CLI::ExistingDirectory);
}

namespace {

// `citeswatch generate`: texts about the command line itself, answered here because only here it is known.
struct Generate {
    CLI::App* subcommand = nullptr;
    std::string what, command;
};

std::shared_ptr<Generate> add_generate(CLI::App& app) {
    auto options = std::make_shared<Generate>();
    options->subcommand = app.add_subcommand("generate", "Manual pages and shell completions, on standard output");
    options->subcommand->add_option("WHAT", options->what, "man, bash, zsh, fish, or commands: the names of all pages")
        ->required()
        ->check(CLI::IsMember({"man", "bash", "zsh", "fish", "commands"}));
    options->subcommand->add_option("COMMAND", options->command,
                                    "With man: whose page (\"lists import\"; nothing: the program's)");
    options->subcommand->footer(
        "Examples:\n"
        "  citeswatch generate bash > /etc/bash_completion.d/citeswatch\n"
        "  citeswatch generate man scan | man -l -");
    return options;
}

Usage generated(const Generate& asked, const CLI::App& app) {
    const std::vector<NamedCommand> all = all_commands(app);
    if (asked.what == "bash") return {bash_completion(all)};
    if (asked.what == "zsh") return {zsh_completion(all)};
    if (asked.what == "fish") return {fish_completion(all)};
    std::string names;
    for (const NamedCommand& command : all) {
        if (asked.what == "man" && command.path == asked.command)
            return {manual_page(command, all, "citeswatch " CITESWATCH_VERSION)};
        names += command.path + "\n";
    }
    if (asked.what == "commands") return {names};
    return {"no subcommand '" + asked.command + "'; there are:" + names, true, 2};
}

}  // namespace

CLI::Option* add_watch(CLI::App& app, std::vector<std::filesystem::path>& files) {
    return app
        .add_option("--watch", files, "Watch list of your own: TSV or TOML of terms (repeatable); see `lists check`")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
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
    add_evidence(app, arguments.command);
    add_inspect(app, arguments.command);
    add_species_lists(app, arguments.command);
    const std::shared_ptr<Generate> generate = add_generate(app);

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
    if (generate->subcommand->parsed()) return generated(*generate, app);
    return arguments;
}

}  // namespace tools
