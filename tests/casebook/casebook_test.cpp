// What a casebook promises: all or nothing, nothing twice, nothing lost, nothing forgotten.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "casebook/chain.h"
#include "casebook/reader.h"
#include "casebook/sql.h"
#include "casebook/writer.h"
#include "tests/casebook/decisions.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

constexpr Milliseconds now = 1'772'600'000'000;  // 2026-03-04
constexpr Milliseconds day = 86'400'000;

Visit visit_of(const Writer::Pass& pass, const std::string& url) {
    Visit visit;
    visit.source = "market";
    visit.pass = pass.id;
    visit.fetch.url = url;
    visit.fetch.status = "ok";
    visit.fetch.http_status = 200;
    visit.page = PageState{.url = url, .depth = 1, .done_this_pass = true};
    return visit;
}

StoreFault fault_of(const std::function<void()>& body) {
    try {
        body();
    } catch (const StoreError& error) {
        INFO(error.what());
        return error.kind();
    }
    FAIL("no StoreError");
    return StoreFault::io;
}

// Writes beyond `bytes` of any file fail, as on a full disk.
struct FileSizeLimit {
    explicit FileSizeLimit(rlim_t bytes) {
        ::getrlimit(RLIMIT_FSIZE, &before);
        rlimit limit = before;
        limit.rlim_cur = bytes;
        ::signal(SIGXFSZ, SIG_IGN);
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }
    rlimit before{};
};

}  // namespace

TEST_CASE("a flagged advert comes back with everything its flag rests on") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    JudgedListing judged = samples::ivory("https://m.example/1");
    judged.contacts = {{"email", "a@b.example"}};
    judged.listing.image_urls = {"https://m.example/1.jpg"};
    const Recorded recorded =
        writer.record(run, std::vector{judged, samples::innocent("https://m.example/2", "Lamp")}, now);
    CHECK(recorded.added == 2);
    CHECK(recorded.flagged == 1);

    Reader reader(folder / "case");
    const auto ids = reader.select({}, 10);
    REQUIRE(ids.size() == 1);
    const StoredListing stored = reader.listing(ids[0]).value();
    CHECK(stored.listing.url == "https://m.example/1");
    CHECK(stored.listing.passages.size() == 2);
    CHECK(stored.listing.passages[0].text == "Carved ivory tusk");
    CHECK(stored.listing.price.amount == "1200");
    CHECK(stored.listing.image_urls == judged.listing.image_urls);
    CHECK(stored.contacts.at(0).value == "a@b.example");
    CHECK(stored.judgement.score == 78);
    CHECK(stored.judgement.confidence == Approx(0.93));
    CHECK(stored.judgement.taxa.at(0).specimens == std::vector<std::string>{"TUS", "CAR"});
    CHECK(stored.judgement.matches.at(0).start == 7);
    CHECK(stored.judgement.reasons.at(0).matches == std::vector<std::uint32_t>{0});
    CHECK(stored.judgement.claims == std::vector<std::string>{"antique"});
    CHECK(stored.judgement.by == judged.judgement.by);
    CHECK(stored.status == "new");
    CHECK(reader.count({.least_level = detector::Level::none}) == 2);
}

TEST_CASE(
    "a changed text is a new version, an unchanged one is not, and a dismissal holds for the words it was about") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    writer.record(run, std::vector{samples::ivory("https://m.example/1")}, now);
    Reader reader(folder / "case");
    const ListingId id = reader.select({}, 1).at(0);
    samples::decide(folder / "case", {static_cast<std::int64_t>(id)}, {"ana", "dismissed", "imitation", ""}, now + 1);

    CHECK(writer.record(run, std::vector{samples::ivory("https://m.example/1")}, now + day).unchanged == 1);
    CHECK(reader.listing(id)->status == "dismissed");
    CHECK(reader.listing(id)->last_seen_ms == now + day);

    const Recorded changed =
        writer.record(run, std::vector{samples::ivory("https://m.example/1", "Real ivory")}, now + 2 * day);
    CHECK(changed.changed == 1);
    const StoredListing stored = reader.listing(id).value();
    CHECK(stored.version_number == 2);
    CHECK(stored.status == "new");
    CHECK(stored.first_seen_ms == now);
    const auto trail = reader.verdicts(id);
    REQUIRE(trail.size() == 2);
    CHECK(trail[0].who == "ana");
    CHECK(trail[1].reason == "text changed");
    CHECK(reader.count({.text = "Carved iv"}) == 1);  // the old words are still found
}

