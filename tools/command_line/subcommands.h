// The tables of options, one file a family of subcommands, and what they share. Private to the command line.
//
// Each add_* function hangs its subcommands under `app` and, when one is chosen, leaves its options in `command`, which
// must outlive `app`.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tools/command_line.h"
#include "tools/command_line/cli11.h"

namespace tools {

void add_crawling(CLI::App& app, Command& command);       // demo, crawl, status
void add_judging(CLI::App& app, Command& command);        // scan, evaluate
void add_casebook(CLI::App& app, Command& command);       // report, rescan
void add_evidence(CLI::App& app, Command& command);       // evidence verify, export, stamp; migrate, purge
void add_inspect(CLI::App& app, Command& command);        // inspect page, text, robots, url
void add_species_lists(CLI::App& app, Command& command);  // lists import, use, diff, stats, check, search

// --lists, which many subcommands take.
void add_lists(CLI::App& app, std::vector<std::filesystem::path>& folders);

// --watch, for whatever judges adverts.
CLI::Option* add_watch(CLI::App& app, std::vector<std::filesystem::path>& files);
// Which adverts of a casebook: --level, --appendix, --taxon and so on. `filter` must outlive the parsing.
void add_filter(CLI::App& app, casebook::Filter& filter);

// The named values of an option. (CLI11's own description would print the enumerators' bytes.)
template <typename Value>
CLI::Validator one_of(const std::map<std::string, Value>& values) {
    std::string names;
    for (const auto& [name, value] : values) names += (names.empty() ? "" : "|") + name;
    return CLI::CheckedTransformer(values).description(names);
}

}  // namespace tools
