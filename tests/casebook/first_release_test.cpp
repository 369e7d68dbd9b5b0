// first_release/: a casebook made by citeswatch 0.1.0 (schema 1), by `crawl` of a page with ivory, `scan` of the
// adverts in tests/cli/data and `report`, with one verdict. It must open for ever.
#include <catch2/catch.hpp>

#include "casebook/desk_reader.h"
#include "casebook/error.h"
#include "casebook/evidence_check.h"
#include "casebook/reader.h"
#include "casebook/writer.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

TEST_CASE("a casebook of the first release opens in this one, with all that was in it") {
    const TemporaryFolder folder;
    std::filesystem::copy(std::string(CITESWATCH_SOURCE_DIR) + "/tests/casebook/first_release", folder.path,
                          std::filesystem::copy_options::recursive);
    const auto file = folder / "case.db";
    try {
        Reader reader(file);
        FAIL("a reader must not change a schema");
    } catch (const StoreError& error) {
        const std::string text = error.what();
        CHECK(text.find("case.db: was made by an earlier release") != std::string::npos);
        CHECK(text.find("citeswatch migrate --casebook") != std::string::npos);
    }
    { Writer writer(file, {.duty = Duty::desk}); }
    Reader reader(file);
    CHECK(reader.count({.least_level = detector::Level::none}) == 7);
    CHECK(reader.count({}) == 3);
    CHECK(reader.count({.taxon = "Elephantidae"}) == 2);
    CHECK(reader.count({.text = "old family collection"}) == 1);
    CHECK(reader.count({.status = "confirmed"}) == 1);
    const std::vector<QueueRow> page = DeskReader(file).page({}, {}).rows;
    REQUIRE(page.size() == 3);
    const StoredListing first = reader.listing(page[0].id).value();
    CHECK(first.listing.url == "http://127.0.0.1:8931/p1.html");
    CHECK(first.judgement.level == detector::Level::critical);
    CHECK_FALSE(first.judgement.reasons.empty());
    REQUIRE(first.capture);
    const auto trail = reader.verdicts(first.id);
    REQUIRE(trail.size() == 1);
    CHECK(trail[0].note == "asked the platform");
    const EvidenceCheck check = check_evidence({.casebook = file, .archive = folder / "case.db.archive"});
    CHECK(check.problems.empty());
    CHECK(check.captures == 1);
}
