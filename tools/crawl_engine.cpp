#include "tools/crawl_engine.h"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <set>
#include <thread>
#include <unordered_map>

#include "tools/channel.h"
#include "tools/console.h"
#include "tools/crawl_agenda.h"
#include "tools/picture_visit.h"
#include "tools/visit_writer.h"

namespace tools {

namespace {

using crawler::Moment;
using std::chrono::steady_clock;
using std::chrono::system_clock;

constexpr std::chrono::milliseconds longest_poll{250};  // a progress line stays alive
constexpr std::chrono::milliseconds progress_interval{200};
constexpr std::size_t commit_batch = 512;

}  // namespace

// The two kinds of threads besides the fetch thread, and the channels between all of them.
struct CrawlEngine::Threads {
    struct Receipt {
        std::vector<Committed> committed;
        casebook::Recorded recorded;
    };

    Threads(CrawlEngine& engine, VisitWriter& writer) : fetcher_(engine.fetcher_) {
        const unsigned wanted = engine.options_.workers;
        const unsigned count = wanted ? wanted : std::max(1U, std::thread::hardware_concurrency());
        for (unsigned i = 0; i < count; ++i) workers_.emplace_back([this, &engine] { guarded([&] { work(engine); }); });
        writer_ = std::thread([this, &writer] { guarded([&] { write(writer); }); });
    }

    ~Threads() { join(); }

    // What was sent is worked off and committed first, unless a thread has failed.
    void join() {
        fetched.close();
        for (std::thread& worker : workers_)
            if (worker.joinable()) worker.join();
        visited_.close();
        if (writer_.joinable()) writer_.join();
    }

    void rethrow_failure() {
        const std::vector<std::exception_ptr> all = failures_.drain();
        if (!all.empty()) std::rethrow_exception(all.front());
    }

    Channel<Fetched> fetched;
    Channel<Receipt> receipts;

  private:
    void work(CrawlEngine& engine) {
        PageWorker worker(engine.sources_, engine.make_judge_(), engine.options_.revisit);
        while (std::optional<Fetched> item = fetched.receive()) {
            if (failed_) return;
            visited_.send(worker.process(std::move(*item)));
        }
    }

    void write(VisitWriter& writer) {
        for (;;) {
            std::vector<Visited> batch = visited_.receive_batch(commit_batch);
            if (batch.empty() || failed_) return;
            VisitWriter::Result result = writer.commit(std::move(batch), unix_now());
            receipts.send({std::move(result.committed), result.recorded});
            fetcher_.wake();
        }
    }

    template <typename Body>
    void guarded(const Body& body) {
        try {
            body();
        } catch (...) {
            failed_ = true;
            failures_.send(std::current_exception());
            fetcher_.wake();
        }
    }

    crawler::Fetcher& fetcher_;
    Channel<Visited> visited_;
    Channel<std::exception_ptr> failures_;
    std::atomic<bool> failed_{false};
    std::vector<std::thread> workers_;
    std::thread writer_;
};

// The fetch thread's state while run() runs.
struct CrawlEngine::Frame {
    explicit Frame(CrawlEngine& owner)
        : engine(owner),
          agenda(std::move(owner.frontier_)),
          frontier(agenda.frontier),
          writer(owner.casebook_, owner.run_, owner.options_.archive, owner.options_.archive_every_page) {
        agenda.take_up(owner.sources_, owner.casebook_, writer, owner.options_.gap);
    }

    void crawl(Threads& threads);
    bool start_what_may(Threads& threads);
    void start(const crawler::Visit& visit);
    void finish(crawler::FetchResult result, Threads& threads);
    void account(const Fetched& item);
    bool give_up_waiting();
    void tell(bool always);
    bool may_start() const;

    struct Flight {
        crawler::Visit visit;
        std::string context;
    };

