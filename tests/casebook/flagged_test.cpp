// The columns in memory answer what the tables answer, whatever has happened to the casebook since they were read.
#include "casebook/flagged.h"

#include <catch2/catch.hpp>
#include <tuple>

#include "casebook/purge.h"
#include "casebook/summary.h"
#include "casebook/text_search.h"
#include "tests/casebook/lived.h"

using namespace casebook;
using namespace tests;

namespace {

auto parts(const std::vector<Precision>& all) {
    std::vector<std::tuple<std::string, std::string, std::int64_t, std::int64_t>> told;
    for (const Precision& one : all) told.emplace_back(one.name, one.detail, one.confirmed, one.dismissed);
    return told;
}

auto parts(const std::vector<LocationCount>& all) {
    std::vector<std::tuple<std::string, std::string, std::int64_t>> told;
    for (const LocationCount& one : all) told.emplace_back(one.location, one.host, one.count);
    std::sort(told.begin(), told.end());
    return told;
}

void check_same(const Figures& a, const Figures& b) {
    CHECK(a.summary.listings == b.summary.listings);
    CHECK(pairs(a.summary.by_level) == pairs(b.summary.by_level));
    CHECK(pairs(a.summary.by_appendix) == pairs(b.summary.by_appendix));
    CHECK(pairs(a.summary.by_source) == pairs(b.summary.by_source));
    CHECK(pairs(a.summary.by_status) == pairs(b.summary.by_status));
    CHECK(pairs(a.summary.by_language) == pairs(b.summary.by_language));
    CHECK(pairs(a.summary.by_taxon) == pairs(b.summary.by_taxon));
    CHECK(pairs(a.summary.by_regime) == pairs(b.summary.by_regime));
    CHECK(pairs(a.summary.by_day) == pairs(b.summary.by_day));
    CHECK(parts(a.places) == parts(b.places));
    CHECK(parts(a.rules) == parts(b.rules));
    CHECK(parts(a.words) == parts(b.words));
}

}  // namespace

TEST_CASE("columns follow the casebook through changes of every kind") {
    Lived lived(8, 1);
    DeskReader tables(lived.folder / "case");
    DeskReader columns(lived.folder / "case", std::make_shared<Flagged>(lived.folder / "case"));
    int filled = 0, decided = 0;
    for (int round = 0; round < 8; ++round, lived.live())
        for (int i = 0; i < 30; ++i) {
            const Filter filter = any_filter(lived.random);
            CAPTURE(round, to_string(filter));
            const Figures figures = columns.figures(filter);
            check_same(figures, tables.figures(filter));
            CHECK(columns.count(filter, 100'000).count == tables.count(filter, 100'000).count);
            filled += figures.summary.listings > 0;
            decided += !figures.words.empty();
        }
    CHECK(filled > 100);
    CHECK(decided > 50);
    CHECK(columns.languages() == tables.languages());
}

TEST_CASE("columns are read anew after a purge, which may give numbers out again") {
    const TemporaryFolder folder;
    const auto record = [&](const char* page, const char* title, detector::Level level, Milliseconds when) {
        Writer writer(folder / "case");
        JudgedListing judged = samples::ivory(std::string("https://m.example/") + page, title);
        judged.judgement.level = level;
        const RunId run = writer.begin_run("scan", "citeswatch", when);
        writer.record(run, std::vector{judged}, when);
        writer.end_run(run, "finished", when);
    };
    record("1", "Old ivory", detector::Level::high, now);
    record("2", "Garden chair", detector::Level::none, now);
    DeskReader columns(folder / "case", std::make_shared<Flagged>(folder / "case"));
    CHECK(columns.figures({}).summary.listings == 1);

    Purge(folder / "case")
        .remove(
            now + day, "ana", [](const Erasure&) { return std::string(); }, now + 2 * day);
    record("3", "New ivory", detector::Level::critical, now + 3 * day);
    CHECK(columns.page({}, {}).rows.size() == 2);
    CHECK(columns.page({.text = "new ivory"}, {}).rows.size() == 1);
    CHECK(columns.page({.text = "chair"}, {}).rows.empty());
    check_same(columns.figures({}), DeskReader(folder / "case").figures({}));
}

TEST_CASE("two letters are found wherever they stand, and cost no walk through the texts") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    std::vector<JudgedListing> batch;
    for (const char* title : {"象牙", "古董象牙雕刻", "牙雕", "Tusk of old", "a MAMMOTH", "象的牙"})
        batch.push_back(samples::ivory("https://m.example/" + std::to_string(batch.size()), title));
    writer.record(writer.begin_run("scan", "citeswatch", now), batch, now);
    DeskReader desk(folder / "case", std::make_shared<Flagged>(folder / "case"));
    const auto titles = [&](const std::string& text) {
        std::vector<std::string> found;
        for (const QueueRow& row : desk.page({.text = text}, {}).rows) found.push_back(row.title);
        return found;
    };
    CHECK(titles("象牙") == std::vector<std::string>{"象牙", "古董象牙雕刻"});
    CHECK(titles("牙雕") == std::vector<std::string>{"古董象牙雕刻", "牙雕"});
    CHECK(titles("mo") == std::vector<std::string>{"a MAMMOTH"});
    CHECK(titles("\"*") == std::vector<std::string>{});
    CHECK(desk.last_runs(5).size() == 1);  // the search leaves nothing in the way of other questions
}
