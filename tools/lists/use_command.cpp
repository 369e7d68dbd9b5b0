// `lists use`: which imported sets judge from now on.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "tools/data_folders.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/set_folder.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

void show(const fs::path& folder, const std::vector<fs::path>& in_use) {
    fmt::print("in use\tset\tkind\tregimes\tlist of\timported\tlicence\n");
    fmt::print("yes\t(shipped)\t\tCITES\t2026-03\t\tby row: see the column source\n");
    std::set<fs::path> sets;
    std::error_code none;
    for (const fs::directory_entry& entry : fs::directory_iterator(folder, none))
        if (fs::exists(entry.path() / "set.tsv")) sets.insert(entry.path());
    for (const fs::path& set : sets) {
        const Provenance from = read_provenance(set);
        const bool used = std::find(in_use.begin(), in_use.end(), set) != in_use.end();
        fmt::print("{}\t{}\t{}\t{}\t{}{}\t{}\t{}\n", used ? "yes" : "no", set.filename().string(), from.kind,
                   from.regimes, from.date.empty() ? "unknown" : from.date, from.replaces ? " (complete)" : "",
                   from.imported, from.licence);
    }
}

}  // namespace

int run(const UseOptions& options, Console& console) {
    if (!options.names.empty() || options.none) {
        use_sets(options.names);
        console.note(options.none ? "the shipped lists judge alone"
                                  : fmt::format("{} judge from now on, laid over the shipped lists",
                                                fmt::join(options.names, ", ")));
        console.note("`citeswatch rescan` judges a casebook again with them");
        return 0;
    }
    show(lists_folder(), sets_in_use());
    return 0;
}

}  // namespace tools::lists