    CrawlEngine& engine;
    CrawlAgenda agenda;
    crawler::Frontier& frontier;  // the agenda's
    VisitWriter writer;
    std::unordered_map<std::uint64_t, Flight> flights;
    std::size_t outstanding = 0;  // started and not committed
    std::uint64_t started_pages = 0;
    std::set<crawler::SourceId> unfinished;
    CrawlTotals totals;
    steady_clock::time_point told{};
};

CrawlEngine::CrawlEngine(const EngineOptions& options, const Sources& sources, crawler::Fetcher& fetcher,
                         crawler::Frontier frontier, casebook::Writer& casebook, casebook::RunId run,
                         MakeJudgeAdvert make_judge)
    : options_(options),
      sources_(sources),
      fetcher_(fetcher),
      frontier_(std::move(frontier)),
      casebook_(casebook),
      run_(run),
      make_judge_(std::move(make_judge)) {}

CrawlEngine::~CrawlEngine() = default;

void CrawlEngine::stop() {
    stopping_ = true;
    fetcher_.wake();
}

CrawlTotals CrawlEngine::run() {
    Frame frame(*this);
    {
        Threads threads(*this, frame.writer);
        frame.crawl(threads);
        threads.join();
        threads.rethrow_failure();
    }
    frame.tell(true);
    const bool cut_short = stopping_ || !frame.may_start();
    frame.totals.complete = !cut_short && frame.unfinished.empty();
    // A crawl that is stopped has all the same come to the end of those sources that have nothing left to ask for.
    const std::vector<casebook::PassId>& passes = frame.agenda.passes();
    for (std::size_t i = 0; i < passes.size(); ++i) {
        const auto id = static_cast<crawler::SourceId>(i);
        if (!frame.unfinished.contains(id) && frame.frontier.pending(id) == 0)
            casebook_.end_pass(passes[i], unix_now());
    }
    return std::move(frame.totals);
}

void CrawlEngine::Frame::crawl(Threads& threads) {
    for (;;) {
        threads.rethrow_failure();
        for (Threads::Receipt& receipt : threads.receipts.drain()) {
            totals.adverts += receipt.recorded;
            outstanding -= receipt.committed.size();
            for (const Committed& committed : receipt.committed) {
                totals.failed += committed.failed;
                for (const FoundLink& link : committed.new_links) agenda.follow(link);
            }
        }
        const bool more = start_what_may(threads);
        tell(false);
        if (outstanding == 0 && !more && !give_up_waiting()) return;

        std::chrono::milliseconds wait = longest_poll;
        const auto until = may_start() && outstanding < engine.options_.window ? frontier.next_time() : std::nullopt;
        if (until)
            wait = std::clamp(std::chrono::ceil<std::chrono::milliseconds>(*until - steady_clock::now()),
                              std::chrono::milliseconds(0), wait);
        for (crawler::FetchResult& result : engine.fetcher_.poll(wait)) finish(std::move(result), threads);
    }
}

bool CrawlEngine::Frame::may_start() const {
    return !engine.stopping_ && (engine.options_.max_pages == 0 || started_pages < engine.options_.max_pages);
}

// Starts what politeness and the window allow. True when something was started.
bool CrawlEngine::Frame::start_what_may(Threads& threads) {
    bool any = false;
    while (may_start() && outstanding < engine.options_.window) {
        std::optional<crawler::Visit> visit = frontier.next(steady_clock::now());
        if (!visit) break;
        any = true;
        ++outstanding;
        if (visit->refusal == crawler::Refusal::none) {
            start(*visit);
            continue;
        }
        Fetched item;  // not fetched: recorded all the same
        item.result.status = crawler::FetchStatus::disallowed;
        item.result.started = system_clock::now();
        item.visit = std::move(*visit);
        account(item);
        threads.fetched.send(std::move(item));
    }
    return any;
}

void CrawlEngine::Frame::start(const crawler::Visit& visit) {
    const crawler::Source& source = *engine.sources_[source_of(visit.placement.source, engine.sources_.size())];
    Flight flight{visit, agenda.context_of(visit.url)};
    const bool picture = is_picture(visit.placement);
    crawler::FetchRequest request =
        picture ? picture_request(source.config())
                : source.request(visit.url, static_cast<crawler::LeadKind>(visit.placement.kind), flight.context);
    request.ticket = visit.ticket;
    request.url = visit.url;
    request.keep_wire = engine.options_.archive != nullptr && !visit.robots;
    if (visit.robots) {  // asked like any visitor: no tokens, no condition
        request.method = "GET";
        request.headers.clear();
        request.body.clear();
    } else {
        started_pages += !picture;
        if (const casebook::PageState* known = agenda.earlier(visit.url);
            known && !engine.options_.revisit.is_outdated(known->text_sha256)) {
            request.etag = known->etag;
            request.last_modified = known->last_modified;
        }
    }
    flights.emplace(visit.ticket, std::move(flight));
    engine.fetcher_.start(std::move(request));
}

void CrawlEngine::Frame::finish(crawler::FetchResult result, Threads& threads) {
    const auto flight = flights.find(result.ticket);
    if (flight == flights.end()) return;
    Fetched item;
    item.visit = std::move(flight->second.visit);
    item.context = std::move(flight->second.context);
    flights.erase(flight);
    item.verdict = frontier.finished(result.ticket, outcome_of(result, system_clock::now()), steady_clock::now());
    item.rest = agenda.news_of_host(item.visit.url);
    if (item.rest && item.rest->backoff_until_ms > 0 && engine.on_rest) engine.on_rest(*item.rest);
    if (const casebook::PageState* known = agenda.earlier(item.visit.url)) item.before = *known;
    if (item.verdict != crawler::Verdict::retry && !item.visit.robots) agenda.forget(item.visit.url);
    item.result = std::move(result);
    account(item);
    threads.fetched.send(std::move(item));
}

void CrawlEngine::Frame::account(const Fetched& item) {
    ++totals.statuses[std::string(to_string(item.result.status))];
    totals.bytes += item.result.body.size();
    if (item.visit.refusal != crawler::Refusal::none) {
        ++totals.refused;
        return;
    }
    ++totals.requests;
    if (item.visit.robots || item.verdict == crawler::Verdict::retry) return;
    ++(is_picture(item.visit.placement) ? totals.pictures : totals.pages);
}

// Nothing is under way and nothing may start now. True when waiting is worth it; otherwise what cannot be visited soon
// is left in the casebook for a later run.
bool CrawlEngine::Frame::give_up_waiting() {
    if (!may_start() || frontier.pending() == 0) return false;
    const Moment horizon = steady_clock::now() + engine.options_.patience;
    const std::optional<Moment> next = frontier.next_time();
    if (next && *next <= horizon) return true;
    for (const crawler::WaitingHost& host : frontier.waiting(steady_clock::now(), 1000)) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(host.rest.until - steady_clock::now());
        totals.left_hosts.push_back(fmt::format("{}: {} for {} more ({})", host.host, counted(host.pending, "page"),
                                                duration_words(wait), to_string(host.rest.reason)));
        if (host.rest.until > horizon) totals.left_until = std::min(totals.left_until, unix_of(host.rest.until));
    }
    const std::vector<crawler::Visit> left = frontier.take_unreachable(horizon);
    totals.left += left.size();
    for (const crawler::Visit& visit : left) {
        if (is_picture(visit.placement)) continue;  // a pass does not wait for them
        unfinished.insert(visit.placement.source);
        totals.left_sources.insert(engine.sources_[static_cast<std::size_t>(visit.placement.source)]->config().name);
    }
    return !left.empty() && frontier.pending() > 0;
}

void CrawlEngine::Frame::tell(bool always) {
    const auto now = steady_clock::now();
    if (!engine.on_progress || (!always && now - told < progress_interval)) return;
    told = now;
    engine.on_progress({totals, frontier.pending(), outstanding});
}

}  // namespace tools
