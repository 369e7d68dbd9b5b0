#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <map>

#include "casebook/reader.h"
#include "detector/lexicon.h"
#include "tools/data_folders.h"
#include "tools/judge.h"
#include "tools/listing_table.h"
#include "tools/lists/check_set.h"
#include "tools/lists/lists_command.h"
#include "tools/lists/set_folder.h"

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

// The adverts of a casebook or of a listing table, in order; returns how many rows could not be read.
std::size_t each_advert(const fs::path& path, const auto& take) {
    const auto format = table_format_of(path);
    if (!format) {
        casebook::Filter everything;
        everything.least_level = detector::Level::none;
        casebook::Reader(path).each(everything, [&](const casebook::StoredListing& stored) {
            take(stored.listing);
            return true;
        });
        return 0;
    }
    ListingTable table(path, *format);
    std::size_t broken = 0;
    while (const auto row = table.next()) {
        if (const auto* good = std::get_if<TableRow>(&*row))
            take(good->listing);
        else
            ++broken;
    }
    return broken;
}

// Judges adverts with and without the set: what would be flagged anew, what no longer, by which words, at what cost.
std::size_t try_on(const CheckOptions& options, const std::vector<fs::path>& with_set, Console& console) {
    const Judge without(options.extra_lists, console), with(with_set, console);
    Judge::Bench bench_without(without), bench_with(with);
    std::size_t adverts = 0, flagged = 0, fresh = 0, lost = 0;
    std::chrono::steady_clock::duration time_without{}, time_with{};
    std::map<std::string, std::size_t> words;
    const std::size_t broken = each_advert(options.adverts, [&](const detector::Listing& listing) {
        ++adverts;
        const auto start = std::chrono::steady_clock::now();
        const bool before = bench_without.judge(listing).assessment.flagged();
        const auto middle = std::chrono::steady_clock::now();
        const auto verdict = bench_with.judge(listing);
        time_with += std::chrono::steady_clock::now() - middle;
        time_without += middle - start;
        flagged += verdict.assessment.flagged();
        lost += before && !verdict.assessment.flagged();
        if (before || !verdict.assessment.flagged()) return;
        ++fresh;
        for (const detector::TaxonHit& hit : verdict.assessment.taxa)
            for (const std::uint32_t index : hit.matches)
                ++words[std::string(with.lexicon().term(verdict.scan.matches[index].term).text)];
        fmt::print("would flag: {}\n", listing.first(detector::Field::title));
    });
    const auto each = [&](auto time) {
        return adverts ? std::chrono::duration<double, std::micro>(time).count() / static_cast<double>(adverts) : 0.0;
    };
    fmt::print(
        "tried on {} adverts: {} flagged, {} of them new, {} no longer; {:.0f} µs an advert, {:.0f} without the set\n",
        grouped(adverts), grouped(flagged), grouped(fresh), grouped(lost), each(time_with), each(time_without));
    for (const auto& [word, count] : words) fmt::print("  {} x {}\n", grouped(count), word);
    return broken;
}

}  // namespace

int run(const CheckOptions& options, Console& console) {
    std::vector<fs::path> over = options.extra_lists;
    if (!options.folder.empty()) over.push_back(options.folder);
    std::vector<fs::path> folders{data_folder() / "species_lists"};
    folders.insert(folders.end(), over.begin(), over.end());

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
    const std::string today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)));
    const std::size_t errors = print_findings(check_set(set, today), options.all);

    // The detector's own reading is the last word on whether the tables can be used: it throws with file and line.
    const detector::Lexicon lexicon = detector::load_lexicon(folders);
    console.note(fmt::format("the detector reads them: {} taxa, {} terms", grouped(lexicon.taxa().size()),
                             grouped(lexicon.terms().size())));
    std::size_t broken = 0;
    if (!options.adverts.empty()) broken = try_on(options, over, console);
    return errors + broken > 0 ? 1 : 0;
}

}  // namespace tools::lists
