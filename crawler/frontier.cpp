#include "crawler/frontier.h"

#include <algorithm>
#include <unordered_map>

#include "crawler/canonical.h"
#include "crawler/frontier_hosts.h"
#include "crawler/turns.h"
#include "crawler/url_set.h"

namespace crawler {
namespace {

struct Source {
    SourceBudget budget;
    std::uint32_t visits = 0;
    std::size_t pending = 0;
};

using Host = FrontierHost;

struct Flight {
    std::uint32_t host = 0;
    bool robots = false;
    PathQueue::Entry entry;  // robots: only the origin counts
};

std::string_view key_of(const Url& url) {
    return std::string_view(url.text())
        .substr(0, url.text().size() - (url.has_fragment() ? url.fragment().size() + 1 : 0));
}

}  // namespace

std::string_view to_string(Added added) {
    switch (added) {
        case Added::queued:
            return "queued";
        case Added::duplicate:
            return "seen before";
        case Added::too_deep:
            return "too many links from a seed";
        case Added::too_many_redirects:
            return "too many redirects";
        case Added::trap:
            return "looks like a trap";
        case Added::source_full:
            return "the source's page limit is reached";
        case Added::host_full:
            return "the host's page limit is reached";
    }
    return "";
}

struct Frontier::State {
    State(const PolitenessRules& given, std::string agent)
        : rules(given), user_agent(std::move(agent)), seen(given.seed * 0x9E3779B97F4A7C15U + 1), random(given.seed) {}

    PolitenessRules rules;
    std::string user_agent;
    std::vector<Source> sources;
    FrontierHosts hosts;
    Turns turns;
    AddressGaps addresses;
    std::unordered_map<std::uint64_t, Flight> flights;
    UrlSet seen;
    std::uint64_t random, tickets = 0;
    std::size_t pending = 0;

    std::uint64_t draw() {  // splitmix64
        std::uint64_t z = (random += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31);
    }

    std::uint32_t host_of(std::string_view name) { return hosts.index_of(name, addresses); }

    void schedule(std::uint32_t index, Moment not_before = {}) {
        const Host& host = hosts[index];
        if (host.queue.empty() || host.in_flight >= rules.connections_per_host)
            turns.withdraw(index);
        else
            turns.wait(index, std::max(host.politeness.ready_at(), not_before));
    }

    void make_ready(std::uint32_t index) { turns.ready(index, hosts[index].queue.head().priority); }

    std::uint64_t start(std::uint32_t index, bool robots, PathQueue::Entry entry, Moment now) {
        Host& host = hosts[index];
        ++host.in_flight;
        host.booked = false;
        host.politeness.started(now, rules);
        addresses.started(host.address, now, rules.address_gap);
        flights.emplace(++tickets, Flight{index, robots, std::move(entry)});
        schedule(index);
        return tickets;
    }

    // True where the host's address lets it start now; else it is back among the waiting.
    bool address_free(std::uint32_t index, Moment now) {
        Host& host = hosts[index];
        if (addresses.free(host.address, now)) return true;
        const Moment slot =
            host.booked ? addresses.free_at(host.address) : addresses.book(host.address, rules.address_gap);
        host.booked = true;
        schedule(index, slot);
        return false;
    }

    PathQueue::Entry take(Host& host) {
        PathQueue::Entry entry = *host.queue.pop();
        --pending;
        --sources[static_cast<std::size_t>(entry.placement.source)].pending;
        return entry;
    }

    Visit visit_of(const Host& host, const PathQueue::Entry& entry) const {
        Visit visit;
        visit.url = host.origins[entry.origin].origin() + entry.path;
        visit.placement = entry.placement;
        return visit;
    }

