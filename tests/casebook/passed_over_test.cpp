// Kept pages read late: what they say is of the day they were kept.
#include <catch2/catch.hpp>

#include "casebook/desk_reader.h"
#include "casebook/reader.h"
#include "casebook/sql.h"
#include "casebook/writer.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

constexpr Milliseconds now = 1'772'600'000'000, hour = 3'600'000;
constexpr const char* url = "https://m.example/1";

struct Case {
    TemporaryFolder folder;
    std::filesystem::path file = folder / "case";
    Writer writer{file};
    RunId run = writer.begin_run("crawl", "citeswatch 0.1.0", now);
    PassId pass = writer.begin_pass("market", now).id;
    std::int64_t captured = 0;

    Visit visit(Milliseconds at, const std::string& status = "ok") {
        Visit made;
        made.source = "market";
        made.pass = pass;
        made.fetch = {.url = url, .status = status, .http_status = status == "ok" ? 200 : 404, .started_ms = at};
        return made;
    }
    void crawl(const Visit& made) { writer.record(run, std::vector<Visit>{made}, made.fetch.started_ms); }
    void pass_over(Milliseconds at) {
        Visit made = visit(at);
        made.fetch.capture = {"a.warc.gz", 100 * captured++, 100, "00"};
        made.fetch.full = PageCapture{"urn:uuid:1", "", "sha256:00"};
        made.screened_by = "old lists";
        crawl(made);
    }
    void see(Milliseconds at, const JudgedListing& advert) {
        Visit made = visit(at);
        made.listings = {advert};
        crawl(made);
    }
    void lose(Milliseconds at) {
        Visit made = visit(at, "gone");
        made.gone = true;
        crawl(made);
    }
    // Every page that is left to read says this.
    Recorded reread(const std::vector<JudgedListing>& listings) {
        std::vector<PageReading> read;
        for (PassedOverPage& page : Reader(file).passed_over_by_others("new lists", CaptureId{0}, 100))
            read.push_back({std::move(page), listings});
        return writer.reread(run, read, "new lists", now + 1000 * hour);
    }
    StoredListing advert() const { return *Reader(file).listing(ListingId{1}); }
};

}  // namespace

TEST_CASE("An advert found on a kept page was seen when the page was captured, and judged today") {
    Case made;
    made.pass_over(now);
    const Recorded recorded = made.reread({samples::ivory(url)});
    CHECK(recorded.added == 1);
    CHECK(recorded.flagged == 1);
    const StoredListing advert = made.advert();
    CHECK(advert.first_seen_ms == now);
    CHECK(advert.last_seen_ms == now);
    CHECK(advert.judged_ms == now + 1000 * hour);
    CHECK_FALSE(advert.gone_ms);
    REQUIRE(advert.capture);
    CHECK(advert.capture->id == CaptureId{1});
    CHECK(Reader(made.file).count_passed_over_by_others("new lists") == 0);
    CHECK(made.reread({samples::ivory(url)}).added == 0);
}

TEST_CASE("A kept page that still names nothing is read again only by other lists") {
    Case made;
    made.pass_over(now);
    made.reread({});
    CHECK(Reader(made.file).count_passed_over_by_others("new lists") == 0);
    CHECK(Reader(made.file).count_passed_over_by_others("newer lists") == 1);
    CHECK(Reader(made.file).select({.least_level = detector::Level::none}, 10).empty());
}

TEST_CASE("The same words on several kept pages are one version, seen from the first to the last") {
    Case made;
    for (int i = 0; i < 3; ++i) made.pass_over(now + i * hour);
    const Recorded recorded = made.reread({samples::ivory(url)});
    CHECK(recorded.added == 1);
    CHECK(recorded.unchanged == 2);
    CHECK(made.advert().first_seen_ms == now);
    CHECK(made.advert().last_seen_ms == now + 2 * hour);
    CHECK(made.advert().version_number == 1);
}

