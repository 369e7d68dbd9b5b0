// The queue is what its filter says, whichever index leads there, and the kept counts are those of the adverts.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "casebook/crawl_progress.h"
#include "casebook/reader.h"
#include "casebook/selection.h"
#include "casebook/sql.h"
#include "casebook/summary.h"
#include "casebook/writer.h"
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
            std::vector<Writer::Verdict> verdicts;
            std::vector<Writer::Reassessment> again;
            reader.each({}, [&](const StoredListing& stored) {
                static const char* const words[] = {"confirmed", "dismissed", "unsure", "note"};
                if (random() % 5 == 0) verdicts.push_back({stored.id, "ana", any_of(words, random), "", ""});
                if (random() % 9 == 0) again.push_back({stored.version, any_advert(0, random).judgement});
                return true;
            });
            writer.record_verdicts(verdicts, now + round * day);
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
    int filled = 0;
    for (int i = 0; i < 300; ++i) {
        const Filter filter = any_filter(random);
        CAPTURE(to_string(filter));
        const std::vector<ListingId> looked_up = ids_of(database, Selection(database, filter));
        CHECK(ids_of(database, Selection(database, filter, 0)) == looked_up);
        CHECK(reader.select(filter, 10'000) == looked_up);
        CHECK(reader.count(filter) == static_cast<std::int64_t>(looked_up.size()));
        CHECK(reader.count_up_to(filter, 3) == std::min<std::int64_t>(3, static_cast<std::int64_t>(looked_up.size())));
        std::vector<ListingId> paged, back;
        std::vector<QueueEntry> page = reader.page(filter, 7), last;
        for (; !page.empty(); page = reader.page(filter, 7, place_of(page.back()))) {
            for (const QueueEntry& entry : page) paged.push_back(entry.id);
            last = page;
        }
        CHECK(paged == looked_up);
        for (; !last.empty(); last = reader.page_before(filter, 7, place_of(last.front())))
            for (auto entry = last.rbegin(); entry != last.rend(); ++entry) back.push_back(entry->id);
        std::reverse(back.begin(), back.end());
        CHECK(back == paged);
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

TEST_CASE("an entry of the queue says what its advert says") {
    const TemporaryFolder folder;
    Writer writer(folder / "case");
    writer.record(writer.begin_run("scan", "citeswatch", now), std::vector{samples::ivory("https://m.example/1")}, now);
    const std::vector<QueueEntry> page = Reader(folder / "case").page({}, 10);
    REQUIRE(page.size() == 1);
    const QueueEntry& entry = page[0];
    CHECK(entry.title == "Carved ivory tusk");
    CHECK(entry.level == detector::Level::high);
    CHECK(entry.score == 78);
    CHECK(entry.appendix == "I");
    CHECK(entry.status == "new");
    CHECK(entry.language == "en");
    CHECK(entry.source == "market");
    CHECK(entry.seller == "old_things");
    CHECK(entry.price == "€ 1.200");
    CHECK(entry.location == "Lyon");
    CHECK(entry.taxa == "Loxodonta africana");
    CHECK(entry.first_seen_ms == now);
    CHECK_FALSE(entry.gone_ms);
}

TEST_CASE("the state of a casebook counts all its adverts, those that no crawl brought too") {
    const TemporaryFolder folder;
    std::mt19937 random(7);
    std::vector<JudgedListing> scanned;
    for (int i = 0; i < 40; ++i) scanned.push_back(any_advert(i, random));
    Writer writer(folder / "case.db");
    writer.record(writer.begin_run("scan", "test", now), scanned, now);
    CrawlProgress progress(folder / "case.db");
    Reader reader(folder / "case.db");
    CHECK(progress.sources(now).empty());
    CHECK(progress.adverts().all == 40);
    CHECK(progress.adverts().flagged == reader.count({}));
}
