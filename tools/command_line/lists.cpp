#include "tools/command_line/subcommands.h"

namespace tools {

namespace {

void add_lists_import(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::ImportOptions>();
    CLI::App* sub = app.add_subcommand("import", "Read official downloads and lists of your own into a dated list set");
    sub->add_option("FILE", options->inputs,
                    "Checklist index (CSV, JSON), Species+ listings (CSV) or API pages (JSON, or the API's address), "
                    "ColDP folder or zip, table with a column 'name' or 'term'; told by content")
        ->required();
    sub->add_option("--output,-o", options->output, "Folder the set is made in (default: the user's data folder)")
        ->type_name("DIR");
    sub->add_option("--name", options->name, "Name of the set (default: its kind and date)");
    sub->add_option("--date", options->date, "The day the list is of (default: as the file's name says)")
        ->type_name("YYYY-MM-DD");
    sub->add_option("--regime", options->regime, "Plain lists of names: whose list it is, e.g. MY-WCA");
    sub->add_option("--listing", options->listing, "Plain lists of names: their category");
    sub->add_flag("--replace", options->replace, "The file is complete: taxa it does not hold are listed no more");
    sub->add_flag("--overwrite", options->overwrite, "Replace an imported set of the same name");
    sub->add_flag("--dry-run", options->dry_run, "Only say what would change");
    sub->add_flag("--use", options->use, "Put the set to use at once, beside those in use");
    sub->add_flag("--allow-private", options->allow_private, "Fetch from loopback and private addresses");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch lists import 'Index_of_CITES_Species_2026-03-05 10_22.csv' --dry-run\n"
        "  SPECIES_PLUS_TOKEN=... citeswatch lists import https://api.speciesplus.net/api/v1/taxon_concepts\n"
        "Exit code: 0 all rows read, 1 some were skipped, 2 nothing could be read.");
    sub->callback([options, &command] { command = *options; });
}

void add_lists_use(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::UseOptions>();
    CLI::App* sub = app.add_subcommand("use", "Say which imported sets judge from now on, beside the shipped lists");
    auto* names = sub->add_option("SET", options->names, "Names of sets, laid over one another in this order");
    sub->add_flag("--none", options->none, "The shipped lists alone")->excludes(names);
    sub->footer(
        "Without a name: shows the sets there are. The choice is kept in the user's data folder.\n"
        "Example: citeswatch lists use checklist-2026-03-05 species-plus-eu-2026-02-10");
    sub->callback([options, &command] { command = *options; });
}

void add_lists_diff(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::DiffOptions>();
    CLI::App* sub = app.add_subcommand("diff", "What is new, gone, moved or renamed between two list sets");
    sub->add_option("BEFORE", options->before, "A list set; alone: what it changes of the shipped lists")->required();
    sub->add_option("AFTER", options->after, "A later list set");
    sub->add_flag("--json", options->json, "One JSON object a change");
    sub->footer(
        "Example: citeswatch lists diff ~/.local/share/citeswatch/lists/checklist-2026-03-05\n"
        "One line a change: what, taxon, its id, before, after; in tabs.");
    sub->callback([options, &command] { command = *options; });
}

void add_lists_stats(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::StatsOptions>();
    CLI::App* sub = app.add_subcommand("stats", "Count a list set: taxa, names by language, sources, licences, gaps");
    sub->add_option("FOLDER", options->folder, "A list set (default: the lists in use)");
    sub->add_flag("--json", options->json, "As JSON");
    add_lists(*sub, options->extra_lists);
    sub->callback([options, &command] { command = *options; });
}

void add_lists_check(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::CheckOptions>();
    CLI::App* sub = app.add_subcommand("check", "Find what is doubtful in a list set or watch list, and try it");
    sub->add_option("SET", options->folder,
                    "Folder of a list set, or file of a watch list (default: the lists in use)");
    sub->add_option("--try", options->adverts, "Casebook or listing table to judge with and without the set")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->add_flag("--all", options->all, "Every finding, not the first ten of a kind");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch lists check ports.tsv                 every fault of a watch list, by line\n"
        "  citeswatch lists check ports.tsv --try case.db   what it would flag among the adverts there are\n"
        "Exit code: 0 nothing wrong, 1 errors found, 2 cannot be used.");
    sub->callback([options, &command] { command = *options; });
}

void add_lists_search(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::SearchOptions>();
    CLI::App* sub = app.add_subcommand("search", "Look a name up, in any language and spelling: the taxon's card");
    sub->add_option("NAME", options->name, "Scientific or common name")->required();
    sub->add_option("--most", options->most, "Cards to show");
    sub->add_flag("--json", options->json, "As JSON");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Below the cards stands whether the matcher would find that name in an advert, and what it asks for beside "
        "it.\n"
        "Examples:\n"
        "  citeswatch lists search 'Panthera tigris'\n"
        "  citeswatch lists search 'pangolin scales'\n"
        "Exit code: 0 found, 1 no list in use holds it, nor anything close.");
    sub->callback([options, &command] { command = *options; });
}

}  // namespace

void add_species_lists(CLI::App& app, Command& command) {
    CLI::App* sub = app.add_subcommand("lists", "The species lists: import, compare, count, check, search");
    sub->require_subcommand(1);
    add_lists_import(*sub, command);
    add_lists_use(*sub, command);
    add_lists_diff(*sub, command);
    add_lists_stats(*sub, command);
    add_lists_check(*sub, command);
    add_lists_search(*sub, command);
}

}  // namespace tools
