// The queue is what its filter says, whichever index leads there, and the kept counts are those of the adverts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "casebook/crawl_progress.h"
#include "casebook/desk_reader.h"
#include "casebook/reader.h"
#include "casebook/selection.h"
#include "casebook/sql.h"
#include "casebook/summary.h"
#include "casebook/writer.h"
#include "tests/casebook/decisions.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

constexpr Milliseconds now = 1'772'600'000'000;  // 2026-03-04
constexpr Milliseconds day = 86'400'000;

template <typename T, std::size_t N>
const T& any_of(const T (&values)[N], std::mt19937& random) {
    return values[random() % N];
}

JudgedListing any_advert(int number, std::mt19937& random) {
    static const char* const titles[] = {"Carved ivory tusk", "Real ivory", "Old ivory and horn", "ivory, zwei Stück"};
    JudgedListing judged = samples::ivory("https://m.example/" + std::to_string(number), any_of(titles, random));
    judged.listing.source = "market" + std::to_string(random() % 3);
    judged.listing.seller = "seller" + std::to_string(random() % 9);
    static const char* const languages[] = {"en", "de", "sw", ""};
    judged.listing.language = any_of(languages, random);
    Judgement& judgement = judged.judgement;
    judgement.level = static_cast<detector::Level>(random() % 5);
    judgement.score = judgement.flagged() ? static_cast<int>(20 + random() % 12) : 0;
    static const char* const appendices[] = {"I", "II", "III"};
    judgement.appendix = judgement.flagged() ? any_of(appendices, random) : "";
    if (random() % 3 == 0) {
        judgement.taxa[0].scientific_name = "Elephas maximus";
        judgement.taxa[0].taxon_id = "4520";
    }
    static const char* const annexes[] = {"A", "B"};
    if (random() % 2) judgement.taxa[0].regimes.push_back({"EU", any_of(annexes, random), ""});
    if (random() % 9 == 0) judgement.taxa[0].regimes.push_back({"watch", "glass eels", ""});
    if (random() % 5 == 0) judgement.taxa.clear();
    if (random() % 7 == 0)
        judgement.taxa.push_back(judgement.taxa.empty() ? JudgedTaxon{"9", "Rarus"} : judgement.taxa[0]);
    return judged;
}

Filter any_filter(std::mt19937& random) {
    Filter filter;
    const auto sometimes = [&random] { return random() % 4 == 0; };
    if (sometimes()) filter.least_level = static_cast<detector::Level>(random() % 5);
    if (sometimes()) filter.appendices = {"I"};
    if (sometimes()) filter.appendices = {"II", "III"};
    if (sometimes()) filter.sources = {"market" + std::to_string(random() % 4)};
    if (sometimes()) filter.sources = {"market0", "market2"};
    if (sometimes()) filter.language = random() % 2 ? "sw" : "en";
    if (sometimes()) filter.status = random() % 2 ? "new" : "dismissed";
    if (sometimes()) filter.since = "2026-03-06";
    if (sometimes()) filter.until = "2026-03-09";
    if (sometimes()) filter.seller = "seller" + std::to_string(random() % 10);
    static const char* const taxa[] = {"Elephas", "loxodonta africana", "4520", "Proboscidea", "Animalia", "Rarus",
                                       "Lox"};
    if (sometimes()) filter.taxon = any_of(taxa, random);
    static const char* const regimes[] = {"EU", "eu b", "watch", "nobody"};
    if (sometimes() && sometimes()) filter.regimes = {any_of(regimes, random)};
    static const char* const texts[] = {"ivory", "real iv", "STÜCK", "nothing of the kind"};
    if (sometimes()) filter.text = any_of(texts, random);
    return filter;
}

// A casebook that has seen changes of every kind.
struct Lived {
    explicit Lived(std::mt19937& random) : writer(folder / "case") {
        const RunId run = writer.begin_run("scan", "citeswatch", now);
        for (int round = 0; round < 8; ++round) {
            std::vector<JudgedListing> batch;
            for (int i = 0; i < 60; ++i) batch.push_back(any_advert(static_cast<int>(random() % 200), random));
            writer.record(run, batch, now + round * day);
            Reader reader(folder / "case");
            Desk desk(folder / "case");
            std::vector<Writer::Reassessment> again;
            reader.each({}, [&](const StoredListing& stored) {
                static const char* const words[] = {"confirmed", "dismissed", "unsure"};
                if (random() % 5 == 0)
                    samples::decide(folder / "case", {static_cast<std::int64_t>(stored.id)},
                                    {"ana", any_of(words, random), "", ""}, now + round * day);
                if (random() % 20 == 0) desk.note(stored.id, "ana", "seen", now + round * day);
                if (random() % 9 == 0) again.push_back({stored.version, any_advert(0, random).judgement});
                return true;
            });
            writer.reassess(run, again, now + round * day);
        }
    }
    TemporaryFolder folder;
    Writer writer;
};

std::vector<ListingId> ids_of(Database& database, const Selection& selection) {
    Statement query(database, "SELECT l.id FROM " + selection.from() + " WHERE " + selection.where() +
                                  " ORDER BY l.score DESC, l.id");
    selection.bind(query);
    std::vector<ListingId> ids;
    while (query.step()) ids.push_back(ListingId{query.integer(0)});
    return ids;
}

std::vector<std::pair<std::string, std::int64_t>> pairs(const std::vector<Count>& counts) {
    std::vector<std::pair<std::string, std::int64_t>> all;
    for (const Count& one : counts) all.emplace_back(one.name, one.count);
    std::sort(all.begin(), all.end());
    return all;
}

}  // namespace

TEST_CASE("looking candidates up and walking the queue find the same adverts, and pages join without gap or overlap") {
    std::mt19937 random(5);
    const Lived lived(random);
    Reader reader(lived.folder / "case");
    Database database(lived.folder / "case", Database::Mode::read);
    DeskReader desk(lived.folder / "case");
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
    std::mt19937 random(6);
    const Lived lived(random);
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
