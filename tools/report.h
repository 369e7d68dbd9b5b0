// `citeswatch report`: the flagged adverts of a casebook, for people (HTML, XLSX) and for programs (CSV, JSONL).
//
// Handing out is recorded in the casebook (custody): who, when, which selection, the digest of the file. Where the
// casebook cannot be written to (a copy on a read-only medium), the report is made all the same and a warning says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "casebook/reader.h"
#include "tools/console.h"

namespace tools {

enum class ReportFormat : std::uint8_t { html, csv, xlsx, jsonl };

struct ReportOptions {
    std::filesystem::path casebook;
    std::filesystem::path output;  // "-" or empty: standard output
    ReportFormat format = ReportFormat::html;
    casebook::Filter filter;
    std::string language = "en";  // of the report: en, fr, es
    std::string who;              // for the export log; empty: the login name
    std::size_t limit = 0;        // adverts at most, strongest first; 0: all
};

// Exit code: 0 written, also when nothing answers the filters. Throws StoreError, std::invalid_argument (a filter),
// std::system_error (the output).
int run(const ReportOptions& options, Console& console);

}  // namespace tools
