#include "crawler/frontier.h"

#include <map>
#include <random>
#include <set>

#include <catch2/catch.hpp>

#include "crawler/robots.h"

using namespace crawler;
using namespace std::chrono_literals;

namespace {

const Moment kStart = Moment{} + 1000h;

Url url(const std::string& text) { return *Url::parse(text); }

Outcome fine(std::string_view body = {}) {
    Outcome outcome;
    outcome.status = FetchStatus::ok;
    outcome.http_status = 200;
    outcome.body = body;
    return outcome;
}

Outcome failing(FetchStatus status, int http = 0) {
    Outcome outcome;
    outcome.status = status;
    outcome.http_status = http;
    return outcome;
}

struct World {
    PolitenessRules rules;
    Frontier frontier{rules, "citeswatch/0.1"};
    SourceId source = frontier.add_source({});
    Moment now = kStart;

    Added add(const std::string& text, Placement placement = {}) {
        placement.source = source;
        return frontier.add(url(text), placement);
    }
    // The next visit, whenever that is.
    std::optional<Visit> next() {
        for (int i = 0; i < 100; ++i) {
            if (auto visit = frontier.next(now)) return visit;
            const auto time = frontier.next_time();
            if (!time) return std::nullopt;
            now = std::max(now, *time);
        }
        return std::nullopt;
    }
    std::string fetch(const Outcome& outcome = fine()) {
        const auto visit = next();
        if (!visit) return "nothing";
        if (visit->refusal == Refusal::none) frontier.finished(visit->ticket, outcome, now);
        return visit->url;
    }
};

}  // namespace

TEST_CASE("robots.txt of an origin comes before its first page, and again after a day") {
    World world;
    world.add("https://a.example/1");
    world.add("https://a.example/2");
    CHECK(world.fetch(fine("User-agent: *\nDisallow: /2")) == "https://a.example/robots.txt");
    CHECK(world.fetch() == "https://a.example/1");
    const auto refused = world.next();
    REQUIRE(refused);
    CHECK(refused->refusal == Refusal::robots);
    CHECK(refused->why == "robots.txt line 2: Disallow: /2");
    CHECK_FALSE(world.next());
    world.now += 25h;
    world.add("https://a.example/3");
    CHECK(world.fetch() == "https://a.example/robots.txt");
    CHECK(world.fetch() == "https://a.example/3");
}

TEST_CASE("An unreachable robots.txt forbids everything until tries run out, a missing one nothing") {
    World world;
    world.add("https://a.example/1");
    for (int i = 0; i < limits::attempts; ++i)
        CHECK(world.fetch(failing(FetchStatus::http_error, 503)) == "https://a.example/robots.txt");
    const auto refused = world.next();
    REQUIRE(refused);
    CHECK(refused->refusal == Refusal::robots_unreachable);
    world.add("https://b.example/1");
    CHECK(world.fetch(failing(FetchStatus::gone, 404)) == "https://b.example/robots.txt");
    CHECK(world.fetch() == "https://b.example/1");
}

TEST_CASE("Redirects of robots.txt are followed five times, then all is allowed") {
    World world;
    world.add("https://a.example/1");
    Outcome redirect = fine();
    redirect.http_status = 301;
    redirect.location = "/elsewhere.txt";
    CHECK(world.fetch(redirect) == "https://a.example/robots.txt");
    for (int i = 0; i < 5; ++i) CHECK(world.fetch(redirect) == "https://a.example/elsewhere.txt");
    CHECK(world.fetch() == "https://a.example/1");
}

TEST_CASE("The gap is the greatest of the configured delay and Crawl-delay, up to its cap") {
    struct Row {
        std::string robots;
        std::chrono::milliseconds gap;
    };
    for (const Row& row : {Row{"", 1s}, Row{"User-agent: *\nCrawl-delay: 5", 5s},
                           Row{"User-agent: *\nCrawl-delay: 0.1", 1s}, Row{"User-agent: *\nCrawl-delay: 86400", 60s}}) {
        World world;
        world.add("https://a.example/1");
        world.add("https://a.example/2");
        world.fetch(fine(row.robots));
        world.fetch();
        const Moment first = world.now;
        world.fetch();
        CHECK(world.now - first == row.gap);
    }
}

