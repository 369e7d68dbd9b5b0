#include <fmt/format.h>

#include <map>

#include "detector/error.h"
#include "detector/lexicon.h"
#include "tools/data_folders.h"
#include "tools/lists/check_set.h"
#include "tools/lists/check_watch_file.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/set_folder.h"
#include "tools/lists/try_set.h"
#include "tools/lists/watch_file.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_of_a_kind = 10;

std::size_t print_findings(const std::vector<Finding>& findings, bool all) {
    std::map<FindingKind, std::size_t> counts;
    std::size_t errors = 0;
    for (const Finding& finding : findings) {
        errors += is_error(finding.kind);
        if (++counts[finding.kind] <= most_of_a_kind || all)
            fmt::print("{}:{}: {}: {}\n", finding.place.file, finding.place.line, to_string(finding.kind),
                       finding.text);
    }
    for (const auto& [kind, count] : counts) fmt::print("{}: {}\n", to_string(kind), grouped(count));
    if (findings.empty()) fmt::print("nothing doubtful found\n");
    return errors;
}

}  // namespace

int run(const CheckOptions& options, Console& console) {
    if (!options.folder.empty() && fs::is_regular_file(options.folder)) return check_watch_file(options, console);
    if (!options.folder.empty() && !fs::is_directory(options.folder))
        throw detector::DataError(options.folder.string(), 0, "is neither a folder of lists nor a file",
                                  "name a list set, or the file of a watch list");
    std::vector<fs::path> over = options.extra_lists;
    if (!options.folder.empty()) over.push_back(options.folder);
    const std::vector<fs::path> folders = list_folders(over);

    // A set may name taxa of the lists it is laid over: check it together with them, and report its own rows.
    ListSet set = read_set(folders);
    if (!options.folder.empty()) {
        const fs::path own[] = {options.folder};
        ListSet rows = read_set(own);
        for (const Taxon& taxon : set.taxa) {
            Taxon known = taxon;
            known.derived = true;  // there to be named, not to be checked again
            rows.taxa.push_back(std::move(known));
        }
        set = std::move(rows);
    }
    const std::size_t errors = print_findings(check_set(set, everyday_words(), today()), options.all);

    // The detector's own reading is the last word on whether the tables can be used: it throws with file and line.
    const detector::Lexicon lexicon = detector::load_lexicon(folders);
    console.note(fmt::format("the detector reads them: {} taxa, {} terms", grouped(lexicon.taxa().size()),
                             grouped(lexicon.terms().size())));
    std::size_t broken = 0;
    if (!options.adverts.empty()) broken = try_set({options.adverts, options.extra_lists, over, {}}, console);
    return errors + broken > 0 ? 1 : 0;
}

}  // namespace tools::lists