TEST_CASE("new lists judge the same words again and the old assessment stays") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    writer.record(run, std::vector{samples::ivory("https://m.example/1")}, now);
    Reader reader(folder / "case");
    const StoredListing before = reader.listing(reader.select({}, 1).at(0)).value();
    Judgement cleared;
    cleared.by = {"2027-01", "cccc", "bbbb", "citeswatch 0.2.0"};
    CHECK(reader.judged_by_others(before.judgement.by, ListingId{0}, 10).empty());
    CHECK(reader.judged_by_others(cleared.by, ListingId{0}, 10).size() == 1);
    CHECK(reader.judged_by_others(cleared.by, before.id, 10).empty());
    writer.reassess(run, std::vector<Writer::Reassessment>{{before.version, cleared}}, now + day);
    CHECK(reader.judged_by_others(cleared.by, ListingId{0}, 10).empty());
    CHECK(reader.count({}) == 0);
    const StoredListing after = reader.listing(before.id).value();
    CHECK(after.judgement.by.lists_digest == "cccc");
    CHECK(after.version_number == 1);
    Database database(folder / "case", Database::Mode::read);
    Statement all(database, "SELECT count(*) FROM assessments");
    all.first();
    CHECK(all.integer(0) == 2);
}

TEST_CASE("an interrupted pass goes on where the last commit stood, and a finished one starts anew") {
    const TemporaryFolder folder;
    {
        Writer writer(folder / "case");
        const RunId run = writer.begin_run("crawl", "citeswatch", now);
        const Writer::Pass pass = writer.begin_pass("market", now);
        CHECK_FALSE(pass.resumed);
        writer.discover(pass.id, std::vector<PageState>{{.url = "https://m.example/"}});
        Visit visit = visit_of(pass, "https://m.example/");
        visit.discovered = {{.url = "https://m.example/1", .depth = 1, .context = "c"}, {.url = "https://m.example/2"}};
        writer.record(run, std::vector{visit}, now);
    }  // no end_pass: killed
    Writer writer(folder / "case");
    const Writer::Pass pass = writer.begin_pass("market", now + 1);
    CHECK(pass.resumed);
    std::vector<PageState> pages = writer.pages(pass.id);
    REQUIRE(pages.size() == 3);
    CHECK(pages[0].done_this_pass);
    CHECK_FALSE(pages[1].done_this_pass);
    CHECK(pages[1].context == "c");
    CHECK(pages[1].in_this_pass);
    writer.end_pass(pass.id, now + 2);

    const Writer::Pass next = writer.begin_pass("market", now + 3);
    CHECK_FALSE(next.resumed);
    pages = writer.pages(next.id);
    CHECK_FALSE(pages[0].done_this_pass);
    CHECK_FALSE(pages[1].in_this_pass);
    CHECK_FALSE(writer.begin_pass("other", now).resumed);
}

TEST_CASE("a batch is in the casebook whole or not at all") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    std::vector<JudgedListing> batch = {samples::ivory("https://m.example/1"), samples::ivory("https://m.example/2")};
    batch[1].judgement.score = 101;  // the schema refuses it
    CHECK(fault_of([&] { writer.record(run, batch, now); }) == StoreFault::misuse);
    Reader reader(folder / "case");
    CHECK(reader.count({.least_level = detector::Level::none}) == 0);
    batch[1].judgement.score = 100;
    CHECK(writer.record(run, batch, now).added == 2);
}

