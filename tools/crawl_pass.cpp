#include "tools/crawl_pass.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>

#include "crawler/frontier.h"
#include "crawler/warc_writer.h"
#include "tools/advert_judge.h"
#include "tools/name_screen.h"
#include "tools/watch_memory.h"

namespace tools {

namespace {

using std::chrono::steady_clock;
using std::chrono::system_clock;

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch()).count();
}

double per_second(std::uint64_t count, std::chrono::milliseconds elapsed) {
    return static_cast<double>(count) * 1000.0 / static_cast<double>(std::max<std::int64_t>(1, elapsed.count()));
}

// Ends the run's row whichever way the crawl ended.
class RunRecord {
  public:
    RunRecord(casebook::Writer& writer, const std::string& command)
        : writer_(writer), id_(writer.begin_run(command, "citeswatch " CITESWATCH_VERSION, unix_now())) {}
    casebook::RunId id() const { return id_; }
    void end(std::string_view outcome) { writer_.end_run(id_, outcome, unix_now()); }

  private:
    casebook::Writer& writer_;
    const casebook::RunId id_;
};

}  // namespace

StopAnEngine::StopAnEngine(std::function<void()> on_stop, std::function<void()> on_hangup)
    : signals_(
          [this, on_stop = std::move(on_stop)] {
              if (on_stop) on_stop();
              const std::lock_guard lock(mutex_);
              if (running_) running_->stop();
          },
          std::move(on_hangup)) {}

std::function<void(CrawlEngine*)> StopAnEngine::observer() {
    return [this](CrawlEngine* engine) {
        const std::lock_guard lock(mutex_);
        running_ = engine;
        if (engine && stopped()) engine->stop();
    };
}

std::string progress_line(const CrawlState& state, std::chrono::milliseconds elapsed) {
    const CrawlTotals& totals = state.totals;
    const double rate = per_second(totals.pages, elapsed);
    std::string line = fmt::format("{}, {:.0f} a second, {} flagged, {} waiting", counted(totals.pages, "page"), rate,
                                   grouped(static_cast<std::uint64_t>(totals.adverts.flagged)),
                                   grouped(state.pending + state.outstanding));
    if (totals.failed > 0) line += fmt::format(", {}", counted(totals.failed, "error"));
    if (rate > 0 && state.pending > 0)
        line += fmt::format(", about {} left", duration_words(std::chrono::seconds(static_cast<std::int64_t>(
                                                   static_cast<double>(state.pending) / rate + 1))));
    return line;
}

std::string summary_text(const CrawlTotals& totals, std::chrono::milliseconds elapsed) {
    const casebook::Recorded& adverts = totals.adverts;
    std::string text = fmt::format(
        "{} in {:.1f} s: {}, {} changed, {} as before, {} gone; {} of the new and changed flagged",
        counted(totals.pages, "page"), static_cast<double>(elapsed.count()) / 1000.0,
        counted(adverts.added, "new advert"), adverts.changed, adverts.unchanged, adverts.gone, adverts.flagged);
    if (totals.pictures > 0)
        text += fmt::format("\n{} of flagged adverts fetched", counted(totals.pictures, "picture"));
    if (totals.refused > 0)
        text += fmt::format("\n{} left alone: robots.txt forbids it", counted(totals.refused, "page"));
    if (totals.failed > 0) text += fmt::format("\n{} could not be had or read", counted(totals.failed, "page"));
    if (totals.left > 0) {
        text += fmt::format("\n{} left for a later run", counted(totals.left, "page"));
        for (const std::string& host : totals.left_hosts) text += "\n  " + host;
    }
    return text;
}

CrawlTotals crawl_once(CrawlPass pass, const Judge& judge, Console& console) {
    casebook::Writer casebook(pass.casebook, {.pseudonymise_sellers = pass.pseudonymise_sellers});
    pass.engine.gap = pass.politeness.delay;
    pass.engine.revisit.lists = judge.provenance().lists_digest;
    pass.engine.revisit.screened_by = screened_by(judge.provenance());
    remember_watch_lists(pass.casebook, casebook::ChosenBy::crawl, judge);
    RunRecord run(casebook, pass.command);
    std::optional<crawler::WarcWriter> archive;
    if (pass.archive)
        archive.emplace(crawler::WarcWriterOptions{.folder = pass.casebook.string() + ".archive",
                                                   .info = {{"software", "citeswatch " CITESWATCH_VERSION}}});
    pass.engine.archive = archive ? &*archive : nullptr;
    crawler::CurlFetcher fetcher(pass.fetcher);
    CrawlEngine engine(pass.engine, pass.sources, fetcher, crawler::Frontier(pass.politeness, pass.fetcher.user_agent),
                       casebook, run.id(), advert_judges(judge));
    std::optional<Stamper> stamper;
    if (pass.authority && archive) stamper.emplace(pass.casebook, *pass.authority, pass.stamps);
    const auto begun = steady_clock::now();
    engine.on_progress = [&](const CrawlState& state) {
        console.progress(
            progress_line(state, std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - begun)));
        if (pass.on_progress) pass.on_progress(state);
    };
    engine.on_rest = [&](const casebook::HostState& host) {
        console.note(fmt::format("{} is left alone for {}: {}", host.host,
                                 duration_words(std::chrono::seconds((host.backoff_until_ms - unix_now()) / 1000)),
                                 host.reason));
    };
    if (pass.on_running) pass.on_running(&engine);
    try {
        CrawlTotals totals = engine.run();
        if (pass.on_running) pass.on_running(nullptr);
        console.end_progress();
        run.end(totals.complete ? "finished" : "interrupted");
        if (stamper) console.note(stamper->finish());
        return totals;
    } catch (...) {
        if (pass.on_running) pass.on_running(nullptr);
        console.end_progress();
        throw;  // the run's row stays open: it did not end well, and the store may be what failed
    }
}

}  // namespace tools
