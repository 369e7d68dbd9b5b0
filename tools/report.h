// `citeswatch report`: the flagged adverts of a casebook, for people (HTML, XLSX) and for programs (CSV, JSONL); the
// notice that goes to a platform (--referral, referral.h); the summary of a case for another agency (--case,
// case_summary.h).
//
// Handing out is recorded in the casebook (custody): who, when, which selection, the digest of the file. Where the
// casebook cannot be written to (a copy on a read-only medium), the report is made all the same and a warning says so.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "casebook/reader.h"
#include "tools/console.h"
#include "tools/report/write_report.h"

namespace tools {

struct ReportOptions {
    std::filesystem::path casebook;
    std::filesystem::path output;  // "-" or empty: standard output
    ReportFormat format = ReportFormat::html;
    casebook::Filter filter;
    std::string language = "en";   // of the report: en, fr, es
    bool language_chosen = false;  // else a platform's own comes first
    std::string who;               // for the export log; empty: the login name
    std::size_t limit = 0;         // adverts at most, strongest first; 0: all

    std::string referral;             // a platform: a name in the platforms file, else a source's name or a host
    std::filesystem::path platforms;  // TOML; empty: platforms.toml beside the casebook, where there is one
    bool unreviewed = false;          // referral: adverts that nobody has decided on, too
    bool draft = false;               // referral: to be read before it is sent; not recorded
    std::string case_name;            // summary of a case under this name
    std::string from, reference;      // who hands out, and under which number: printed as given
};

// Exit code: 0 written, also when nothing answers the filters. Throws StoreError, std::invalid_argument (a filter),
// std::system_error (the output).
int run(const ReportOptions& options, Console& console);

}  // namespace tools
