#include "tools/crawl_agenda.h"

#include <algorithm>
#include <set>

#include "crawler/robots.h"
#include "tools/page_worker.h"
#include "tools/picture_visit.h"

namespace tools {

namespace {

using crawler::Moment;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using std::chrono::system_clock;

crawler::SourceBudget budget_of(const crawler::SourceConfig& config) {
    return {.max_pages = config.max_pages,
            .max_depth = config.max_depth,
            .delay = config.delay,
            .obey_robots = config.obey_robots};
}

std::uint8_t kind_of(const casebook::PageState& page) {
    const bool number = !page.kind.empty() && page.kind.find_first_not_of("0123456789") == std::string::npos;
    return number ? static_cast<std::uint8_t>(std::stoul(page.kind.substr(0, 3))) : std::uint8_t{0};
}

bool is_token(const crawler::Placement& placement) {
    return placement.kind == static_cast<std::uint8_t>(crawler::LeadKind::token);
}

}  // namespace

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

Moment moment_of(casebook::Milliseconds unix_ms) { return steady_clock::now() + milliseconds(unix_ms - unix_now()); }

casebook::Milliseconds unix_of(Moment moment) {
    return unix_now() + std::chrono::ceil<milliseconds>(moment - steady_clock::now()).count();
}

void CrawlAgenda::take_up(Sources sources, casebook::Writer& casebook, VisitWriter& writer, milliseconds gap) {
    recall_hosts(casebook);
    for (const std::unique_ptr<crawler::Source>& source : sources) frontier.add_source(budget_of(source->config()));
    for (const std::unique_ptr<crawler::Source>& source : sources)
        frontier.add_source(picture_budget(source->config()));
    for (std::size_t number = 0; number < sources.size(); ++number)
        take_up(*sources[number], crawler::SourceId{static_cast<std::uint16_t>(number)},
                picture_lane(number, sources.size()), casebook, writer, gap);
}

void CrawlAgenda::recall_hosts(casebook::Writer& casebook) {
    for (const casebook::HostState& host : casebook.hosts()) {
        if (host.robots_fetched_ms > 0) {  // a row for an origin
            if (const std::optional<crawler::Url> url = crawler::Url::parse(host.host + "/"))
                frontier.recall_robots(*url, host.robots, moment_of(host.robots_fetched_ms));
        } else if (host.backoff_until_ms > 0) {
            frontier.hold(host.host, {crawler::wait_reason_of(host.reason), moment_of(host.backoff_until_ms),
                                      static_cast<std::uint32_t>(host.failures)});
            resting_.insert(host.host);
        }
    }
}

void CrawlAgenda::take_up(const crawler::Source& source, crawler::SourceId id, crawler::SourceId pictures,
                          casebook::Writer& casebook, VisitWriter& writer, milliseconds gap) {
    const casebook::Milliseconds now = unix_now();
    const casebook::Writer::Pass pass = casebook.begin_pass(source.config().name, now);
    passes_.push_back(pass.id);

    std::vector<casebook::PageState> seed_pages;
    std::unordered_map<std::string, crawler::Placement> seeds;
    for (crawler::Lead& lead : source.seeds()) {
        FoundLink seed = found_link(std::move(lead), id);
        casebook::PageState& page = seed_pages.emplace_back();
        page.url = seed.url;
        page.kind = std::to_string(seed.placement.kind);
        page.context = std::move(seed.context);
        seeds[seed.url] = seed.placement;
    }
    casebook.discover(pass.id, seed_pages);

    std::vector<casebook::PageState> known = casebook.pages(pass.id);
    writer.begin_source(pass.id, known);
    const Moment last_request = pass.resumed ? steady_clock::now() : moment_of(casebook.last_fetch_ms());
    keep_gaps(known, std::max(gap, source.config().delay.value_or(milliseconds(0))), last_request);
    // Where the budget does not reach round, the next pass goes on with what no pass has come to yet.
    const auto turn = [&seeds](const casebook::PageState& page) {
        const bool fetched = !page.body_sha256.empty() || page.failures > 0 || page.gone;
        return std::pair(seeds.contains(page.url) ? 0 : fetched ? 2 : 1, page.due_ms);
    };
    std::stable_sort(known.begin(), known.end(), [&](const auto& a, const auto& b) { return turn(a) < turn(b); });
    for (casebook::PageState& page : known) {
        const std::optional<crawler::Url> url = crawler::Url::parse(page.url);
        if (!url) continue;
        FoundLink link{page.url, {}, page.context, false};
        link.placement.source = id;
        link.placement.depth = static_cast<std::uint8_t>(std::clamp(page.depth, 0, 255));
        link.placement.kind = kind_of(page);
        if (is_picture(link.placement)) {
            link.placement.source = pictures;
            link.placement.depth = 0;
            link.placement.priority = -1;
        }
        if (const auto seed = seeds.find(page.url); seed != seeds.end()) {
            link.placement.priority = seed->second.priority;
            link.again = is_token(seed->second);  // tokens die with the process that had them
        }
        if (!link.again && (page.done_this_pass || page.due_ms > now)) {
            frontier.mark_seen(*url);
            continue;
        }
        follow(link);
        if (!page.body_sha256.empty() || page.failures > 0 || page.interval_ms > 0)
            earlier_.emplace(page.url, std::move(page));
    }
}

// A run cannot ask a host sooner after another run did than that run could have: after a crash the last request may
// have been made this moment, otherwise it is known.
void CrawlAgenda::keep_gaps(const std::vector<casebook::PageState>& pages, milliseconds gap, Moment last_request) {
    const Moment now = steady_clock::now();
    if (last_request + std::max<milliseconds>(gap, crawler::limits::crawl_delay_cap) < now) return;
    std::set<std::string> seen;
    for (const casebook::PageState& page : pages) {
        const std::optional<crawler::Url> url = crawler::Url::parse(page.url);
        if (!url || !seen.insert(url->origin()).second) continue;
        milliseconds wait = gap;
        if (const crawler::Robots* robots = frontier.robots_of(*url); robots && robots->crawl_delay())
            wait = std::max(wait, std::min<milliseconds>(*robots->crawl_delay(), crawler::limits::crawl_delay_cap));
        frontier.hold(url->host(), {crawler::WaitReason::gap, last_request + wait, 0});
    }
}

void CrawlAgenda::follow(const FoundLink& link) {
    const std::optional<crawler::Url> url = crawler::Url::parse(link.url);
    if (!url || frontier.add(*url, link.placement, link.again) != crawler::Added::queued) return;
    if (!link.context.empty()) contexts_[link.url] = link.context;
}

std::string CrawlAgenda::context_of(const std::string& url) const {
    const auto context = contexts_.find(url);
    return context == contexts_.end() ? std::string() : context->second;
}

const casebook::PageState* CrawlAgenda::earlier(const std::string& url) const {
    const auto known = earlier_.find(url);
    return known == earlier_.end() ? nullptr : &known->second;
}

void CrawlAgenda::forget(const std::string& url) {
    contexts_.erase(url);
    earlier_.erase(url);
}

std::optional<casebook::HostState> CrawlAgenda::news_of_host(const std::string& url) {
    const std::optional<crawler::Url> parsed = crawler::Url::parse(url);
    if (!parsed) return std::nullopt;
    casebook::HostState state;
    state.host = parsed->host();
    const crawler::Rest rest = frontier.rest_of(state.host);
    if (rest.is_long() && rest.until > steady_clock::now()) {
        state.backoff_until_ms = unix_of(rest.until);
        state.reason = to_string(rest.reason);
        state.failures = static_cast<std::int32_t>(rest.failures);
        resting_.insert(state.host);
        return state;
    }
    if (resting_.erase(state.host) == 0) return std::nullopt;
    return state;
}

}  // namespace tools
