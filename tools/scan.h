// `citeswatch scan`: judge listings in batch. Tables, saved pages, folders, archives and URL lists come in; judgements
// go out in the input's order, while memory stays bounded by the window of the pipeline.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "tools/console.h"

namespace tools {

enum class OutputFormat : std::uint8_t { table, jsonl, csv };

struct ScanOptions {
    std::vector<std::filesystem::path> inputs;  // "-": standard input
    std::string input_type;                     // jsonl, csv, tsv, html, warc, urls; empty: told by name and content
    std::filesystem::path casebook;             // empty: none
    std::filesystem::path output;               // empty: standard output
    OutputFormat format = OutputFormat::table;
    bool all = false;                                // also what is not flagged
    std::string user_agent;                          // URL lists: names the operator
    bool allow_private = false;                      // URL lists: loopback and private addresses
    std::vector<std::filesystem::path> extra_lists;  // --lists
    std::vector<std::filesystem::path> watch_lists;  // --watch
    unsigned threads = 0;                            // 0: one a core
};

// Exit code: 0 all judged, 1 something was skipped or failed. Throws where nothing can run.
int run(const ScanOptions& options, Console& console);

}  // namespace tools
