// `citeswatch rescan`: the adverts of a casebook judged again with today's lists and rules.
//
// Judges the stored texts (nothing is fetched) on all cores, adds an assessment beside the old one, and shows what is
// newly flagged, cleared or changed. Then kept pages that a crawl passed over are read again from the archive
// (rescan_pages.h). Watch lists that judged the casebook do so again unless others are named, or none.
// What was named is remembered for the next time. Adverts that today's lists and rules have judged already are passed
// over, so that an interrupted rescan goes on where it stopped, and a second one does nothing.
#pragma once

#include <filesystem>
#include <vector>

#include "tools/console.h"

namespace tools {

struct RescanOptions {
    std::filesystem::path casebook;
    std::filesystem::path archive;                   // empty: archive_folder(casebook)
    std::filesystem::path config;                    // whose sources' profiles read kept pages; empty: none do
    std::vector<std::filesystem::path> extra_lists;  // --lists
    std::vector<std::filesystem::path> watch_lists;  // --watch; empty: those that judged the casebook last
    bool no_watch = false;                           // no watch list at all
    bool dry_run = false;                            // show, but keep nothing
    unsigned threads = 0;                            // 0: one a core
};

// Exit code: 0, or 1 where a kept page could not be read. Throws StoreError, detector::DataError.
int run(const RescanOptions& options, Console& console);

}  // namespace tools
