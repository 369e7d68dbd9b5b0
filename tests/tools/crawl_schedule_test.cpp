#include "tools/crawl_schedule.h"

#include "tools/crawl_metrics.h"
#include "tools/page_worker.h"

using namespace std::chrono_literals;
using namespace tools;

namespace {

constexpr UnixTime noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

casebook::PassState pass(const std::string& source, UnixTime started, bool ended = true) {
    casebook::PassState state;
    state.source = source;
    state.started_ms = started.time_since_epoch().count();
    if (ended) state.ended_ms = state.started_ms + 60'000;
    return state;
}

crawler::CrawlConfig configuration() {
    return crawler::parse_config(
        "[crawler]\nuser_agent = \"test/1 (+https://agency.example; c@agency.example)\"\n"
        "[[source]]\nname = \"often\"\ntype = \"site\"\nurl = \"https://a.example/\"\nevery = \"1h\"\n"
        "[[source]]\nname = \"nightly\"\ntype = \"site\"\nurl = \"https://b.example/\"\ncron = \"0 3 * * *\"\n"
        "[[source]]\nname = \"by hand\"\ntype = \"site\"\nurl = \"https://c.example/\"\n"
        "[[source]]\nname = \"off\"\ntype = \"site\"\nurl = \"https://d.example/\"\nevery = \"1h\"\nenabled = false\n",
        "test.toml");
}

}  // namespace

TEST_CASE("A source never passed, or interrupted, is due at once; one without a schedule never is") {
    const auto due = due_sources(configuration(), {pass("nightly", noon - 1h, false)}, {}, noon);
    REQUIRE(due.size() == 2);
    CHECK(due[0].at == noon);
    CHECK(due[1].at == noon);
}

TEST_CASE("A source is due an interval after its last pass began, give or take a tenth") {
    const auto due = due_sources(configuration(), {pass("often", noon), pass("nightly", noon)}, {}, noon);
    REQUIRE(due.size() == 2);
    CHECK(due[0].name == "often");
    CHECK(due[0].at >= noon + 1h);
    CHECK(due[0].at <= noon + 1h + 5min);
    CHECK(due[1].name == "nightly");
    CHECK(due[1].at >= noon + 15h);
    CHECK(due[1].at <= noon + 15h + 5min);
}

TEST_CASE("Of many missed times one is made up for, the most overdue first") {
    const auto due = due_sources(configuration(), {pass("often", noon - 50h), pass("nightly", noon - 240h)}, {}, noon);
    REQUIRE(due.size() == 2);
    CHECK(due[0].name == "nightly");
    CHECK(due[0].at < noon);
    CHECK(due[1].name == "often");
    CHECK(due[1].at < noon);
}

TEST_CASE("The jitter is the same for the same source and time") {
    const auto once = due_sources(configuration(), {pass("often", noon), pass("nightly", noon)}, {}, noon);
    const auto again = due_sources(configuration(), {pass("often", noon), pass("nightly", noon)}, {}, noon + 30min);
    CHECK(once[0].at == again[0].at);
    CHECK(once[1].at == again[1].at);
}

TEST_CASE("What waits for hosts that rest is due when the first may be visited, or anew at its next time") {
    const casebook::PassState cut = pass("often", noon - 30min, false);
    const auto soon = due_sources(configuration(), {cut, pass("nightly", noon)}, {{"often", noon + 10min}}, noon);
    REQUIRE(soon[0].name == "often");
    CHECK(soon[0].at == noon + 10min);
    CHECK_FALSE(soon[0].to_end);
    const auto anew = due_sources(configuration(), {cut, pass("nightly", noon)}, {{"often", noon + 24h}}, noon);
    REQUIRE(anew[0].name == "often");
    CHECK(anew[0].at >= noon + 30min);
    CHECK(anew[0].at <= noon + 36min);
    CHECK(anew[0].to_end == cut.id);
}

TEST_CASE("A pass that begins knows when the next is due; one that goes on does not make room for itself") {
    const auto due = due_sources(configuration(), {pass("often", noon - 2h), pass("nightly", noon, false)}, {}, noon);
    REQUIRE(due.size() == 2);
    REQUIRE(due[0].then);
    CHECK(*due[0].then >= noon + 1h);
    CHECK(*due[0].then <= noon + 1h + 6min);
    CHECK_FALSE(due[1].then);
}

TEST_CASE("Metrics add what has ended to what is under way") {
    CrawlMetrics metrics(0);
    CrawlTotals ended;
    ended.pages = 10;
    ended.statuses["ok"] = 9;
    metrics.finish(ended);
    CrawlState now;
    now.totals.pages = 5;
    now.totals.statuses["ok"] = 5;
    now.pending = 7;
    metrics.update(now);
    const std::string text = metrics.text();
    CHECK(text.find("\nciteswatch_pages_total 15\n") != std::string::npos);
    CHECK(text.find("\nciteswatch_fetches_total{status=\"ok\"} 14\n") != std::string::npos);
    CHECK(text.find("\nciteswatch_queue_pages 7\n") != std::string::npos);
    CHECK(text.find("\nciteswatch_crawls_total 1\n") != std::string::npos);
}

TEST_CASE("Intervals between visits follow how often a page changes") {
    using std::chrono::hours;
    const RevisitRule rule{hours(6), hours(1), hours(48)};
    CHECK(rule.after(hours(0), true) == hours(6));
    CHECK(rule.after(hours(6), true) == hours(3));
    CHECK(rule.after(hours(6), false) == hours(12));
    CHECK(rule.after(hours(1), true) == hours(1));
    CHECK(rule.after(hours(40), false) == hours(48));
    CHECK(RevisitRule{}.after(hours(6), false) == hours(0));
}
