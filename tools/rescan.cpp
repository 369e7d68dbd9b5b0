#include "tools/rescan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <thread>

#include "casebook/reader.h"
#include "casebook/writer.h"
#include "crawler/broken_pipes.h"
#include "tools/judge.h"
#include "tools/ordered_pipeline.h"
#include "tools/output_file.h"
#include "tools/page_worker.h"
#include "tools/report/renderer.h"
#include "tools/rescan_changes.h"
#include "tools/rescan_pages.h"
#include "tools/watch_memory.h"

namespace tools {

namespace {

constexpr std::size_t batch_size = 500;  // one transaction: large enough that the disk's sync does not count

struct Rejudged {
    std::vector<casebook::Writer::Reassessment> assessments;
    RescanChanges changes;
};

Rejudged rejudge(Judge::Bench& bench, std::vector<casebook::StoredListing> batch) {
    Rejudged result;
    for (casebook::StoredListing& stored : batch) {
        casebook::JudgedListing judged = bench.record(std::move(stored.listing));
        result.changes.note(stored.judgement, judged.judgement, report::title_of(judged.listing), judged.listing.url);
        result.assessments.push_back({stored.version, std::move(judged.judgement), std::move(judged.contacts)});
    }
    return result;
}

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

// The texts of the casebook's adverts; their number.
std::size_t rescan_texts(const RescanOptions& options, const Judge& judge, casebook::Reader& reader,
                         casebook::Writer* writer, casebook::RunId run, RescanChanges& changes, Console& console) {
    casebook::ListingId last{0};
    std::size_t done = 0;
    const unsigned workers = options.threads ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    using Pipeline = OrderedPipeline<std::vector<casebook::StoredListing>, Rejudged>;
    Pipeline::run(
        [&]() -> std::optional<std::vector<casebook::StoredListing>> {
            auto batch = reader.judged_by_others(judge.provenance(), last, batch_size);
            if (batch.empty()) return std::nullopt;
            last = batch.back().id;
            return batch;
        },
        [&]() -> Pipeline::Work {
            return [bench = std::make_shared<Judge::Bench>(judge)](std::vector<casebook::StoredListing> batch) {
                return rejudge(*bench, std::move(batch));
            };
        },
        [&](Rejudged batch) {
            if (writer) writer->reassess(run, batch.assessments, unix_now());
            std::fwrite(batch.changes.lines.data(), 1, batch.changes.lines.size(), stdout);
            done += batch.assessments.size();
            changes.count(batch.changes);
            console.progress(fmt::format("{} judged again", grouped(done)));
        },
        workers, workers * 2);
    console.end_progress();
    return done;
}

// What a person has to know of the pages that only a crawl can read again.
void tell_of_unkept(casebook::Reader& reader, const Judge& judge, Console& console) {
    const RevisitRule rule{.lists = judge.provenance().lists_digest};
    const std::int64_t unkept = reader.count_unkept_pages(RevisitRule::any_passed_over, rule.passed_over());
    if (unkept > 0)
        console.note(
            fmt::format("{} named nothing when crawled and not kept: the next crawl reads such pages again "
                        "([evidence] every_page = true keeps them)",
                        counted(unkept, "page")));
}

}  // namespace

int run(const RescanOptions& options, Console& console) {
    casebook::Writer writer(options.casebook, {.duty = casebook::Duty::desk});  // first: brings an old one up to date
    casebook::Reader reader(options.casebook);
    const bool told = options.no_watch || !options.watch_lists.empty();
    const Judge judge(options.extra_lists,
                      told ? for_all_sources(options.watch_lists) : remembered_watch_lists(options.casebook, console),
                      console);
    if (told && !options.dry_run) remember_watch_lists(options.casebook, casebook::ChosenBy::rescan, judge);
    const casebook::RunId run =
        options.dry_run ? casebook::RunId{} : writer.begin_run("rescan", judge.provenance().software, unix_now());

    casebook::Writer* const kept = options.dry_run ? nullptr : &writer;
    const crawler::BrokenPipes pipes;  // a reader that goes away (`| head`) does not end the judging
    RescanChanges changes;
    const std::size_t texts = rescan_texts(options, judge, reader, kept, run, changes, console);
    const PagesReadAgain pages = rescan_pages(options, judge, reader, kept, run, console);
    if (std::fflush(stdout) != 0) drop_unread_output();
    if (kept) writer.end_run(run, "finished", unix_now());
    const char* dry = options.dry_run ? " (nothing kept)" : "";
    console.note(fmt::format("{} judged again{}: {} newly flagged, {} cleared, {} changed", grouped(texts), dry,
                             grouped(changes.flagged), grouped(changes.cleared), grouped(changes.changed)));
    if (pages.pages + pages.unread > 0)
        console.note(fmt::format("{} read again{}: {} name something now; {} newly flagged{}",
                                 counted(pages.pages, "kept page"), dry, grouped(pages.naming),
                                 counted(pages.changes.flagged, "advert"),
                                 pages.unread ? fmt::format("; {} could not be read", grouped(pages.unread)) : ""));
    tell_of_unkept(reader, judge, console);
    return pages.unread ? 1 : 0;
}

}  // namespace tools