TEST_CASE("A slow server is given twice its response time") {
    World world;
    for (int i = 0; i < 3; ++i) world.add("https://a.example/" + std::to_string(i));
    Outcome slow = fine();
    slow.elapsed = 4s;
    world.fetch(slow);
    const Moment before = world.now;
    world.fetch(slow);
    CHECK(world.now - before == 8s);
}

TEST_CASE("Retry-After is obeyed, the URL tried again, and given up after the last attempt") {
    World world;
    world.add("https://a.example/1");
    world.fetch();
    Outcome wait = failing(FetchStatus::rate_limited, 429);
    wait.retry_after = 120s;
    for (int i = 0; i < limits::attempts; ++i) {
        const Moment before = world.now;
        const auto visit = world.next();
        REQUIRE(visit);
        if (i > 0) CHECK(world.now - before >= 120s);
        CHECK(world.frontier.finished(visit->ticket, wait, world.now) ==
              (i + 1 < limits::attempts ? Verdict::retry : Verdict::gave_up));
    }
    CHECK_FALSE(world.next());
}

TEST_CASE("A host that keeps failing is left alone for an hour, then tried with one request") {
    World world;
    for (int i = 0; i < 20; ++i) world.add("https://a.example/" + std::to_string(i));
    world.fetch();
    for (std::uint32_t i = 0; i < limits::breaker_failures; ++i) world.fetch(failing(FetchStatus::timeout));
    const auto waiting = world.frontier.waiting(world.now, 10);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].rest.reason == WaitReason::breaker);
    CHECK(waiting[0].rest.until - world.now == limits::breaker_time);
    CHECK(world.frontier.take_unreachable(world.now + 59min).size() == waiting[0].pending);
}

TEST_CASE("A challenge page ends the visits to its host for a day, and to no other") {
    World world;
    world.add("https://a.example/1");
    world.add("https://a.example/2");
    world.add("https://b.example/1");
    world.fetch(failing(FetchStatus::gone, 404));
    world.fetch(failing(FetchStatus::gone, 404));
    std::set<std::string> seen{world.fetch(failing(FetchStatus::challenged, 403)), world.fetch(fine())};
    CHECK(seen == std::set<std::string>{"https://a.example/1", "https://b.example/1"});
    CHECK(world.frontier.waiting(world.now, 1)[0].rest.reason == WaitReason::challenge);
    const Moment before = world.now;
    CHECK(world.fetch() == "https://a.example/robots.txt");  // its copy is a day old by then
    CHECK(world.now - before > 23h);
}

TEST_CASE("Duplicates, depth, redirects, budgets and traps are refused at the door") {
    World world;
    CHECK(world.add("https://a.example/1") == Added::queued);
    CHECK(world.add("https://a.example/1#part") == Added::duplicate);
    CHECK(world.add("https://a.example/2", {{}, 0, 200}) == Added::too_deep);
    CHECK(world.add("https://a.example/3", {{}, 0, 1, 11}) == Added::too_many_redirects);
    CHECK(world.add("https://a.example/aa/b/aa/b/aa/b/aa/b/c", {{}, 0, 1}) == Added::trap);
    world.frontier.mark_seen(url("https://a.example/4"));
    CHECK(world.add("https://a.example/4") == Added::duplicate);

    World small;
    small.source = small.frontier.add_source({2, 5, std::nullopt, true});
    for (int i = 0; i < 5; ++i) small.add("https://a.example/" + std::to_string(i));
    small.fetch();
    small.fetch();
    small.fetch();
    CHECK(small.fetch() == "nothing");
    CHECK(small.frontier.visits(small.source) == 2);
    CHECK(small.frontier.pending(small.source) == 0);  // what the budget left over waits for nothing
    CHECK(small.add("https://a.example/9") == Added::source_full);
}

TEST_CASE("Higher priorities go first, equal ones in order, and a put-back visit is the next") {
    World world;
    world.add("https://a.example/low", {{}, 0, 0, 0, -1});
    world.add("https://a.example/1");
    world.add("https://a.example/2");
    world.add("https://a.example/high", {{}, 0, 0, 0, 5});
    world.fetch();
    CHECK(world.fetch() == "https://a.example/high");
    const auto visit = world.next();
    world.frontier.put_back(visit->ticket);
    CHECK(world.fetch() == "https://a.example/1");
    CHECK(world.fetch() == "https://a.example/2");
    CHECK(world.fetch() == "https://a.example/low");
}

