#include "tools/rescan_pages.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

#include "detector/digest.h"
#include "tools/archived_page_reader.h"
#include "tools/evidence.h"
#include "tools/name_screen.h"
#include "tools/ordered_pipeline.h"
#include "tools/report/renderer.h"

namespace tools {

namespace {

constexpr std::size_t batch_size = 100;  // pages in memory one at a time, what they say together
constexpr std::size_t most_told = 24;    // an archive that is gone must not fill the screen

using Pages = std::vector<casebook::PassedOverPage>;

struct ReadBatch {
    std::vector<casebook::PageReading> readings;
    std::vector<std::string> problems;
};

ReadBatch read_again(ArchivedPageReader& reader, Pages pages) {
    ReadBatch batch;
    for (casebook::PassedOverPage& page : pages) {
        const std::string where = fmt::format("capture {} ({})", static_cast<std::int64_t>(page.number), page.url);
        try {
            batch.readings.push_back(reader.read(std::move(page)));
        } catch (const std::runtime_error& error) {
            batch.problems.push_back(where + ": " + error.what());
        }
    }
    return batch;
}

// A page kept five times with the same words is one advert, and told once.
class Told {
  public:
    bool is_new(const detector::Listing& listing) {
        detector::Sha256 sha;
        sha.update(listing.url + '\n');
        for (const detector::Passage& passage : listing.passages) sha.update(passage.text + '\n');
        return told_.insert(detector::to_hex(sha.finish())).second;
    }

  private:
    std::unordered_set<std::string> told_;
};

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

}  // namespace

PagesReadAgain rescan_pages(const RescanOptions& options, const Judge& judge, casebook::Reader& reader,
                            casebook::Writer* writer, casebook::RunId run, Console& console) {
    PagesReadAgain total;
    const std::string screen = screened_by(judge.provenance());
    const auto waiting = static_cast<std::uint64_t>(reader.count_passed_over_by_others(screen));
    if (waiting == 0) return total;
    const ArchivedSources sources(reader.sources(), options.config, judge);
    const std::filesystem::path archive = options.archive.empty() ? archive_folder(options.casebook) : options.archive;

    casebook::CaptureId last{0};
    Told told;
    const unsigned workers = options.threads ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    using Pipeline = OrderedPipeline<Pages, ReadBatch>;
    Pipeline::run(
        [&]() -> std::optional<Pages> {
            Pages pages = reader.passed_over_by_others(screen, last, batch_size);
            if (pages.empty()) return std::nullopt;
            last = pages.back().number;
            return pages;
        },
        [&]() -> Pipeline::Work {
            return [one = std::make_shared<ArchivedPageReader>(archive, sources, judge)](Pages pages) {
                return read_again(*one, std::move(pages));
            };
        },
        [&](ReadBatch batch) {
            if (writer) writer->reread(run, batch.readings, screen, unix_now());
            RescanChanges changes;
            for (const casebook::PageReading& read : batch.readings) {
                total.naming += !read.listings.empty();
                for (const casebook::JudgedListing& judged : read.listings)
                    if (judged.judgement.flagged() && told.is_new(judged.listing))
                        changes.note({}, judged.judgement, report::title_of(judged.listing), judged.listing.url,
                                     " as of " + report::iso_time(read.page.fetched_ms));
            }
            std::fwrite(changes.lines.data(), 1, changes.lines.size(), stdout);
            total.changes.count(changes);
            total.pages += batch.readings.size();
            for (const std::string& problem : batch.problems)
                if (++total.unread <= most_told) console.warn(problem);
            console.progress(
                fmt::format("{} of {} kept pages read again", grouped(total.pages + total.unread), grouped(waiting)));
        },
        workers, workers * 2);
    console.end_progress();
    if (total.unread > most_told)
        console.warn(fmt::format("{} more like these", counted(total.unread - most_told, "page")));
    return total;
}

}  // namespace tools
