// The queue is what its filter says, whichever index leads there, and the kept counts are those of the adverts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "casebook/crawl_progress.h"
#include "casebook/desk_reader.h"
#include "casebook/flagged.h"
#include "casebook/reader.h"
#include "casebook/selection.h"
#include "casebook/sql.h"
#include "casebook/summary.h"
#include "casebook/writer.h"
#include "tests/casebook/lived.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;
using namespace tests;

namespace {

std::vector<ListingId> ids_of(Database& database, const Selection& selection) {
    Statement query(database, "SELECT l.id FROM " + selection.from() + " WHERE " + selection.where() +
                                  " ORDER BY l.score DESC, l.id");
    selection.bind(query);
    std::vector<ListingId> ids;
    while (query.step()) ids.push_back(ListingId{query.integer(0)});
    return ids;
}

}  // namespace

TEST_CASE("tables and columns find the same adverts, and pages join without gap or overlap") {
    const bool by_columns = GENERATE(false, true);
    CAPTURE(by_columns);
    const Lived lived(5);
    std::mt19937 random(9);
    Reader reader(lived.folder / "case");
    Database database(lived.folder / "case", Database::Mode::read);
    DeskReader desk(lived.folder / "case", by_columns ? std::make_shared<Flagged>(lived.folder / "case") : nullptr);
    int filled = 0;
    for (int i = 0; i < 300; ++i) {
        const Filter filter = any_filter(random);
        CAPTURE(to_string(filter));
        const std::vector<ListingId> looked_up = ids_of(database, Selection(database, filter));
        CHECK(ids_of(database, Selection(database, filter, Selection::Use::by_score, 0)) == looked_up);
        CHECK(reader.select(filter, 10'000) == looked_up);
        CHECK(reader.count(filter) == static_cast<std::int64_t>(looked_up.size()));
        for (const Order order : {Order::priority, Order::newest, Order::oldest}) {
            std::vector<ListingId> paged, back;
            QueuePage page = desk.page(filter, {.order = order, .limit = 7}), last;
            for (; !page.rows.empty(); page = desk.page(filter, {order, page.rows.back().place, false, 7})) {
                for (const QueueRow& row : page.rows) paged.push_back(row.id);
                last = page;
            }
            for (; !last.rows.empty(); last = desk.page(filter, {order, last.rows.front().place, true, 7}))
                for (auto row = last.rows.rbegin(); row != last.rows.rend(); ++row) back.push_back(row->id);
            std::reverse(back.begin(), back.end());
            CHECK(back == paged);
            if (order == Order::priority) CHECK(paged == looked_up);
            std::sort(paged.begin(), paged.end());
            std::vector<ListingId> all = looked_up;
            std::sort(all.begin(), all.end());
            CHECK(paged == all);
        }
        std::int64_t counted = 0;
        Filter any_status = filter;
        any_status.status.clear();
        for (const StatusCount& status : desk.counts(filter, 10'000)) counted += status.count.count;
        CHECK(counted == reader.count(any_status));
        bool cut = false;
        counted = 0;
        for (const StatusCount& status : desk.counts(filter, 3)) {
            counted += status.count.count;
            cut |= status.count.at_least;
        }
        CHECK(counted == (cut ? 3 : reader.count(any_status)));
        filled += looked_up.empty() ? 0 : 1;
    }
    CHECK(filled > 100);
}

TEST_CASE("the kept counts are those of the adverts after every kind of change") {
    const Lived lived(6);
    Database database(lived.folder / "case", Database::Mode::read);
    // A date that excludes nothing keeps the tallies out of it: everything is counted.
    for (const Filter& filter : {Filter{}, Filter{.least_level = detector::Level::high}, Filter{.status = "new"},
                                 Filter{.appendices = {"I"}, .sources = {"market1"}}}) {
        CAPTURE(to_string(filter));
        Filter counted = filter;
        counted.since = "1999-01-01";
        const Summary kept = summary_of(database, filter), real = summary_of(database, counted);
        CHECK(kept.listings == real.listings);
        CHECK(real.listings > 0);
        CHECK(pairs(kept.by_level) == pairs(real.by_level));
        CHECK(pairs(kept.by_appendix) == pairs(real.by_appendix));
        CHECK(pairs(kept.by_source) == pairs(real.by_source));
        CHECK(pairs(kept.by_status) == pairs(real.by_status));
        CHECK(pairs(kept.by_language) == pairs(real.by_language));
        CHECK(pairs(kept.by_taxon) == pairs(real.by_taxon));
        CHECK(pairs(kept.by_day) == pairs(real.by_day));
    }
    Statement negative(database, "SELECT count(*) FROM tallies WHERE number < 0");
    negative.first();
    CHECK(negative.integer(0) == 0);
}

TEST_CASE("a row of the queue says what its advert says") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    writer.record(writer.begin_run("scan", "citeswatch", now), std::vector{samples::ivory("https://m.example/1")}, now);
    const std::vector<QueueRow> page = DeskReader(folder / "case").page({}, {}).rows;
    REQUIRE(page.size() == 1);
    const QueueRow& row = page[0];
    CHECK(row.title == "Carved ivory tusk");
    CHECK(row.level == detector::Level::high);
    CHECK(row.score == 78);
    CHECK(row.appendix == "I");
    CHECK(row.status == "new");
    CHECK(row.language == "en");
    CHECK(row.source == "market");
    CHECK(row.seller == "old_things");
    CHECK(row.price == "€ 1.200");
    CHECK(row.location == "Lyon");
    CHECK(row.taxa == std::vector<std::string>{"Loxodonta africana"});
    CHECK(row.first_seen_ms == now);
    CHECK_FALSE(row.gone);
}
