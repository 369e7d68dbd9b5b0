// `citeswatch crawl`: one pass over the configured sources into a casebook.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "crawler/config.h"
#include "tools/console.h"
#include "tools/crawl_pass.h"

namespace tools {

struct CrawlOptions {
    std::filesystem::path config;      // empty: crawl.toml or config/crawl.toml, here
    std::vector<std::string> sources;  // names; empty: all that are enabled
    std::filesystem::path casebook;    // empty: as configured, else citeswatch.db
    std::uint64_t max_pages = 0;       // over all sources; 0: as configured
    bool dry_run = false;              // say what would be asked for first; nothing is fetched
    std::vector<std::filesystem::path> extra_lists;
};

// Exit code: 0 fine, 1 something could not be had or read, or was left for later. Throws where nothing can run.
int run(const CrawlOptions& options, Console& console);

// What a configuration asks for, ready to run. `names` as in CrawlOptions::sources; an unknown one throws DataError
// with the nearest known.
CrawlPass pass_of(const crawler::CrawlConfig& config, const std::vector<std::string>& names,
                  const detector::Lexicon& lexicon);

}  // namespace tools
