#include "tools/command_line/subcommands.h"

namespace tools {

namespace {

const std::map<std::string, OutputFormat> output_formats{
    {"table", OutputFormat::table}, {"jsonl", OutputFormat::jsonl}, {"csv", OutputFormat::csv}};

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
    add_watch(*sub, options->watch_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch scan adverts.csv                          flagged adverts as a table\n"
        "  citeswatch scan dump.jsonl --all --format jsonl      one JSON object a row, in order\n"
        "  zcat dump.gz | citeswatch scan - --input-type jsonl  from a pipe\n"
        "Exit code: 0 all judged, 1 something was skipped, 2 nothing could run.");
    sub->callback([options, &command] { command = *options; });
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
    add_watch(*sub, options->watch_lists);
    sub->footer(
        "Examples:\n"
        "  citeswatch evaluate labelled.jsonl                          precision, recall, F1, every miss and false "
        "alarm\n"
        "  citeswatch evaluate labelled.jsonl --format json > a.json   then, after a change, --compare a.json");
    sub->callback([options, &command] { command = *options; });
}

}  // namespace

void add_judging(CLI::App& app, Command& command) {
    add_scan(app, command);
    add_evaluate(app, command);
}

}  // namespace tools
