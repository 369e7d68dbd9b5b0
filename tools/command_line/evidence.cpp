#include "tools/command_line/subcommands.h"

namespace tools {

namespace {

void add_verify(CLI::App& evidence, Command& command) {
    auto options = std::make_shared<VerifyOptions>();
    CLI::App* sub = evidence.add_subcommand("verify", "Check archives, digests and the chain; name the first break");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_option("--archive", options->archive, "Its archive folder, where it was moved")->type_name("FOLDER");
    sub->add_option("--ca-file", options->ca_file, "Certificates of the time authorities to believe, PEM")
        ->type_name("FILE")
        ->check(CLI::ExistingFile);
    sub->footer(
        "Example: citeswatch evidence verify --casebook case.db\n"
        "Exit code: 0 all as it was recorded, 1 something does not hold (named), 2 could not be read.");
    sub->callback([options, &command] { command = *options; });
}

void add_export(CLI::App& evidence, Command& command) {
    auto options = std::make_shared<ExportOptions>();
    CLI::App* sub = evidence.add_subcommand(
        "export", "One advert or a case as a package that others can check: WACZ, report, chain, stamps");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_option("--output,-o", options->output, "What to make: NAME.zip, or a folder that is not there yet")
        ->required()
        ->type_name("PATH");
    sub->add_option("--id", options->listings, "Number of an advert (repeatable); none: those the filters select");
    add_filter(*sub, options->filter);
    sub->add_option("--title", options->title, "Name of the case");
    sub->add_option("--archive", options->archive, "The archive folder, where it was moved")->type_name("FOLDER");
    sub->add_option("--language", options->language, "Language of the report: en, fr or es")
        ->check(CLI::IsMember({"en", "fr", "es"}))
        ->capture_default_str();
    sub->add_option("--who", options->who, "Name for the custody log; nothing: the login name");
    sub->footer(
        "Examples:\n"
        "  citeswatch evidence export --casebook case.db --id 17 --output advert-17.zip\n"
        "  citeswatch evidence export --casebook case.db --status confirmed --seller old_things --title 'Case 7/26' "
        "-o case-7.zip\n"
        "How others check it is written in the package: HOW-TO-CHECK.txt.");
    sub->callback([options, &command] { command = *options; });
}

void add_stamp(CLI::App& evidence, Command& command) {
    auto options = std::make_shared<StampOptions>();
    CLI::App* sub = evidence.add_subcommand("stamp", "Have the heads of the chains time-stamped (RFC 3161) now");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_option("--config", options->config, "Configuration that names the authority (default: crawl.toml)")
        ->type_name("FILE");
    sub->footer(
        "The authority stands in [evidence]: time_authority and authority_ca. A crawl stamps by itself, as "
        "configured.");
    sub->callback([options, &command] { command = *options; });
}

void add_migrate(CLI::App& app, Command& command) {
    auto options = std::make_shared<MigrateOptions>();
    CLI::App* sub = app.add_subcommand("migrate", "Bring a casebook of an earlier release up to date");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->footer(
        "Each step is one transaction. Keep a copy until you are content: an earlier release opens it no more.\n"
        "Whatever writes to a casebook would bring it up to date, too; what only reads asks for this.");
    sub->callback([options, &command] { command = *options; });
}

void add_purge(CLI::App& app, Command& command) {
    auto options = std::make_shared<PurgeOptions>();
    CLI::App* sub = app.add_subcommand("purge", "Remove adverts that were never flagged, with their archived pages");
    sub->add_option("--casebook", options->casebook, "The casebook")->required()->type_name("FILE");
    sub->add_option("--older-than", options->older_than, "Last seen so long ago (90d, 26w, 2y) or before this day")
        ->required()
        ->type_name("AGE");
    sub->add_flag("--dry-run", options->dry_run, "Say what would go, keep everything");
    sub->add_option("--archive", options->archive, "The archive folder, where it was moved")->type_name("FOLDER");
    sub->add_option("--who", options->who, "Name for the custody log; nothing: the login name");
    sub->footer(
        "What was flagged once, decided on or handed out stays. The evidence chain keeps the digest of every capture\n"
        "that goes, so that `evidence verify` still proves the others, and says what was purged.\n"
        "Example: citeswatch purge --casebook case.db --older-than 90d --dry-run");
    sub->callback([options, &command] { command = *options; });
}

}  // namespace

void add_evidence(CLI::App& app, Command& command) {
    CLI::App* evidence = app.add_subcommand("evidence", "The archive and its chain");
    evidence->require_subcommand(1);
    add_verify(*evidence, command);
    add_export(*evidence, command);
    add_stamp(*evidence, command);
    add_migrate(app, command);
    add_purge(app, command);
}

}  // namespace tools
