#include "tools/command_line/subcommands.h"

namespace tools {

namespace {

const std::map<std::string, detector::Level> levels{{"none", detector::Level::none},
                                                    {"low", detector::Level::low},
                                                    {"medium", detector::Level::medium},
                                                    {"high", detector::Level::high},
                                                    {"critical", detector::Level::critical}};

void add_report(CLI::App& app, Command& command) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* sub = app.add_subcommand("report", "Flagged adverts of a casebook as HTML, CSV, XLSX or JSON lines");
    sub->add_option("--casebook", options->casebook, "The casebook to report on")->required()->type_name("FILE");
    sub->add_option("--output,-o", options->output, "Where to write; - or nothing: standard output")->type_name("FILE");
    sub->add_option("--format", options->format, "html, csv, xlsx or jsonl")
        ->transform(one_of(std::map<std::string, ReportFormat>{{"html", ReportFormat::html},
                                                               {"csv", ReportFormat::csv},
                                                               {"xlsx", ReportFormat::xlsx},
                                                               {"jsonl", ReportFormat::jsonl}}))
        ->type_name("FORMAT");
    add_filter(*sub, options->filter);
    sub->add_option("--limit", options->limit, "Adverts at most, strongest first; 0: all");
    sub->add_option("--language", options->language, "Language of the report: en, fr or es")
        ->check(CLI::IsMember({"en", "fr", "es"}))
        ->capture_default_str();
    sub->add_option("--who", options->who, "Name for the export log; nothing: the login name");
    auto* referral = sub->add_option("--referral", options->referral,
                                     "The notice to this platform about its own adverts: a name in the platforms file, "
                                     "a source's name or a host; confirmed adverts, what is new since the last notice, "
                                     "what was taken down")
                         ->type_name("PLATFORM");
    sub->add_option(
           "--platforms", options->platforms,
           "Platforms with their hosts, addressees and languages (TOML); else platforms.toml beside the casebook")
        ->type_name("FILE")
        ->check(CLI::ExistingFile)
        ->needs(referral);
    sub->add_flag("--unreviewed", options->unreviewed, "Referral: adverts that nobody has decided on, too")
        ->needs(referral);
    sub->add_flag("--draft", options->draft,
                  "Referral: to be read before it is sent; the casebook does not remember it")
        ->needs(referral);
    sub->add_option("--case", options->case_name,
                    "The summary of a case for another agency, under this name: what the filters select, or --listing")
        ->type_name("NAME")
        ->excludes(referral);
    sub->add_option("--from", options->from, "Referral, case: who hands it out, as printed")->type_name("TEXT");
    sub->add_option("--reference", options->reference, "Referral, case: your number for it")->type_name("TEXT");
    sub->footer(
        "Examples:\n"
        "  citeswatch report --casebook case.db --output report.html\n"
        "  citeswatch report --casebook case.db --format csv --level high --appendix I --since 2026-03-01\n"
        "  citeswatch report --casebook case.db --referral market.example --draft --output notice.html\n"
        "  citeswatch report --casebook case.db --case \"Operation Tusk\" --listing 3,5,8 --output summary.html");
    sub->callback([options, sub, &command] {
        options->language_chosen = sub->count("--language") > 0;
        command = *options;
    });
}

void add_rescan(CLI::App& app, Command& command) {
    auto options = std::make_shared<RescanOptions>();
    CLI::App* sub =
        app.add_subcommand("rescan", "Judge a casebook's adverts and kept pages again with today's lists and rules");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_flag("--dry-run", options->dry_run, "Show what would change, keep nothing");
    sub->add_option("--archive", options->archive, "Its archive folder, where it was moved")->type_name("FOLDER");
    sub->add_option("--config", options->config, "Kept pages are read with the profiles of these sources (crawl.toml)")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->add_option("--threads", options->threads, "Workers; 0: one a core")->check(CLI::Range(0, 256));
    add_lists(*sub, options->extra_lists);
    CLI::Option* watch = add_watch(*sub, options->watch_lists);
    sub->add_flag("--no-watch", options->no_watch, "Judge without watch lists, also those that judged before")
        ->excludes(watch);
    sub->footer(
        "Adverts are judged by their texts as they were read. Kept pages that named nothing when they were crawled "
        "are\n"
        "read again from the archive; what they offer is dated by the day they were kept.\n"
        "The casebook knows which watch lists (crawl.toml, --watch) judged it, and they judge again, as their files "
        "are\n"
        "today. --watch names others instead, for the adverts of all sources; --no-watch none. Either is remembered.\n"
        "Examples:\n"
        "  citeswatch rescan --casebook case.db --dry-run       what today's lists and rules would change\n"
        "  citeswatch rescan --casebook case.db --watch ports.tsv");
    sub->callback([options, &command] { command = *options; });
}

void add_review(CLI::App& app, Command& command) {
    auto options = std::make_shared<ReviewOptions>();
    CLI::App* sub = app.add_subcommand("review", "The review desk: look at flagged adverts and decide, in a browser");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_option("--listen", options->listen, "Where to serve; any address but loopback demands signing in")
        ->type_name("ADDRESS:PORT")
        ->capture_default_str();
    sub->add_option("--host", options->host_names, "A name the desk is reached by, behind a proxy (repeatable)")
        ->type_name("NAME");
    sub->add_option("--archive", options->archive, "Its archive folder, where it was moved")->type_name("FOLDER");
    sub->add_option("--users", options->accounts, "Sign-in list: names and hashed passwords; else FILE.users")
        ->type_name("FILE");
    CLI::Option* add = sub->add_option("--add-user", options->add_user,
                                       "Let NAME sign in; the password is asked for, or read from standard input");
    sub->add_option("--remove-user", options->remove_user, "Let NAME sign in no more")
        ->excludes(add)
        ->type_name("NAME");
    add->type_name("NAME");
    add_lists(*sub, options->extra_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch review --casebook case.db                    then open http://127.0.0.1:8787\n"
        "  citeswatch review --casebook case.db --add-user amira   from now on people sign in\n"
        "Other machines reach the desk through a server that speaks TLS in front of it (--host desk.example).");
    sub->callback([options, &command] { command = *options; });
}

}  // namespace