TEST_CASE("a vanished advert keeps its time of vanishing until it is seen again") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("crawl", "citeswatch", now);
    const Writer::Pass pass = writer.begin_pass("market", now);
    Visit visit = visit_of(pass, "https://m.example/1");
    visit.listings = {samples::ivory("https://m.example/1")};
    writer.record(run, std::vector{visit}, now);
    Visit gone = visit_of(pass, "https://m.example/1");
    gone.gone = true;
    CHECK(writer.record(run, std::vector{gone}, now + day).gone == 1);
    Reader reader(folder / "case");
    const ListingId id = reader.select({}, 1).at(0);
    CHECK(reader.listing(id)->gone_ms == now + day);
    writer.record(run, std::vector{visit}, now + 2 * day);
    CHECK_FALSE(reader.listing(id)->gone_ms.has_value());
}

TEST_CASE("captures form a chain that is never rewritten") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("crawl", "citeswatch", now);
    const Writer::Pass pass = writer.begin_pass("market", now);
    std::vector<Visit> visits = {visit_of(pass, "https://m.example/1"), visit_of(pass, "https://m.example/2")};
    visits[0].fetch.capture = {"a.warc.gz", 0, 10, "d0"};
    visits[1].fetch.capture = {"a.warc.gz", 10, 20, "d1"};
    visits[1].listings = {samples::ivory("https://m.example/2")};
    writer.record(run, visits, now);
    Reader reader(folder / "case");
    const StoredListing stored = reader.listing(reader.select({}, 1).at(0)).value();
    REQUIRE(stored.capture);
    const std::string first = chain_link(chain_origin(), 1, visits[0].fetch.capture);
    CHECK(stored.capture->link == chain_link(first, 2, visits[1].fetch.capture));
    Database database(folder / "case", Database::Mode::write);
    CHECK_THROWS_AS(database.execute("UPDATE captures SET sha256 = 'x'"), StoreError);
    CHECK_THROWS_AS(database.execute("DELETE FROM captures"), StoreError);
}

TEST_CASE("filters select by what they name") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    std::vector<JudgedListing> batch = {samples::ivory("https://m.example/1"), samples::ivory("https://m.example/2")};
    batch[1].listing.source = "other";
    batch[1].listing.language = "zh";
    batch[1].listing.passages[0].text = "手工雕刻象牙手镯";
    batch[1].judgement.level = detector::Level::low;
    batch[1].judgement.appendix = "II";
    writer.record(run, batch, now);
    Reader reader(folder / "case");
    const std::vector<std::pair<Filter, std::int64_t>> table = {
        {{}, 2},
        {{.least_level = detector::Level::medium}, 1},
        {{.appendices = {"I"}}, 1},
        {{.appendices = {"I", "II"}}, 2},
        {{.taxon = "Loxodonta"}, 2},
        {{.taxon = "elephantidae"}, 2},
        {{.taxon = "4521"}, 2},
        {{.taxon = "Lox"}, 0},
        {{.sources = {"other"}}, 1},
        {{.language = "zh"}, 1},
        {{.status = "confirmed"}, 0},
        {{.since = "2026-03-04"}, 2},
        {{.since = "2026-03-05"}, 0},
        {{.until = "2026-03-04"}, 2},
        {{.until = "2026-03-03"}, 0},
        {{.text = "雕刻象"}, 1},
        {{.text = "\" OR 1"}, 0},
        {{.text = std::string("ivory\0bangle", 12)}, 0},
        {{.seller = "old_things"}, 2},
    };
    for (const auto& [filter, expected] : table) {
        CAPTURE(to_string(filter));
        CHECK(reader.count(filter) == expected);
        CHECK(static_cast<std::int64_t>(reader.select(filter, 100).size()) == expected);
        const Summary summary = reader.summary(filter);
        std::int64_t total = 0;
        for (const Count& level : summary.by_level) total += level.count;
        CHECK(total == expected);
    }
    CHECK_THROWS_AS(reader.count({.since = "2026-02-30"}), std::invalid_argument);
}

