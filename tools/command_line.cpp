#include "tools/command_line.h"

#include <CLI/CLI.hpp>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace tools {

namespace {

const std::map<std::string, OutputFormat> output_formats{
    {"table", OutputFormat::table}, {"jsonl", OutputFormat::jsonl}, {"csv", OutputFormat::csv}};

const std::map<std::string, detector::Level> levels{{"none", detector::Level::none},
                                                    {"low", detector::Level::low},
                                                    {"medium", detector::Level::medium},
                                                    {"high", detector::Level::high},
                                                    {"critical", detector::Level::critical}};

// The named values of an option. (CLI11's own description would print the enumerators' bytes.)
template <typename Value>
CLI::Validator one_of(const std::map<std::string, Value>& values) {
    std::string names;
    for (const auto& [name, value] : values) names += (names.empty() ? "" : "|") + name;
    return CLI::CheckedTransformer(values).description(names);
}

// Options that several subcommands share, defined once.
void add_lists(CLI::App& app, std::vector<std::filesystem::path>& folders) {
    app.add_option("--lists", folders, "Folder of your own lists and rules, laid over the shipped ones (repeatable)")
        ->type_name("FOLDER")
        ->check(CLI::ExistingDirectory);
}

void add_scan(CLI::App& app, Command& command) {
    auto options = std::make_shared<ScanOptions>();
    CLI::App* sub = app.add_subcommand("scan", "Judge listings in batch: tables, saved pages, archives, URL lists");
    sub->add_option("INPUT", options->inputs,
                    "Listing tables (.jsonl .csv .tsv), pages (.html), archives (.warc .warc.gz), URL lists (.txt), "
                    "folders of these, or - for standard input")
        ->required();
    sub->add_option("--input-type", options->input_type, "What the input holds, where its name does not tell")
        ->check(CLI::IsMember({"jsonl", "csv", "tsv", "html", "warc", "urls"}));
    sub->add_option("--casebook", options->casebook, "Also record what was judged in this casebook")->type_name("FILE");
    sub->add_option("--format", options->format, "table, jsonl or csv")
        ->transform(one_of(output_formats))
        ->type_name("FORMAT");
    sub->add_flag("--all", options->all, "Also what is not flagged");
    sub->add_option("--output,-o", options->output, "Write here instead of standard output")->type_name("FILE");
    sub->add_option("--threads", options->threads, "Workers; 0: one a core")->check(CLI::Range(0, 256));
    sub->add_option("--user-agent", options->user_agent, "URL lists: who fetches, with a contact address")
        ->envname("CITESWATCH_USER_AGENT");
    sub->add_flag("--allow-private", options->allow_private, "URL lists: fetch from loopback and private addresses");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch scan adverts.csv                          flagged adverts as a table\n"
        "  citeswatch scan dump.jsonl --all --format jsonl      one JSON object a row, in order\n"
        "  zcat dump.gz | citeswatch scan - --input-type jsonl  from a pipe\n"
        "Exit code: 0 all judged, 1 something was skipped, 2 nothing could run.");
    sub->callback([options, &command] { command = *options; });
}

void add_demo(CLI::App& app, Command& command) {
    auto options = std::make_shared<DemoOptions>();
    CLI::App* sub = app.add_subcommand("demo", "First five minutes: crawl a small market on this machine and flag it");
    sub->add_option("--casebook", options->casebook, "Where to keep what was found")
        ->type_name("FILE")
        ->capture_default_str();
    sub->callback([options, &command] { command = *options; });
}

