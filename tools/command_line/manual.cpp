#include "tools/command_line/manual.h"

#include "tools/command_line/cli11.h"
#include "tools/command_line/described_option.h"

namespace tools {

namespace {

void collect(const CLI::App& app, const std::string& path, std::vector<NamedCommand>& all) {
    all.push_back({path, &app});
    for (const CLI::App* sub : app.get_subcommands({}))
        collect(*sub, path.empty() ? sub->get_name() : path + " " + sub->get_name(), all);
}

// Text that roff prints as it stands: no character of it is a command, and a hyphen can be copied into a shell.
std::string roff(const std::string& text) {
    std::string out;
    bool line_start = true;
    for (const char c : text) {
        if (line_start && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
        line_start = c == '\n';
    }
    return out;
}

std::string page_name(const std::string& path) {
    std::string name = path.empty() ? "citeswatch" : "citeswatch-" + path;
    for (char& c : name)
        if (c == ' ') c = '-';
    return name;
}

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    return text;
}

std::string synopsis(const NamedCommand& command) {
    std::string line = ".B citeswatch" + (command.path.empty() ? "" : " " + roff(command.path)) + "\n";
    if (!command.app->get_subcommands({}).empty()) return line + ".I SUBCOMMAND\n[\\fIoptions\\fR]\n";
    line += "[\\fIoptions\\fR]\n";
    for (const DescribedOption& positional : described_positionals(*command.app)) {
        const std::string name = "\\fI" + roff(positional.value) + "\\fR" + (positional.repeatable ? "..." : "");
        line += positional.required ? name + "\n" : "[" + name + "]\n";
    }
    return line;
}

std::string entry(const DescribedOption& option) {
    std::string text = ".TP\n";
    for (std::size_t i = 0; i < option.names.size(); ++i)
        text += (i ? ", " : "") + std::string("\\fB") + roff(option.names[i]) + "\\fR";
    if (!option.value.empty())
        text += (option.names.empty() ? "" : " ") + std::string("\\fI") + roff(option.value) + "\\fR";
    text += "\n" + roff(option.description);
    if (!option.description.empty() && option.description.back() != '.') text += ".";
    if (!option.choices.empty()) {
        text += "\nOne of";
        for (std::size_t i = 0; i < option.choices.size(); ++i)
            text += (i ? ", " : " ") + std::string("\\fB") + roff(option.choices[i]) + "\\fR";
        text += ".";
    }
    if (!option.environment.empty()) text += "\nFrom the environment: \\fB" + roff(option.environment) + "\\fR.";
    return text + "\n";
}

std::string entries(const char* heading, const std::vector<DescribedOption>& options) {
    if (options.empty()) return "";
    std::string text = std::string(".SH ") + heading + "\n";
    for (const DescribedOption& option : options) text += entry(option);
    return text;
}

// What no option says: what is read from the environment, and where things lie.
constexpr const char* surroundings = R"(.SH ENVIRONMENT
.TP
.B CITESWATCH_USER_AGENT
Who fetches, and how to reach them, for \fBscan\fR and \fBinspect page\fR.
.TP
.B CITESWATCH_DATA
The folder that holds species_lists and config, in place of the installed one.
.TP
.B SPECIES_PLUS_TOKEN
Your token for the API of Species+ (\fBlists import\fR).
.TP
.B XDG_CACHE_HOME, XDG_DATA_HOME
Compiled lists lie in citeswatch of the first (else ~/.cache), imported list sets in citeswatch/lists of the second
(else ~/.local/share).
.TP
.B NO_COLOR
Nothing is painted.
.TP
.B SOURCE_DATE_EPOCH
The time that an evidence package says it was made, in seconds since 1970.
.PP
Values of the form env:NAME in a configuration are read from the environment, too.
.SH FILES
.TP
.B crawl.toml, config/crawl.toml
The configuration of \fBcrawl\fR, where none is named.
.TP
\fICASEBOOK\fB.archive/\fR, \fICASEBOOK\fB.users\fR, \fICASEBOOK\fB.key\fR
Archived pages, who may sign in, and the secret of pseudonyms, beside a casebook.
.TP
.B /usr/share/doc/citeswatch/tools/handbook/
Handbooks for analysts and administrators, where the Debian package is installed.
)";

}  // namespace

std::vector<NamedCommand> all_commands(const CLI::App& program) {
    std::vector<NamedCommand> all;
    collect(program, "", all);
    return all;
}

std::string manual_page(const NamedCommand& command, const std::vector<NamedCommand>& all, const std::string& version) {
    const CLI::App& app = *command.app;
    const std::string name = page_name(command.path);
    std::string page = ".TH " + roff(upper(name)) + " 1 \"\" \"" + roff(version) + "\" \"citeswatch\"\n.SH NAME\n" +
                       roff(name) + " \\- " + roff(app.get_description()) + "\n.SH SYNOPSIS\n" + synopsis(command);
    if (command.path.empty())
        page +=
            ".SH DESCRIPTION\n"
            "Adverts are fetched politely, read in whatever form the page has, judged by their words against the "
            "CITES lists,\nand kept in a casebook that a person reviews. A flag is a lead, not a finding: it says "
            "what is offered,\nwhich taxon, which Appendix, and what speaks for and against.\n";
    if (const auto subs = app.get_subcommands({}); !subs.empty()) {
        page += ".SH SUBCOMMANDS\n";
        for (const CLI::App* sub : subs)
            page += ".TP\n.B " + roff(sub->get_name()) + "\n" + roff(sub->get_description()) + "\n";
    }
    page += entries("ARGUMENTS", described_positionals(app)) + entries("OPTIONS", described_options(app));
    if (!app.get_footer().empty()) page += ".SH NOTES\n.nf\n" + roff(app.get_footer()) + "\n.fi\n";
    if (command.path.empty()) page += surroundings;
    page +=
        ".SH EXIT STATUS\n0: fine. 1: finished, but something failed or was skipped. 2: could not run.\n.SH SEE ALSO\n";
    bool first = true;
    for (const NamedCommand& other : all) {
        const bool near = command.path.empty() || other.path.empty() ||
                          other.path.substr(0, other.path.find(' ')) == command.path.substr(0, command.path.find(' '));
        if (!near || other.path == command.path) continue;
        page += (first ? "" : ",\n") + std::string("\\fB") + roff(page_name(other.path)) + "\\fR(1)";
        first = false;
    }
    return page + "\n";
}

}  // namespace tools