TEST_CASE("what cannot be a casebook is refused with the reason") {
    const TemporaryFolder folder;
    CHECK(fault_of([&] { Reader reader(folder / "absent"); }) == StoreFault::missing);
    CHECK(fault_of([&] { Writer writer(folder / "no" / "folder"); }) == StoreFault::missing);
    std::ofstream(folder / "text") << std::string(5000, 'x');
    CHECK(fault_of([&] { Writer writer(folder / "text"); }) == StoreFault::not_casebook);
    {
        Database other(folder / "other", Database::Mode::create);
        other.execute("CREATE TABLE t(a)");
    }
    CHECK(fault_of([&] { Writer writer(folder / "other"); }) == StoreFault::not_casebook);
    { Writer writer(folder / "later"); }
    {
        Database later(folder / "later", Database::Mode::write);
        later.execute("PRAGMA user_version = 999");
    }
    CHECK(fault_of([&] { Writer writer(folder / "later"); }) == StoreFault::newer_schema);
    CHECK(fault_of([&] { Reader reader(folder / "later"); }) == StoreFault::newer_schema);
}

TEST_CASE("two writers cannot work on one casebook") {
    const TemporaryFolder folder;
    Writer first(folder / "case");
    CHECK(fault_of([&] { Writer second(folder / "case"); }) == StoreFault::locked);
}

TEST_CASE("a full disk is said so, and what was committed stays") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    writer.record(run, std::vector{samples::ivory("https://m.example/1")}, now);
    std::vector<JudgedListing> many;
    for (int i = 0; i < 2000; ++i) many.push_back(samples::ivory("https://m.example/n" + std::to_string(i)));
    {
        const FileSizeLimit limit(512 * 1024);
        CHECK_THROWS_AS(writer.record(run, many, now), StoreError);
    }
    Reader reader(folder / "case");
    CHECK(reader.count({}) == 1);
}

TEST_CASE("killed at any moment, the casebook holds every commit and no half one") {
    const TemporaryFolder folder;
    for (int round = 0; round < 8; ++round) {
        int ready[2];
        REQUIRE(::pipe(ready) == 0);
        const pid_t child = ::fork();
        if (child == 0) {
            Writer writer(folder / "case");
            const RunId run = writer.begin_run("scan", "citeswatch", now);
            for (int batch = 0;; ++batch) {
                const std::string base = "https://m.example/" + std::to_string(round) + "-" + std::to_string(batch);
                writer.record(run, std::vector{samples::ivory(base + "a"), samples::ivory(base + "b")}, now);
                if (::write(ready[1], "x", 1) != 1) ::_exit(1);  // after the commit: the parent may count on it
            }
        }
        ::close(ready[1]);
        char bytes[64];
        ssize_t committed = 0;
        while (committed < 5 + round) committed += ::read(ready[0], bytes, 1);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        for (ssize_t more; (more = ::read(ready[0], bytes, sizeof bytes)) > 0;) committed += more;
        ::close(ready[0]);

        Writer writer(folder / "case");  // the dead process's lock is free
        Reader reader(folder / "case");
        CHECK(reader.count({}) % 2 == 0);
        CHECK(reader.count({.text = "/" + std::to_string(round)}) == 0);
        Database database(folder / "case", Database::Mode::read);
        Statement mine(database, "SELECT count(*) FROM listings WHERE identity GLOB ?");
        mine.first("https://m.example/" + std::to_string(round) + "-*");
        CHECK(mine.integer(0) >= 2 * committed);
        Statement integrity(database, "PRAGMA integrity_check");
        integrity.first();
        CHECK(integrity.text(0) == "ok");
    }
}

TEST_CASE("pseudonymised sellers stay recognisable and nameless") {
    const TemporaryFolder folder;
    Writer writer(folder / "case", {.pseudonymise_sellers = true});
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    std::vector<JudgedListing> batch = {samples::ivory("https://m.example/1"), samples::ivory("https://m.example/2")};
    batch[0].listing.passages.push_back({detector::Field::seller, "", "old_things"});
    writer.record(run, batch, now);
    Reader reader(folder / "case");
    std::vector<std::string> sellers;
    reader.each({}, [&](const StoredListing& stored) {
        sellers.push_back(stored.listing.seller);
        for (const auto& passage : stored.listing.passages) CHECK(passage.text.find("old_things") == std::string::npos);
        return true;
    });
    REQUIRE(sellers.size() == 2);
    CHECK(sellers[0] == sellers[1]);
    CHECK(sellers[0].starts_with("seller-"));
    CHECK(reader.count({.least_level = detector::Level::none, .text = "old_things"}) == 0);
}
