#include "tools/crawl_engine.h"

#include <fmt/core.h>

#include <algorithm>
#include <exception>
#include <set>
#include <thread>
#include <unordered_map>

#include "crawler/robots.h"
#include "tools/channel.h"
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

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(system_clock::now().time_since_epoch()).count();
}

crawler::SourceBudget budget_of(const crawler::SourceConfig& config) {
    return {.max_pages = config.max_pages,
            .max_depth = config.max_depth,
            .delay = config.delay,
            .obey_robots = config.obey_robots};
}

// Wall-clock time of an earlier run on this run's clock.
Moment moment_of(casebook::Milliseconds unix_ms) {
    return steady_clock::now() + std::chrono::milliseconds(unix_ms - unix_now());
}

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
        : engine(owner), frontier(owner.frontier_), writer(owner.casebook_, owner.run_, owner.options_.archive) {}

    void take_up_sources();
    void hold_after_crash(const std::vector<casebook::PageState>& pages, std::chrono::milliseconds delay);
    void crawl(Threads& threads);
    bool start_what_may(Threads& threads);
    void start(const crawler::Visit& visit);
    void finish(crawler::FetchResult result, Threads& threads);
    void follow(const FoundLink& link);
    void account(const Fetched& item);
    bool give_up_waiting();
    void tell(bool always);
    bool may_start() const;

    struct Flight {
        crawler::Visit visit;
        std::string context;
    };

    CrawlEngine& engine;
    crawler::Frontier& frontier;
    VisitWriter writer;
    std::vector<casebook::PassId> passes;
    std::unordered_map<std::uint64_t, Flight> flights;
    std::unordered_map<std::string, std::string> contexts;        // of queued URLs, where there is one
    std::unordered_map<std::string, casebook::PageState> before;  // as earlier passes left them
    std::size_t outstanding = 0;                                  // started and not committed
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
    frame.take_up_sources();
    {
        Threads threads(*this, frame.writer);
        frame.crawl(threads);
        threads.join();
        threads.rethrow_failure();
    }
    frame.tell(true);
    const bool cut_short = stopping_ || !frame.may_start();
    frame.totals.complete = !cut_short && frame.unfinished.empty();
    for (std::size_t i = 0; !cut_short && i < frame.passes.size(); ++i)
        if (!frame.unfinished.contains(static_cast<crawler::SourceId>(i)))
            casebook_.end_pass(frame.passes[i], unix_now());
    return std::move(frame.totals);
}

// Passes are begun or gone on with; what the casebook knows goes into the frontier: what is due as work, the rest as
// seen. Nothing else decides what a run fetches, so a run after a crash goes on where the last commit stood.
void CrawlEngine::Frame::take_up_sources() {
    const casebook::Milliseconds now = unix_now();
    for (const casebook::HostState& host : engine.casebook_.hosts()) {
        const std::optional<crawler::Url> url = crawler::Url::parse(host.host + "/");
        if (!url) continue;
        if (host.robots_fetched_ms > 0) frontier.recall_robots(*url, host.robots, moment_of(host.robots_fetched_ms));
        if (host.backoff_until_ms > now)
            frontier.hold(url->host(), crawler::WaitReason::held, moment_of(host.backoff_until_ms));
    }
    for (const auto& source : engine.sources_) frontier.add_source(budget_of(source->config()));
    for (const auto& source : engine.sources_) frontier.add_source(picture_budget(source->config()));
    for (std::size_t number = 0; number < engine.sources_.size(); ++number) {
        const std::unique_ptr<crawler::Source>& source = engine.sources_[number];
        const crawler::SourceId id{static_cast<std::uint16_t>(number)};
        const casebook::Writer::Pass pass = engine.casebook_.begin_pass(source->config().name, now);
        passes.push_back(pass.id);

        std::vector<FoundLink> seeds;
        for (crawler::Lead& lead : source->seeds()) seeds.push_back(found_link(std::move(lead), id));
        std::vector<casebook::PageState> seed_pages;
        std::unordered_map<std::string, std::int8_t> seed_priority;
        for (FoundLink& seed : seeds) {
            casebook::PageState& page = seed_pages.emplace_back();
            seed_priority[seed.url] = seed.placement.priority;
            page.url = seed.url;
            page.kind = std::to_string(seed.placement.kind);
            page.context = seed.context;
        }
        engine.casebook_.discover(pass.id, seed_pages);

        std::vector<casebook::PageState> known = engine.casebook_.pages(pass.id);
        writer.begin_source(pass.id, known);
        std::stable_sort(known.begin(), known.end(), [](const auto& a, const auto& b) { return a.due_ms < b.due_ms; });
        for (const casebook::PageState& page : known) {
            FoundLink link{page.url, {}, page.context, false};
            link.placement.source = id;
            link.placement.depth = static_cast<std::uint8_t>(std::clamp(page.depth, 0, 255));
            const std::optional<crawler::Url> url = crawler::Url::parse(page.url);
            if (!url) continue;
            if (const auto seed = seed_priority.find(page.url); seed != seed_priority.end())
                link.placement.priority = seed->second;
            if (!page.kind.empty() && page.kind.find_first_not_of("0123456789") == std::string::npos)
                link.placement.kind = static_cast<std::uint8_t>(std::stoul(page.kind.substr(0, 3)));
            if (is_picture(link.placement)) {
                link.placement.source = picture_lane(number, engine.sources_.size());
                link.placement.depth = 0;
                link.placement.priority = -1;
            }
            if (page.done_this_pass || page.due_ms > now) {
                frontier.mark_seen(*url);
                continue;
            }
            if (!page.body_sha256.empty() || page.failures > 0 || page.interval_ms > 0) before.emplace(page.url, page);
            follow(link);
        }
        if (pass.resumed) hold_after_crash(known, source->config().delay.value_or(std::chrono::milliseconds(0)));
    }
}

