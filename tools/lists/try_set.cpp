#include "tools/lists/try_set.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <map>
#include <string>

#include "casebook/reader.h"
#include "tools/judgement_json.h"
#include "tools/listing_table.h"
#include "tools/watch_memory.h"

namespace tools::lists {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_shown = 50;  // adverts named one by one

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

// Processor time of this thread: what other work the machine has does not count.
double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

struct Tally {
    std::size_t adverts = 0, bytes = 0, flagged = 0, fresh = 0, lost = 0;
    double cpu_without = 0, cpu_with = 0;
    std::map<std::string, std::pair<std::size_t, std::size_t>> words;  // entry -> adverts that hold it, flagged anew
    std::map<std::string, std::size_t> flooding;                       // entry -> adverts that hold it absurdly often
};

void print(const Tally& tally, bool watching) {
    const auto each = [&](double seconds) {
        return tally.adverts ? seconds * 1e6 / static_cast<double>(tally.adverts) : 0.0;
    };
    const auto per_megabyte = [&](double seconds) {
        return tally.bytes ? seconds * 1e3 / (static_cast<double>(tally.bytes) / 1e6) : 0.0;
    };
    const auto per_thousand = [&](std::size_t count) {
        return tally.adverts ? static_cast<double>(count) * 1000 / static_cast<double>(tally.adverts) : 0.0;
    };
    fmt::print("tried on {} adverts: {} flagged, {} of them new ({:.2f} a thousand), {} no longer\n",
               grouped(tally.adverts), grouped(tally.flagged), grouped(tally.fresh), per_thousand(tally.fresh),
               grouped(tally.lost));
    fmt::print("processor time: {:.1f} ms a megabyte ({:.0f} µs an advert), {:.1f} ms without it\n",
               per_megabyte(tally.cpu_with), each(tally.cpu_with), per_megabyte(tally.cpu_without));
    if (!tally.words.empty()) fmt::print("{}\tadverts\ta thousand\tflagged anew\n", watching ? "watched term" : "word");
    for (const auto& [word, counts] : tally.words)
        fmt::print("{}\t{}\t{:.2f}\t{}\n", word, grouped(counts.first), per_thousand(counts.first),
                   grouped(counts.second));
    for (const auto& [word, adverts] : tally.flooding)
        fmt::print("floods: {} stands more than {} times in a text of {} adverts: such a word tells nothing\n", word,
                   detector::Limits::matches_per_term, grouped(adverts));
}

// Those of the casebook judge on both sides of the trial, but for the ones on trial.
std::vector<WatchChoice> standing_lists(const Trial& trial, Console& console) {
    if (table_format_of(trial.adverts)) return {};
    std::vector<WatchChoice> standing = remembered_watch_lists(trial.adverts, console);
    std::erase_if(standing, [&](const WatchChoice& list) {
        return std::any_of(trial.watch.begin(), trial.watch.end(), [&](const WatchChoice& tried) {
            return fs::weakly_canonical(tried.file) == fs::weakly_canonical(list.file);
        });
    });
    return standing;
}

}  // namespace

std::size_t try_set(const Trial& trial, Console& console) {
    std::vector<WatchChoice> watch = standing_lists(trial, console);
    const Judge without(trial.lists_without, watch, console);
    watch.insert(watch.end(), trial.watch.begin(), trial.watch.end());
    const Judge with(trial.lists_with, watch, console);
    const auto on_trial = [&](const detector::Term& term) {
        return std::any_of(trial.watch.begin(), trial.watch.end(),
                           [&](const WatchChoice& list) { return *term.file == list.file.string(); });
    };
    Judge::Bench bench_without(without), bench_with(with);
    Tally tally;
    if (!trial.watch.empty())  // a term that is never met is news too
        for (const detector::Term& term : with.lexicon().terms())
            if (on_trial(term)) tally.words[std::string(term.text)];
    const std::size_t broken = each_advert(trial.adverts, [&](const detector::Listing& listing) {
        ++tally.adverts;
        for (const detector::Passage& passage : listing.passages) tally.bytes += passage.text.size();
        const double start = cpu_seconds();
        const bool before = bench_without.judge(listing).assessment.flagged();
        const double middle = cpu_seconds();
        const auto verdict = bench_with.judge(listing);
        tally.cpu_with += cpu_seconds() - middle;
        tally.cpu_without += middle - start;
        const bool after = verdict.assessment.flagged(), fresh = after && !before;
        tally.flagged += after;
        tally.lost += before && !after;
        tally.fresh += fresh;
        std::map<std::string, bool> words;  // of this advert
        if (!trial.watch.empty()) {
            for (const detector::Match& match : verdict.scan.matches)
                if (const detector::Term& term = with.lexicon().term(match.term); on_trial(term))
                    words.emplace(term.text, true);
        } else if (fresh) {
            for (const detector::TaxonHit& hit : verdict.assessment.taxa)
                for (const std::uint32_t index : hit.matches)
                    words.emplace(with.lexicon().term(verdict.scan.matches[index].term).text, true);
        }
        for (const std::string& word : flooding_terms(verdict.scan, with.lexicon())) ++tally.flooding[word];
        for (const auto& [word, met] : words) {
            ++tally.words[word].first;
            tally.words[word].second += fresh;
        }
        if (!fresh || tally.fresh > most_shown) return;
        const std::string_view title = listing.first(detector::Field::title);
        fmt::print("would flag ({}): {}\n", to_string(verdict.assessment.level),
                   title.empty() ? listing.first(detector::Field::description).substr(0, 100) : title);
    });
    if (tally.fresh > most_shown) fmt::print("... and {} more\n", grouped(tally.fresh - most_shown));
    print(tally, !trial.watch.empty());
    return broken;
}

}  // namespace tools::lists
