// `citeswatch evidence export`: everything one advert or a case rests on, as one package that can be checked by
// somebody who has neither this program nor trust in us.
//
//   evidence.wacz        the captures with an index, for ReplayWeb.page, pywb and warcio
//   report.html          the adverts to be read by people; adverts.jsonl: the same for programs
//   verdicts.tsv         who decided what, when and why
//   captures.tsv         each capture: address, time, digest, where it lies in evidence.wacz
//   chain.tsv            the stretch of the evidence chain from these captures to the time stamps that cover them
//   custody.tsv          what was done with the evidence so far
//   stamps/              what was signed (.txt), the RFC 3161 stamp (.tst), who was believed (.pem)
//   check_chain.py, HOW-TO-CHECK.txt, SHA256SUMS
//
// Equal evidence gives equal bytes: files are in order and undated, and the one time in them, when the package was
// made, follows SOURCE_DATE_EPOCH. The export is logged in the casebook: who, when, which adverts, the digest of the
// package.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "casebook/reader.h"
#include "tools/console.h"

namespace tools {

struct ExportOptions {
    std::filesystem::path casebook;
    std::filesystem::path archive;       // empty: archive_folder(casebook)
    std::filesystem::path output;        // "name.zip", or a folder that is not there yet
    std::vector<std::int64_t> listings;  // these adverts; none: those the filter selects
    casebook::Filter filter;
    std::string title;            // of the case; empty: from the selection
    std::string language = "en";  // of the report
    std::string who;              // for the log; empty: the login name
};

struct Exported {
    std::string sha256;  // of the .zip, or of SHA256SUMS in the folder
    std::size_t adverts = 0, captures = 0;
    std::size_t uncaptured = 0;  // adverts that no capture shows: not fetched by a crawl, or purged
};

// Makes the package and logs it. Memory does not grow with the adverts' text or the captures. Throws StoreError,
// std::runtime_error (nothing selected, a damaged archive), std::system_error (the output).
Exported export_evidence(const ExportOptions& options);

// Exit code: 0, or 1 where an advert has no capture, or a purged one (the package says so). Throws as
// export_evidence().
int run(const ExportOptions& options, Console& console);

}  // namespace tools
