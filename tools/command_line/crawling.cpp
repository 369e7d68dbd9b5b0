#include "tools/command_line/subcommands.h"

namespace tools {

namespace {

void add_demo(CLI::App& app, Command& command) {
    auto options = std::make_shared<DemoOptions>();
    CLI::App* sub = app.add_subcommand("demo", "First five minutes: crawl a small market on this machine and flag it");
    sub->add_option("--casebook", options->casebook, "Where to keep what was found")
        ->type_name("FILE")
        ->capture_default_str();
    sub->footer(
        "Eight shops on loopback addresses, adverts in eighteen languages, under their robots.txt: some forty "
        "seconds.\n"
        "A report lies beside the casebook afterwards.");
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
    add_watch(*sub, options->watch_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch crawl --config crawl.toml --dry-run      what would be asked for first\n"
        "  citeswatch crawl --config crawl.toml --max-pages 50\n"
        "  citeswatch crawl --config crawl.toml --schedule --metrics 9187\n"
        "Ctrl-C ends well: what is under way is kept, and the next run goes on from there.\n"
        "Exit code: 0 fine, 1 something could not be had or was left for later, 2 nothing could run.");
    sub->callback([options, &command] { command = *options; });
}

void add_status(CLI::App& app, Command& command) {
    auto options = std::make_shared<StatusOptions>();
    CLI::App* sub =
        app.add_subcommand("status", "What is due, which hosts wait, why and until when; also under a crawl");
    sub->add_option("--casebook", options->casebook, "The casebook; else as configured, or citeswatch.db")
        ->type_name("FILE");
    sub->add_option("--config,-c", options->config,
                    "The crawl's configuration, for what is due when; else crawl.toml or config/crawl.toml, unless a "
                    "casebook is named")
        ->type_name("FILE");
    sub->add_option("--format", options->format, "table or json")
        ->transform(
            one_of(std::map<std::string, StatusFormat>{{"table", StatusFormat::table}, {"json", StatusFormat::json}}))
        ->type_name("FORMAT");
    sub->add_option("--hosts", options->hosts, "Hosts shown at most, the longest wait first; 0: all")
        ->type_name("N")
        ->capture_default_str();
    sub->callback([options, &command] { command = *options; });
}

}  // namespace

void add_crawling(CLI::App& app, Command& command) {
    add_demo(app, command);
    add_crawl(app, command);
    add_status(app, command);
}

}  // namespace tools