TEST_CASE("Kept pages of earlier releases, which did not say what they passed over, are read again") {
    Case made;
    made.pass_over(now);                        // nobody knows why it left no advert
    made.see(now + hour, samples::ivory(url));  // not kept
    {
        Database database(made.file, Database::Mode::write);
        database.execute("DELETE FROM passed_over; UPDATE fetches SET body_bytes = 10");
        Statement(database,
                  "INSERT INTO pages(source_id, url, depth, kind, seen_pass) SELECT source_id, ?, 0, '0', id "
                  "FROM passes")
            .run(url);
        // A picture, a page that was read, and one whose words were as before: none of them to be read.
        for (const char* other : {"picture", "read", "unchanged"}) {
            Visit visit = made.visit(now + 2 * hour);
            visit.fetch.url = std::string("https://m.example/") + other;
            visit.fetch.body_bytes = 10;
            visit.fetch.capture = {"a.warc.gz", 100 * made.captured++, 100, "00"};
            if (other == std::string("read")) visit.listings = {samples::ivory(visit.fetch.url)};
            if (other == std::string("unchanged")) {
                Visit before = made.visit(now);
                before.fetch.url = visit.fetch.url;
                before.listings = {samples::ivory(visit.fetch.url)};
                made.crawl(before);
                visit.unchanged = true;
            }
            if (other != std::string("picture")) visit.page = PageState{.url = visit.fetch.url, .kind = "0"};
            made.crawl(visit);
        }
        database.execute("DROP TABLE passed_over; PRAGMA user_version = 9");
    }
    { Writer upgrade(made.file, {.duty = Duty::desk}); }
    const auto waiting = Reader(made.file).passed_over_by_others("any lists", CaptureId{0}, 100);
    REQUIRE(waiting.size() == 1);
    CHECK(waiting[0].number == CaptureId{1});
    CHECK(waiting[0].url == url);
}

TEST_CASE("An advert that has gone since the page was kept is gone") {
    Case made;
    made.pass_over(now);
    made.lose(now + 5 * hour);
    made.lose(now + 6 * hour);
    made.reread({samples::ivory(url)});
    CHECK(made.advert().gone_ms == now + 5 * hour);
}

TEST_CASE("Words from before those known are a version of their day, and say nothing of today") {
    Case made;
    made.pass_over(now);
    made.see(now + 2 * hour, samples::innocent(url, "Garden chair"));
    made.lose(now + 3 * hour);
    const Recorded recorded = made.reread({samples::ivory(url)});
    CHECK(recorded.changed == 1);
    CHECK(recorded.flagged == 1);
    const StoredListing advert = made.advert();
    CHECK(advert.listing.first(detector::Field::title) == "Garden chair");
    CHECK_FALSE(advert.judgement.flagged());
    CHECK(advert.first_seen_ms == now);
    CHECK(advert.last_seen_ms == now + 2 * hour);
    CHECK(advert.gone_ms == now + 3 * hour);
    const std::vector<VersionOf> versions = DeskReader(made.file).versions(ListingId{1});
    REQUIRE(versions.size() == 2);  // newest first
    CHECK(versions[0].title == "Garden chair");
    CHECK(versions[1].first_seen_ms == now);
    REQUIRE(versions[1].capture);

    made.see(now + 4 * hour, samples::innocent(url, "Garden table"));  // numbers go on
    CHECK(made.advert().version_number == 3);
    CHECK_FALSE(made.advert().gone_ms);
}

TEST_CASE("Words from after those known are how the advert stands, and reopen what was dismissed") {
    Case made;
    made.see(now, samples::ivory(url, "Carved ivory tusk"));
    made.pass_over(now + 2 * hour);
    made.lose(now + 3 * hour);
    made.reread({samples::ivory(url, "Two carved ivory tusks")});
    CHECK(made.advert().listing.first(detector::Field::title) == "Two carved ivory tusks");
    CHECK(made.advert().version_number == 2);
    CHECK(made.advert().last_seen_ms == now + 2 * hour);
    CHECK(made.advert().gone_ms == now + 3 * hour);
}
