// `citeswatch lists ...`: the species lists as a person works with them. One options struct and one run() a
// subcommand; exit codes as everywhere: 0 fine, 1 something was skipped or found wrong, 2 (thrown) could not run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/console.h"

namespace tools::lists {

// Reads official downloads and lists of one's own into one dated list set, and says what it changes before it is used.
struct ImportOptions {
    std::vector<std::string> inputs;  // files, folders; an https address of the Species+ API is fetched page by page
    std::filesystem::path output;     // empty: the user's data folder
    std::string name;                 // of the set; empty: made from kind and date
    std::string regime;               // of plain lists of names, e.g. "MY-WCA"
    std::string date;                 // of the list, ISO; empty: as its file's name says
    std::string listing;              // their category where the file has no column for it
    bool replace = false;             // the set is complete: what it does not hold is taken out
    bool overwrite = false;
    bool dry_run = false;        // the summary alone
    bool use = false;            // put to use at once
    bool allow_private = false;  // fetch from loopback and private addresses
    std::vector<std::filesystem::path> extra_lists;
};

// Which imported sets judge from now on; without names: shows those there are.
struct UseOptions {
    std::vector<std::string> names;  // in lists_folder()
    bool none = false;               // the shipped lists alone
};

struct DiffOptions {
    std::filesystem::path before, after;  // `after` empty: `before` against the shipped lists
    bool json = false;
};

struct StatsOptions {
    std::filesystem::path folder;  // empty: the lists in use with the extra ones
    bool json = false;
    std::vector<std::filesystem::path> extra_lists;
};

struct CheckOptions {
    std::filesystem::path folder;   // a set, or the file of a watch list; empty: the lists in use with the extra ones
    std::filesystem::path adverts;  // a casebook or a listing table to try the set on; empty: none
    bool all = false;               // every finding, not the first of each kind
    std::vector<std::filesystem::path> extra_lists;
};

struct SearchOptions {
    std::string name;
    bool json = false;
    std::size_t most = 5;  // cards
    std::vector<std::filesystem::path> extra_lists;
};

int run(const ImportOptions& options, Console& console);
int run(const UseOptions& options, Console& console);
int run(const DiffOptions& options, Console& console);
int run(const StatsOptions& options, Console& console);
int run(const CheckOptions& options, Console& console);
int run(const SearchOptions& options, Console& console);

}  // namespace tools::lists