void add_crawl(CLI::App& app, Command& command) {
    auto options = std::make_shared<CrawlOptions>();
    CLI::App* sub = app.add_subcommand("crawl", "Crawl the configured sources into a casebook, politely");
    sub->add_option("--config,-c", options->config, "Sources and manners (TOML); else crawl.toml or config/crawl.toml")
        ->type_name("FILE");
    sub->add_option("--source", options->sources, "Only this source (repeatable)")->type_name("NAME");
    sub->add_option("--casebook", options->casebook,
                    "Where to keep what is found; else as configured, or citeswatch.db")
        ->type_name("FILE");
    sub->add_option("--max-pages", options->max_pages, "Stop after so many pages; the next run goes on")
        ->type_name("N");
    sub->add_flag("--schedule", options->schedule, "Stay, and crawl each source when it is due (every, cron)");
    sub->add_option("--metrics", options->metrics_port, "With --schedule: Prometheus figures on this loopback port")
        ->type_name("PORT")
        ->check(CLI::Range(0, 65535));
    sub->add_flag("--dry-run", options->dry_run, "Say what would be asked for first; nothing is fetched");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Ctrl-C ends well: what is under way is kept, and the next run goes on from there.\n"
        "Exit code: 0 fine, 1 something could not be had or was left for later, 2 nothing could run.");
    sub->callback([options, &command] { command = *options; });
}

void add_inspect_page(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectPageOptions>();
    CLI::App* sub = inspect.add_subcommand("page", "What the program reads in a page, as JSON");
    sub->add_option("FILE", options->input, "A saved page, or - for standard input")->required();
    sub->add_option("--url", options->url, "Where the page comes from: base of its relative links")->type_name("URL");
    sub->add_option("--content-type", options->content_type, "Content-Type as the server sent it")->type_name("TYPE");
    sub->add_option("--profile", options->profile, "Profile of the market")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->callback([options, &command] { command = *options; });
}

void add_inspect_text(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectTextOptions>();
    CLI::App* sub = inspect.add_subcommand("text", "Every match in an advert, and the arithmetic of its judgement");
    sub->add_option("TEXT", options->text, "The advert's description, or - for standard input");
    sub->add_option("--title", options->title, "The advert's title");
    sub->add_option("--advert-language", options->language, "Its language, BCP 47; nothing: told from the words");
    add_lists(*sub, options->extra_lists);
    sub->callback([options, &command] { command = *options; });
}

void add_inspect_robots(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectRobotsOptions>();
    CLI::App* sub = inspect.add_subcommand("robots", "Whether robots.txt lets an agent fetch a URL, and by which rule");
    sub->add_option("URL", options->url, "The address asked about");
    sub->add_option("--robots", options->robots, "The robots.txt; without one all is allowed")->type_name("FILE");
    sub->add_option("--agent", options->agent, "Product token or whole User-Agent")->type_name("NAME");
    sub->add_option("--batch", options->batch,
                    "TSV of robots file, agent, URL (- for standard input): one 'allow' or 'disallow' a line")
        ->type_name("FILE");
    sub->callback([options, &command] {
        if (options->batch.empty() && options->url.empty()) throw CLI::RequiredError("URL or --batch");
        command = *options;
    });
}

void add_inspect_url(CLI::App& inspect, Command& command) {
    auto options = std::make_shared<InspectUrlOptions>();
    CLI::App* sub = inspect.add_subcommand("url", "Canonical form, registrable domain, why a URL would be skipped");
    sub->add_option("URL", options->urls, "Addresses")->required();
    sub->add_option("--base", options->base, "What relative ones are relative to")->type_name("URL");
    sub->callback([options, &command] { command = *options; });
}

