// One crawl: sources -> fetch -> extract -> judge -> casebook, under one credit window.
//
//        window = N pages between start and commit
//    +---------------------------------------------------------+
//    v                                                         |
// fetch thread --Fetched--> workers x cores --Visited--> writer thread --Committed--> fetch thread
// Fetcher + Frontier        own Judge bench              the only writing connection
//
// A request starts only while fewer than `window` are outstanding, and every start yields exactly one Committed
// (errors, robots.txt and refusals included), so every channel is bounded without a blocking push and no cycle can
// wedge. The casebook is the truth and the frontier a window onto it: links enter the frontier once they are committed,
// so a crash at any instant loses no page and the next run fetches none twice that was committed.
//
// run() is the fetch thread and owns Fetcher and Frontier; no other thread touches them but for Fetcher::wake(). stop()
// may be called from any thread: nothing new is started, what is under way is committed. An exception on any thread
// stops the crawl and is rethrown by run().
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "casebook/writer.h"
#include "crawler/fetcher.h"
#include "crawler/frontier.h"
#include "crawler/sources/source.h"
#include "crawler/warc_writer.h"
#include "tools/page_worker.h"

namespace tools {

struct EngineOptions {
    std::size_t window = 256;
    unsigned workers = 0;         // 0: one a core
    std::uint64_t max_pages = 0;  // over all sources; 0: no bound
    // Hosts that cannot be visited within this time while nothing else is left to do are left for a later run.
    std::chrono::milliseconds patience = std::chrono::minutes(15);
    // The least time between two requests to a host, as in the frontier's rules: a run that goes on after a crash
    // cannot know when the last request was made, and waits that long (or a Crawl-delay) before its first.
    std::chrono::milliseconds gap = std::chrono::seconds(1);
    RevisitRule revisit;
    crawler::WarcWriter* archive = nullptr;  // used by the writer thread; null: nothing is archived
    bool archive_every_page = false;         // not only those with flagged adverts
};

struct CrawlTotals {
    std::uint64_t requests = 0;  // robots.txt and retries included
    std::uint64_t pages = 0;     // finished in this run
    std::uint64_t pictures = 0;  // asked for beside the pages
    std::uint64_t failed = 0;    // given up or unreadable
    std::uint64_t refused = 0;   // by robots.txt
    std::uint64_t left = 0;      // known, but left for a later run
    std::uint64_t bytes = 0;
    casebook::Recorded adverts;
    std::map<std::string, std::uint64_t> statuses;  // by crawler::to_string(FetchStatus)
    std::vector<std::string> left_hosts;            // "host: why, until when" in plain words
    std::set<std::string> left_sources;             // names of those that have pages left
    casebook::Milliseconds left_until = std::numeric_limits<casebook::Milliseconds>::max();  // the first may go on then
    bool complete = false;  // every source's pass came to its end
};

struct CrawlState {  // for a progress line and metrics
    CrawlTotals totals;
    std::size_t pending = 0, outstanding = 0;
};

class CrawlEngine {
  public:
    using Sources = std::vector<std::unique_ptr<crawler::Source>>;

    // The engine adds the sources to the frontier; `frontier` comes fresh.
    CrawlEngine(const EngineOptions& options, const Sources& sources, crawler::Fetcher& fetcher,
                crawler::Frontier frontier, casebook::Writer& casebook, casebook::RunId run,
                MakeJudgeAdvert make_judge);
    ~CrawlEngine();

    CrawlTotals run();
    void stop();  // any thread; the first call counts

    // Called on the fetch thread a few times a second while run() runs.
    std::function<void(const CrawlState&)> on_progress;
    // Called on the fetch thread when a host begins to be left alone for longer than the ordinary gap.
    std::function<void(const casebook::HostState&)> on_rest;

  private:
    struct Threads;
    struct Frame;

    EngineOptions options_;
    const Sources& sources_;
    crawler::Fetcher& fetcher_;
    crawler::Frontier frontier_;
    casebook::Writer& casebook_;
    const casebook::RunId run_;
    MakeJudgeAdvert make_judge_;
    std::atomic<bool> stopping_{false};
};

}  // namespace tools