    // The host is ready: its next visit. Nothing when its queue ran out of budget or its robots.txt is under way.
    std::optional<Visit> visit(std::uint32_t index, Moment now);
    Verdict finish_page(Flight& flight, const Outcome& outcome);
};

std::optional<Visit> Frontier::State::visit(std::uint32_t index, Moment now) {
    Host& host = hosts[index];
    while (!host.queue.empty()) {
        RobotsCache& robots = host.origins[host.queue.head().origin];
        const RobotsCache::State known = robots.state(now);
        if (known == RobotsCache::State::fetching) return std::nullopt;  // its end schedules the host again
        PathQueue::Entry entry = take(host);
        Source& source = sources[static_cast<std::size_t>(entry.placement.source)];
        if (source.visits >= source.budget.max_pages && entry.placement.attempts == 0) continue;
        const bool obey = source.budget.obey_robots;
        if (obey && known == RobotsCache::State::unknown) {
            const std::uint8_t origin = entry.origin;
            ++pending;
            ++source.pending;
            host.queue.push_front(entry);  // robots.txt goes first
            Visit visit;
            visit.url = robots.start_fetch();
            visit.placement = entry.placement;
            visit.robots = true;
            PathQueue::Entry mark;
            mark.origin = origin;
            visit.ticket = start(index, true, std::move(mark), now);
            return visit;
        }
        Visit visit = visit_of(host, entry);
        if (obey && known == RobotsCache::State::unreachable) {
            visit.refusal = Refusal::robots_unreachable;
            visit.why = "robots.txt could not be fetched (" + std::string(robots.trouble()) + ")";
        } else if (obey) {
            const Robots::Decision decision = robots.rules()->decide(entry.path);
            if (!decision.allowed) {
                visit.refusal = Refusal::robots;
                visit.why =
                    "robots.txt line " + std::to_string(decision.rule->line) + ": Disallow: " + decision.rule->pattern;
            }
        }
        if (visit.refusal != Refusal::none) {
            if (!host.queue.empty()) make_ready(index);  // nothing was sent: no gap to keep
            return visit;
        }
        if (entry.placement.attempts == 0) ++source.visits;
        visit.ticket = start(index, false, std::move(entry), now);
        return visit;
    }
    return std::nullopt;
}

Verdict Frontier::State::finish_page(Flight& flight, const Outcome& outcome) {
    if (!host_failed(outcome)) return Verdict::done;
    PathQueue::Entry& entry = flight.entry;
    if (++entry.placement.attempts >= limits::attempts) return Verdict::gave_up;
    hosts[flight.host].queue.push(entry.placement, entry.origin, entry.path);
    ++pending;
    ++sources[static_cast<std::size_t>(entry.placement.source)].pending;
    return Verdict::retry;
}

Frontier::Frontier(const PolitenessRules& rules, std::string user_agent)
    : state_(std::make_unique<State>(rules, std::move(user_agent))) {}
Frontier::~Frontier() = default;
Frontier::Frontier(Frontier&&) noexcept = default;
Frontier& Frontier::operator=(Frontier&&) noexcept = default;

SourceId Frontier::add_source(const SourceBudget& budget) {
    state_->sources.push_back({budget, 0, 0});
    return SourceId{static_cast<std::uint16_t>(state_->sources.size() - 1)};
}

Added Frontier::add(const Url& url, const Placement& placement, bool again) {
    State& state = *state_;
    Source& source = state.sources[static_cast<std::size_t>(placement.source)];
    if (placement.depth > source.budget.max_depth) return Added::too_deep;
    if (placement.redirects > limits::redirects) return Added::too_many_redirects;
    if (placement.depth > 0 && trap_of(url) != Trap::none) return Added::trap;
    if (source.visits >= source.budget.max_pages) return Added::source_full;
    if (again ? (state.seen.insert(key_of(url)), false) : !state.seen.insert(key_of(url))) return Added::duplicate;
    const std::uint32_t index = state.host_of(url.host());
    Host& host = state.hosts[index];
    const auto origin = host.origin_of(url.origin());
    if (!origin || host.queue.size() >= limits::pages_per_host) return Added::host_full;
    if (source.budget.delay) host.politeness.set_delay(*source.budget.delay);
    const bool idle = host.queue.empty();
    const std::int8_t before = idle ? std::int8_t{} : host.queue.head().priority;
    host.queue.push(placement, *origin, url.path_and_query());
    ++state.pending;
    ++source.pending;
    if (idle || host.queue.head().priority > before) state.schedule(index);
    return Added::queued;
}

void Frontier::mark_seen(const Url& url) { state_->seen.insert(key_of(url)); }

std::optional<Visit> Frontier::next(Moment now) {
    State& state = *state_;
    while (const auto due = state.turns.take_due(now)) state.make_ready(*due);
    while (const auto index = state.turns.take_ready()) {
        const Host& host = state.hosts[*index];
        if (host.queue.empty()) continue;
        if (host.politeness.ready_at() > now) {  // held since it became ready
            state.schedule(*index);
            continue;
        }
        if (!state.address_free(*index, now)) continue;
        if (auto visit = state.visit(*index, now)) return visit;
    }
    return std::nullopt;
}

std::optional<Moment> Frontier::next_time() const { return state_->turns.next_time(); }

Verdict Frontier::finished(std::uint64_t ticket, const Outcome& outcome, Moment now) {
    State& state = *state_;
    auto node = state.flights.extract(ticket);
    if (node.empty()) return Verdict::done;
    Flight& flight = node.mapped();
    Host& host = state.hosts[flight.host];
    --host.in_flight;
    if (!outcome.ip.empty() && !host.is_address()) {
        host.address = state.addresses.address_of(outcome.ip);
        state.addresses.started(host.address, now - outcome.elapsed, state.rules.address_gap);
    }
    Verdict verdict = Verdict::done;
    if (flight.robots) {
        RobotsCache& robots = host.origins[flight.entry.origin];
        robots.finished(outcome, state.user_agent, now);
        if (robots.rules()) host.politeness.set_crawl_delay(robots.rules()->crawl_delay());
        if (robots.state(now) == RobotsCache::State::unknown && host_failed(outcome)) verdict = Verdict::retry;
    } else {
        verdict = state.finish_page(flight, outcome);
    }
    host.politeness.finished(outcome, now, state.rules, state.draw());
    state.schedule(flight.host);
    return verdict;
}

void Frontier::put_back(std::uint64_t ticket) {
    State& state = *state_;
    auto node = state.flights.extract(ticket);
    if (node.empty()) return;
    Flight& flight = node.mapped();
    Host& host = state.hosts[flight.host];
    --host.in_flight;
    if (flight.robots) {
        host.origins[flight.entry.origin].put_back();
    } else {
        Source& source = state.sources[static_cast<std::size_t>(flight.entry.placement.source)];
        if (flight.entry.placement.attempts == 0 && source.visits > 0) --source.visits;
        host.queue.push_front(flight.entry);
        ++state.pending;
        ++source.pending;
    }
    state.schedule(flight.host);
}

void Frontier::hold(std::string_view name, const Rest& rest) {
    const std::uint32_t index = state_->host_of(name);
    state_->hosts[index].politeness.hold(rest);
    state_->schedule(index);
}

Rest Frontier::rest_of(std::string_view name) const {
    const Host* host = state_->hosts.find(name);
    return host ? host->politeness.rest() : Rest{};
}

void Frontier::recall_robots(const Url& url, std::string_view body, Moment fetched) {
    const std::uint32_t index = state_->host_of(url.host());
    Host& host = state_->hosts[index];
    const auto origin = host.origin_of(url.origin());
    if (!origin) return;
    RobotsCache& robots = host.origins[*origin];
    robots.recall(body, state_->user_agent, fetched);
    host.politeness.set_crawl_delay(robots.rules()->crawl_delay());
}

const Robots* Frontier::robots_of(const Url& url) const {
    const Host* host = state_->hosts.find(url.host());
    const RobotsCache* robots = host ? host->robots_of(url.origin()) : nullptr;
    return robots ? robots->rules() : nullptr;
}

std::size_t Frontier::pending() const { return state_->pending; }
std::size_t Frontier::in_flight() const { return state_->flights.size(); }

std::uint32_t Frontier::visits(SourceId source) const {
    return state_->sources[static_cast<std::size_t>(source)].visits;
}
std::size_t Frontier::pending(SourceId source) const {
    return state_->sources[static_cast<std::size_t>(source)].pending;
}

std::vector<WaitingHost> Frontier::waiting(Moment now, std::size_t limit) const {
    std::vector<WaitingHost> out;
    for (const Host& host : state_->hosts) {
        if (host.queue.empty()) continue;
        WaitingHost row{host.name, host.politeness.rest(), host.queue.size()};
        if (host.in_flight >= state_->rules.connections_per_host) {
            row.rest.reason = WaitReason::in_flight;
        } else if (row.rest.until <= now) {
            const Moment free = state_->addresses.free_at(host.address);
            row.rest.reason = free > now ? WaitReason::address_gap : WaitReason::none;
            row.rest.until = std::max(free, now);
        } else if (host.origins[host.queue.head().origin].state(now) == RobotsCache::State::unknown &&
                   row.rest.reason == WaitReason::backoff) {
            row.rest.reason = WaitReason::robots;
        }
        out.push_back(std::move(row));
    }
    const auto longest = [](const WaitingHost& a, const WaitingHost& b) { return a.rest.until > b.rest.until; };
    const std::size_t kept = std::min(limit, out.size());
    std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), longest);
    out.resize(kept);
    return out;
}

std::vector<Visit> Frontier::take_unreachable(Moment horizon) {
    std::vector<Visit> out;
    for (std::uint32_t index = 0; index < state_->hosts.size(); ++index) {
        Host& host = state_->hosts[index];
        if (host.queue.empty() || host.in_flight > 0 || host.politeness.ready_at() <= horizon) continue;
        while (!host.queue.empty()) {
            Visit visit = state_->visit_of(host, state_->take(host));
            visit.why = to_string(host.politeness.rest().reason);
            out.push_back(std::move(visit));
        }
        state_->turns.withdraw(index);
    }
    return out;
}

}  // namespace crawler