void CrawlEngine::Frame::hold_after_crash(const std::vector<casebook::PageState>& pages,
                                          std::chrono::milliseconds delay) {
    std::set<std::string> seen;
    for (const casebook::PageState& page : pages) {
        const std::optional<crawler::Url> url = crawler::Url::parse(page.url);
        if (!url || !seen.insert(std::string(url->origin())).second) continue;
        std::chrono::milliseconds gap = std::max(engine.options_.gap, delay);
        if (const crawler::Robots* robots = frontier.robots_of(*url); robots && robots->crawl_delay())
            gap = std::max(gap, std::min<std::chrono::milliseconds>(*robots->crawl_delay(), std::chrono::minutes(1)));
        frontier.hold(url->host(), crawler::WaitReason::held, steady_clock::now() + gap);
    }
}

void CrawlEngine::Frame::follow(const FoundLink& link) {
    const std::optional<crawler::Url> url = crawler::Url::parse(link.url);
    if (!url || frontier.add(*url, link.placement, link.again) != crawler::Added::queued) return;
    if (!link.context.empty()) contexts[link.url] = link.context;
}

void CrawlEngine::Frame::crawl(Threads& threads) {
    for (;;) {
        threads.rethrow_failure();
        for (Threads::Receipt& receipt : threads.receipts.drain()) {
            totals.adverts += receipt.recorded;
            outstanding -= receipt.committed.size();
            for (const Committed& committed : receipt.committed) {
                totals.failed += committed.failed;
                for (const FoundLink& link : committed.new_links) follow(link);
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
    Flight flight{visit, {}};
    if (const auto context = contexts.find(visit.url); context != contexts.end()) flight.context = context->second;
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
        if (const auto known = before.find(visit.url); known != before.end()) {
            request.etag = known->second.etag;
            request.last_modified = known->second.last_modified;
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
    if (const auto known = before.find(item.visit.url); known != before.end()) {
        item.before = known->second;
        if (item.verdict != crawler::Verdict::retry) before.erase(known);
    }
    if (item.verdict != crawler::Verdict::retry) contexts.erase(item.visit.url);
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
    std::vector<casebook::HostState> hosts;
    for (const crawler::WaitingHost& host : frontier.waiting(steady_clock::now(), 1000)) {
        const auto wait = std::chrono::ceil<std::chrono::seconds>(host.until - steady_clock::now());
        totals.left_hosts.push_back(fmt::format("{}: {} pages wait {} s more ({})", host.host, host.pending,
                                                wait.count(), to_string(host.reason)));
    }
    const std::vector<crawler::Visit> left = frontier.take_unreachable(horizon);
    totals.left += left.size();
    for (const crawler::Visit& visit : left)
        if (!is_picture(visit.placement)) unfinished.insert(visit.placement.source);  // a pass does not wait for them
    return !left.empty() && frontier.pending() > 0;
}

void CrawlEngine::Frame::tell(bool always) {
    const auto now = steady_clock::now();
    if (!engine.on_progress || (!always && now - told < progress_interval)) return;
    told = now;
    engine.on_progress({totals, frontier.pending(), outstanding});
}

}  // namespace tools