TEST_CASE("A small source does not wait on a host until a large one has ended") {
    World world;
    const SourceId large = world.source, small = world.frontier.add_source({});
    for (int i = 0; i < 1000; ++i) world.add("https://a.example/large/" + std::to_string(i), {{}, 0, 0, 0, 1});
    world.source = small;
    for (int i = 0; i < 3; ++i) world.add("https://a.example/small/" + std::to_string(i));
    world.fetch();  // robots.txt
    std::string order;
    for (int i = 0; i < 8; ++i) order += world.fetch()[18];
    CHECK(order == "lslslsll");
    CHECK(world.frontier.pending(small) == 0);
    CHECK(world.frontier.pending(large) == 995);
}

TEST_CASE(
    "In a simulated hour of a hostile web no gap is cut short, no URL lost or fetched twice, no source kept waiting") {
    std::mt19937 random(42);
    PolitenessRules rules;
    rules.delay = 500ms;
    rules.address_gap = 100ms;
    Frontier frontier(rules, "citeswatch");
    const SourceId sources[] = {frontier.add_source({1'000'000, 10, std::nullopt, true}),
                                frontier.add_source({1'000'000, 10, std::nullopt, true})};
    std::set<std::string> added;
    std::map<std::string, std::map<SourceId, int>> waiting;  // by host and source
    std::map<std::string, SourceId> last_source;
    for (int host = 0; host < 60; ++host)
        for (int page = 0; page < 20; ++page) {
            const std::string text = "https://h" + std::to_string(host) + ".example/" + std::to_string(page);
            added.insert(text);
            const SourceId source = sources[page % 5 == 4];  // one large, one small
            REQUIRE(frontier.add(url(text), {source}) == Added::queued);
            ++waiting["h" + std::to_string(host) + ".example"][source];
        }
    struct Flight {
        std::string host, url, ip;
        std::uint64_t ticket;
        bool robots;
        SourceId source;
    };
    std::multimap<Moment, Flight> flights;
    std::map<std::string, Moment> last_end, last_start_at_address;
    std::set<std::string> known_address, ended;
    Moment now = kStart;
    for (int step = 0; step < 200000; ++step) {
        while (auto visit = frontier.next(now)) {
            const std::string host(url(visit->url).host());
            if (visit->refusal != Refusal::none) {
                CHECK(ended.insert(visit->url).second);
                --waiting[host][visit->placement.source];
                last_source[host] = visit->placement.source;
                continue;
            }
            const std::string ip = "192.0.2." + std::to_string(std::hash<std::string>{}(host) % 7);
            INFO(visit->url);
            const SourceId source = visit->placement.source;
            if (!visit->robots) {
                const SourceId other = sources[source == sources[0]];
                if (last_source.count(host) && last_source[host] == source) CHECK(waiting[host][other] == 0);
                last_source[host] = source;
                --waiting[host][source];
            }
            for (const auto& [time, flight] : flights) CHECK(flight.host != host);  // one connection a host
            if (last_end.count(host)) CHECK(now - last_end[host] >= 500ms);
            if (known_address.count(host)) CHECK(now - last_start_at_address[ip] >= 100ms);
            last_start_at_address[ip] = now;
            flights.emplace(now + std::chrono::milliseconds(1 + random() % 300),
                            Flight{host, visit->url, ip, visit->ticket, visit->robots, source});
        }
        const auto time = frontier.next_time();
        if (flights.empty() && !time) break;
        if (!flights.empty() && (!time || flights.begin()->first <= *time)) {
            const auto [end, flight] = *flights.begin();
            flights.erase(flights.begin());
            now = std::max(now, end);
            Outcome outcome = fine();
            if (random() % 10 == 0) outcome = failing(FetchStatus::timeout);
            outcome.ip = flight.ip;
            outcome.elapsed = 50ms;
            known_address.insert(flight.host);
            last_end[flight.host] = now;
            const Verdict verdict = frontier.finished(flight.ticket, outcome, now);
            if (!flight.robots && verdict == Verdict::retry) ++waiting[flight.host][flight.source];
            if (!flight.robots && verdict != Verdict::retry) CHECK(ended.insert(flight.url).second);
        } else {
            now = std::max(now, *time);
        }
    }
    CHECK(ended == added);
    CHECK(frontier.pending() == 0);
    CHECK(frontier.in_flight() == 0);
}