void add_report(CLI::App& app, Command& command) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* sub = app.add_subcommand("report", "Flagged adverts of a casebook as HTML, CSV, XLSX or JSON lines");
    casebook::Filter& filter = options->filter;
    sub->add_option("--casebook", options->casebook, "The casebook to report on")->required()->type_name("FILE");
    sub->add_option("--output,-o", options->output, "Where to write; - or nothing: standard output")->type_name("FILE");
    sub->add_option("--format", options->format, "html, csv, xlsx or jsonl")
        ->transform(one_of(std::map<std::string, ReportFormat>{{"html", ReportFormat::html},
                                                               {"csv", ReportFormat::csv},
                                                               {"xlsx", ReportFormat::xlsx},
                                                               {"jsonl", ReportFormat::jsonl}}))
        ->type_name("FORMAT");
    // Not bound to the enumeration itself: CLI11 takes detector's to_string for one of its own.
    sub->add_option_function<std::string>(
           "--level", [options](const std::string& name) { options->filter.least_level = levels.at(name); },
           "This level and above (none: unflagged adverts too)")
        ->check(CLI::IsMember({"none", "low", "medium", "high", "critical"}))
        ->type_name("LEVEL");
    sub->add_option("--appendix", filter.appendices, "I, I/II, II or III (repeatable)")
        ->check(CLI::IsMember({"I", "I/II", "II", "III"}));
    sub->add_option("--taxon", filter.taxon, "Scientific name or id: that taxon and those below it");
    sub->add_option("--source", filter.sources, "Name of a source (repeatable)");
    sub->add_option("--advert-language", filter.language, "Language of the adverts, BCP 47");
    sub->add_option("--status", filter.status, "new, confirmed, dismissed or unsure")
        ->check(CLI::IsMember({"new", "confirmed", "dismissed", "unsure"}));
    sub->add_option("--since", filter.since, "First seen on this day or later, 2026-03-01")->type_name("DAY");
    sub->add_option("--until", filter.until, "First seen on this day or earlier")->type_name("DAY");
    sub->add_option("--text", filter.text, "Three letters or more, anywhere in the advert");
    sub->add_option("--seller", filter.seller, "Name of a seller");
    sub->add_option("--limit", options->limit, "Adverts at most, strongest first; 0: all");
    sub->add_option("--language", options->language, "Language of the report: en, fr or es")
        ->check(CLI::IsMember({"en", "fr", "es"}))
        ->capture_default_str();
    sub->add_option("--who", options->who, "Name for the export log; nothing: the login name");
    sub->footer(
        "Examples:\n"
        "  citeswatch report --casebook case.db --output report.html\n"
        "  citeswatch report --casebook case.db --format csv --level high --appendix I --since 2026-03-01");
    sub->callback([options, &command] { command = *options; });
}

void add_rescan(CLI::App& app, Command& command) {
    auto options = std::make_shared<RescanOptions>();
    CLI::App* sub = app.add_subcommand("rescan", "Judge a casebook's adverts again with today's lists and rules");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_flag("--dry-run", options->dry_run, "Show what would change, keep nothing");
    sub->add_option("--threads", options->threads, "Workers; 0: one a core")->check(CLI::Range(0, 256));
    add_lists(*sub, options->extra_lists);
    sub->callback([options, &command] { command = *options; });
}

void add_evidence(CLI::App& app, Command& command) {
    CLI::App* evidence = app.add_subcommand("evidence", "The archive and its chain");
    evidence->require_subcommand(1);
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* sub = evidence->add_subcommand("verify", "Check archives, digests and the chain; name the first break");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_option("--archive", options->archive, "Its archive folder, where it was moved")->type_name("FOLDER");
    sub->callback([options, &command] { command = *options; });
}

void add_inspect(CLI::App& app, Command& command) {
    CLI::App* inspect = app.add_subcommand("inspect", "See as the program sees: a page, a text, robots.txt, a URL");
    inspect->require_subcommand(1);
    add_inspect_page(*inspect, command);
    add_inspect_text(*inspect, command);
    add_inspect_robots(*inspect, command);
    add_inspect_url(*inspect, command);
}