void add_filter(CLI::App& app, casebook::Filter& filter) {
    // Not bound to the enumeration itself: CLI11 takes detector's to_string for one of its own.
    app.add_option_function<std::string>(
           "--level", [&filter](const std::string& name) { filter.least_level = levels.at(name); },
           "This level and above (none: unflagged adverts too)")
        ->check(CLI::IsMember({"none", "low", "medium", "high", "critical"}))
        ->type_name("LEVEL");
    app.add_option("--appendix", filter.appendices, "I, I/II, II or III (repeatable)")
        ->check(CLI::IsMember({"I", "I/II", "II", "III"}));
    app.add_option("--regime", filter.regimes,
                   "Listed there too: EU, 'EU A', a national list, 'watch' for subjects of watch lists (repeatable)");
    app.add_option_function<std::vector<std::string>>(
           "--annex",
           [&filter](const std::vector<std::string>& annexes) {
               for (const std::string& annex : annexes) filter.regimes.push_back("EU " + annex);
           },
           "EU Annex A, B, C or D (repeatable)")
        ->check(CLI::IsMember({"A", "B", "C", "D"}));
    app.add_option("--taxon", filter.taxon, "Scientific name or id: that taxon and those below it");
    app.add_option("--source", filter.sources, "Name of a source (repeatable)");
    app.add_option("--platform", filter.platform, "Name of a source or a host with those below it (repeatable)");
    app.add_option("--advert-language", filter.language, "Language of the adverts, BCP 47");
    app.add_option("--status", filter.status, "new, confirmed, dismissed or unsure")
        ->check(CLI::IsMember({"new", "confirmed", "dismissed", "unsure"}));
    app.add_option("--since", filter.since, "First seen on this day or later, 2026-03-01")->type_name("DAY");
    app.add_option("--until", filter.until, "First seen on this day or earlier")->type_name("DAY");
    app.add_option("--text", filter.text, "Three letters or more, anywhere in the advert");
    app.add_option("--seller", filter.seller, "Name of a seller");
    app.add_option_function<std::vector<std::int64_t>>(
           "--listing",
           [&filter](const std::vector<std::int64_t>& ids) {
               for (const std::int64_t id : ids) filter.listings.push_back(casebook::ListingId{id});
           },
           "Just these adverts, by number (repeatable, or 3,5,8)")
        ->delimiter(',')
        ->type_name("NUMBER");
}

void add_casebook(CLI::App& app, Command& command) {
    add_report(app, command);
    add_rescan(app, command);
    add_review(app, command);
}

}  // namespace tools
