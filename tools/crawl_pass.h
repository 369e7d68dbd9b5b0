// One run of a crawl from a list of sources into a casebook, with everything around the engine that a person at a
// terminal sees: the progress line, Ctrl-C, the summary. Shared by `crawl`, its scheduler and `demo`.
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "crawler/curl_fetcher.h"
#include "crawler/politeness.h"
#include "tools/console.h"
#include "tools/crawl_engine.h"
#include "tools/judge.h"
#include "tools/stop_signals.h"
#include "tools/time_authority.h"

namespace tools {

struct CrawlPass {
    std::string command = "crawl";  // recorded with the run
    CrawlEngine::Sources sources;
    crawler::PolitenessRules politeness;
    crawler::FetcherOptions fetcher;
    std::filesystem::path casebook;
    bool archive = true;  // keep the pages of flagged adverts in <casebook>.archive/ as evidence
    bool pseudonymise_sellers = false;
    std::optional<TimeAuthority> authority;  // stamps the evidence chain; none: nobody does
    StampRule stamps;
    EngineOptions engine;
    std::function<void(CrawlEngine*)> on_running;  // may be told to stop; null when the run has ended
    std::function<void(const CrawlState&)> on_progress;
};

// Throws StoreError, DataError, EngineError where nothing can run or the crawl had to be given up; what was committed
// stays.
CrawlTotals crawl_once(CrawlPass pass, const Judge& judge, Console& console);

// Ctrl-C and SIGTERM stop whichever engine runs. Make it before any thread starts.
class StopAnEngine {
  public:
    explicit StopAnEngine(std::function<void()> on_stop = {}, std::function<void()> on_hangup = {});
    std::function<void(CrawlEngine*)> observer();  // for CrawlPass::on_running
    bool stopped() const { return signals_.stopped(); }

  private:
    std::mutex mutex_;  // guards running_: signals come on a thread of their own
    CrawlEngine* running_ = nullptr;
    StopSignals signals_;  // last: its thread uses the others
};

// "412 pages, 118 a second, 31 flagged, 96 waiting, 2 errors, about 12 s left"
std::string progress_line(const CrawlState& state, std::chrono::milliseconds elapsed);
// Several lines for the end of a run.
std::string summary_text(const CrawlTotals& totals, std::chrono::milliseconds elapsed);

}  // namespace tools
