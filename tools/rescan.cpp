#include "tools/rescan.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <memory>
#include <string_view>
#include <thread>

#include "casebook/reader.h"
#include "casebook/writer.h"
#include "crawler/broken_pipes.h"
#include "tools/judge.h"
#include "tools/judgement_output.h"
#include "tools/ordered_pipeline.h"
#include "tools/output_file.h"
#include "tools/report/renderer.h"
#include "tools/watch_memory.h"

namespace tools {

namespace {

constexpr std::size_t batch_size = 500;  // one transaction: large enough that the disk's sync does not count

struct Rejudged {
    std::vector<casebook::Writer::Reassessment> assessments;
    std::string lines;  // what changed, for people
    std::size_t flagged = 0, cleared = 0, changed = 0;
};

// What became of the flag; empty where nothing a person would act on did.
std::string_view change(const casebook::Judgement& before, const casebook::Judgement& after) {
    if (!before.flagged() && after.flagged()) return "flagged";
    if (before.flagged() && !after.flagged()) return "cleared";
    if (before.level != after.level || before.appendix != after.appendix) return "changed";
    return {};
}

std::string words_of(const casebook::Judgement& judgement) {
    return judgement.flagged()
               ? fmt::format("{} {} {}", to_string(judgement.level), judgement.score, judgement.appendix)
               : "none";
}

Rejudged rejudge(Judge::Bench& bench, std::vector<casebook::StoredListing> batch) {
    Rejudged result;
    for (casebook::StoredListing& stored : batch) {
        const std::string title = report::title_of(stored);
        const std::string url = stored.listing.url;
        casebook::JudgedListing judged = bench.record(std::move(stored.listing));
        if (const std::string_view what = change(stored.judgement, judged.judgement); !what.empty()) {
            ++(what == "flagged" ? result.flagged : what == "cleared" ? result.cleared : result.changed);
            result.lines += fmt::format("{:<8} {:<16} -> {:<16} {} {}\n", what, words_of(stored.judgement),
                                        words_of(judged.judgement), fitted(title, 50), url);
        }
        result.assessments.push_back({stored.version, std::move(judged.judgement), std::move(judged.contacts)});
    }
    return result;
}

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
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

    const crawler::BrokenPipes pipes;  // a reader that goes away (`| head`) does not end the judging
    casebook::ListingId last{0};
    Rejudged total;
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
            if (!options.dry_run) writer.reassess(run, batch.assessments, unix_now());
            std::fwrite(batch.lines.data(), 1, batch.lines.size(), stdout);
            done += batch.assessments.size();
            total.flagged += batch.flagged;
            total.cleared += batch.cleared;
            total.changed += batch.changed;
            console.progress(fmt::format("{} judged again", grouped(done)));
        },
        workers, workers * 2);
    console.end_progress();
    if (std::fflush(stdout) != 0) drop_unread_output();
    if (!options.dry_run) writer.end_run(run, "finished", unix_now());
    console.note(fmt::format("{} judged again{}: {} newly flagged, {} cleared, {} changed", grouped(done),
                             options.dry_run ? " (nothing kept)" : "", grouped(total.flagged), grouped(total.cleared),
                             grouped(total.changed)));
    return 0;
}

}  // namespace tools
