// `citeswatch crawl`: one pass over the configured sources into a casebook.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "crawler/config.h"
#include "tools/console.h"
#include "tools/crawl_pass.h"
#include "tools/judge.h"

namespace tools {

struct CrawlOptions {
    std::filesystem::path config;      // empty: crawl.toml or config/crawl.toml, here
    std::vector<std::string> sources;  // names; empty: all that are enabled
    std::filesystem::path casebook;    // empty: as configured, else citeswatch.db
    std::uint64_t max_pages = 0;       // over all sources; 0: as configured
    bool schedule = false;             // stay and crawl when sources are due, see crawl_schedule.h
    int metrics_port = 0;              // of a scheduler's figures on loopback; 0: none
    bool dry_run = false;              // say what would be asked for first; nothing is fetched
    std::vector<std::filesystem::path> extra_lists;
    std::vector<std::filesystem::path> watch_lists;  // --watch
};

// Exit code: 0 fine, 1 something could not be had or read, or was left for later. Throws where nothing can run.
int run(const CrawlOptions& options, Console& console);

// The files an invocation means.
std::filesystem::path config_file(const std::filesystem::path& named);
std::filesystem::path casebook_of(const CrawlOptions& options, const crawler::CrawlConfig& config);

// The watch lists an invocation means: --watch, those of [crawler] for all sources, those of a source for it alone.
std::vector<WatchChoice> watch_of(const CrawlOptions& options, const crawler::CrawlConfig& config);

// What a configuration asks for, ready to run. `names` as in CrawlOptions::sources; an unknown one throws DataError
// with the nearest known. `judge` must outlive the pass: its matcher tells which pages deserve a closer look.
CrawlPass pass_of(const crawler::CrawlConfig& config, const std::vector<std::string>& names, const Judge& judge);

}  // namespace tools