void add_evaluate(CLI::App& app, Command& command) {
    auto options = std::make_shared<EvaluateOptions>();
    CLI::App* sub = app.add_subcommand("evaluate", "Measure the judgement on labelled listings");
    sub->add_option("INPUT", options->inputs, "Listing tables with a column 'label' (1 or 0), or folders of such")
        ->required();
    sub->add_option("--format", options->json, "table or json")
        ->transform(one_of(std::map<std::string, bool>{{"table", false}, {"json", true}}))
        ->type_name("FORMAT");
    sub->add_option("--compare", options->compare, "JSON of an earlier run: show what changed since")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->add_option("--output,-o", options->output, "Write here instead of standard output")->type_name("FILE");
    sub->add_option("--threads", options->threads, "Workers; 0: one a core")->check(CLI::Range(0, 256));
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch evaluate labelled.jsonl                          precision, recall, F1, every miss and false "
        "alarm\n"
        "  citeswatch evaluate labelled.jsonl --format json > a.json   then, after a change, --compare a.json");
    sub->callback([options, &command] { command = *options; });
}

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
    sub->add_option("--regime", options->regime, "Plain lists of names: whose list it is, e.g. MY-WCA");
    sub->add_option("--listing", options->listing, "Plain lists of names: their category");
    sub->add_flag("--replace", options->replace, "The file is complete: taxa it does not hold are listed no more");
    sub->add_flag("--overwrite", options->overwrite, "Replace an imported set of the same name");
    sub->add_flag("--dry-run", options->dry_run, "Only say what would change");
    sub->add_flag("--allow-private", options->allow_private, "Fetch from loopback and private addresses");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch lists import 'Index_of_CITES_Species_2026-03-05 10_22.csv' --dry-run\n"
        "  SPECIES_PLUS_TOKEN=... citeswatch lists import https://api.speciesplus.net/api/v1/taxon_concepts\n"
        "Exit code: 0 all rows read, 1 some were skipped, 2 nothing could be read.");
    sub->callback([options, &command] { command = *options; });
}

void add_lists_diff(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::DiffOptions>();
    CLI::App* sub = app.add_subcommand("diff", "What is new, gone, moved or renamed between two list sets");
    sub->add_option("BEFORE", options->before, "A list set; alone, it is compared with the shipped lists")->required();
    sub->add_option("AFTER", options->after, "A later list set");
    sub->add_flag("--json", options->json, "One JSON object a change");
    sub->callback([options, &command] { command = *options; });
}

void add_lists_stats(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::StatsOptions>();
    CLI::App* sub = app.add_subcommand("stats", "Count a list set: taxa, names by language, sources, licences, gaps");
    sub->add_option("FOLDER", options->folder, "A list set (default: the shipped lists)");
    sub->add_flag("--json", options->json, "As JSON");
    add_lists(*sub, options->extra_lists);
    sub->callback([options, &command] { command = *options; });
}

void add_lists_check(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::CheckOptions>();
    CLI::App* sub = app.add_subcommand("check", "Find what is doubtful in a list set, and try it on adverts");
    sub->add_option("FOLDER", options->folder, "A list set (default: the shipped lists)");
    sub->add_option("--try", options->adverts, "Casebook or listing table to judge with and without the set")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->add_flag("--all", options->all, "Every finding, not the first ten of a kind");
    add_lists(*sub, options->extra_lists);
    sub->callback([options, &command] { command = *options; });
}

void add_lists_search(CLI::App& app, Command& command) {
    auto options = std::make_shared<lists::SearchOptions>();
    CLI::App* sub = app.add_subcommand("search", "Look a name up, in any language and spelling: the taxon's card");
    sub->add_option("NAME", options->name, "Scientific or common name")->required();
    sub->add_option("--most", options->most, "Cards to show");
    sub->add_flag("--json", options->json, "As JSON");
    add_lists(*sub, options->extra_lists);
    sub->callback([options, &command] { command = *options; });
}

void add_species_lists(CLI::App& app, Command& command) {
    CLI::App* sub = app.add_subcommand("lists", "The species lists: import, compare, count, check, search");
    sub->require_subcommand(1);
    add_lists_import(*sub, command);
    add_lists_diff(*sub, command);
    add_lists_stats(*sub, command);
    add_lists_check(*sub, command);
    add_lists_search(*sub, command);
}

}  // namespace

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
    add_demo(app, arguments.command);
    add_crawl(app, arguments.command);
    add_scan(app, arguments.command);
    add_report(app, arguments.command);
    add_rescan(app, arguments.command);
    add_evidence(app, arguments.command);
    add_inspect(app, arguments.command);
    add_evaluate(app, arguments.command);
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
