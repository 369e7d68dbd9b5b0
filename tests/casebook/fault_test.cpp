// Power lost at any write or sync, disks that fill up or lie: nothing committed is lost, nothing false is shown.
#include <unistd.h>

#include <catch2/catch.hpp>

#include "casebook/reader.h"
#include "casebook/sql.h"
#include "casebook/summary.h"
#include "casebook/writer.h"
#include "tests/casebook/fault_disk.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

constexpr Milliseconds now = 1'772'600'000'000;

// Each batch commits three adverts (one flagged and dismissed later on), so that a torn commit shows as a wrong number.
constexpr int batches = 5, adverts_a_batch = 3;

// How many batches were acknowledged before the disk gave way.
int work(const std::filesystem::path& file) {
    int acknowledged = 0;
    try {
        Writer writer(file);
        const RunId run = writer.begin_run("scan", "citeswatch", now);
        for (int batch = 0; batch < batches; ++batch) {
            const std::string base = "https://m.example/" + std::to_string(batch);
            // The clock goes backwards all the while.
            writer.record(run,
                          std::vector{samples::ivory(base + "/1"), samples::ivory(base + "/2", "Real ivory"),
                                      samples::innocent(base + "/3", "Lamp " + base)},
                          now - batch * 1000);
            ++acknowledged;
        }
        writer.end_run(run, "finished", now);
    } catch (const StoreError&) {
    }
    return acknowledged;
}

std::int64_t number(Database& database, const char* sql) {
    Statement query(database, sql);
    return query.first() ? query.integer(0) : -1;
}

// What was found after the crash: whole batches, at least those that were acknowledged, and all of it consistent.
void check_invariants(const std::filesystem::path& file, int acknowledged) {
    { Writer writer(file); }  // a migration that was cut short goes on
    Database database(file, Database::Mode::read);
    CHECK(number(database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") == 0);
    CHECK(number(database, "SELECT count(*) FROM pragma_foreign_key_check") == 0);
    const std::int64_t adverts = number(database, "SELECT count(*) FROM listings");
    CHECK(adverts % adverts_a_batch == 0);
    CHECK(adverts >= acknowledged * adverts_a_batch);
    CHECK(adverts <= (acknowledged + 1) * adverts_a_batch);
    CHECK(number(database, "SELECT count(*) FROM versions") == adverts);
    CHECK(number(database, "SELECT count(*) FROM assessments") == adverts);
    CHECK(number(database, "SELECT count(*) FROM advert_text WHERE advert_text MATCH '\"Real ivory\"'") ==
          adverts / adverts_a_batch);
    CHECK(number(database, "SELECT ifnull(sum(number), 0) FROM tallies") == adverts);
    CHECK(count_of(database, {}) == adverts / adverts_a_batch * 2);
}

}  // namespace

TEST_CASE("power lost at any write or sync costs no commit that was acknowledged, and tears none") {
    std::int64_t all = 0;
    {
        const TemporaryFolder folder;
        FaultDisk disk;
        CHECK(work(folder / "case") == batches);
        all = disk.operations();
    }
    REQUIRE(all > 100);
    // Every operation of the last two thirds in turn would take minutes; a stride without common factors visits all
    // kinds.
    const std::int64_t stride = std::max<std::int64_t>(1, all / 60) | 1;
    int tried = 0;
    for (std::int64_t at = 1; at <= all; at += stride) {
        for (const auto loss : {FaultDisk::Loss::all_unsynced, FaultDisk::Loss::some_unsynced}) {
            CAPTURE(at, static_cast<int>(loss));
            const TemporaryFolder folder;
            int acknowledged = 0;
            {
                FaultDisk disk;
                disk.strike(FaultDisk::Fault::power, at);
                acknowledged = work(folder / "case");
                CHECK(disk.struck());
                disk.survive(loss, static_cast<std::uint32_t>(at));
            }
            check_invariants(folder / "case", acknowledged);
            ++tried;
        }
    }
    CHECK(tried > 80);
}

TEST_CASE(
    "a disk that is full at any write fails the batch, keeps the others, and takes more when there is room again") {
    for (std::int64_t at = 150; at < 400; at += 41) {
        CAPTURE(at);
        const TemporaryFolder folder;
        int acknowledged = 0;
        {
            FaultDisk disk;
            Writer writer(folder / "case");
            const RunId run = writer.begin_run("scan", "citeswatch", now);
            disk.strike(FaultDisk::Fault::full, at - disk.operations());
            bool refused = false;
            for (int batch = 0; batch < 200 && !refused; ++batch) {
                const std::string base = "https://m.example/" + std::to_string(batch);
                const std::vector<JudgedListing> three = {samples::ivory(base + "/1"),
                                                          samples::ivory(base + "/2", "Real ivory"),
                                                          samples::innocent(base + "/3", "Lamp " + base)};
                try {
                    writer.record(run, three, now);
                } catch (const StoreError& error) {
                    CHECK(error.kind() == StoreFault::full);
                    refused = true;
                    disk.strike(FaultDisk::Fault::none, 0);
                    writer.record(run, three, now);  // the same writer goes on
                }
                ++acknowledged;
            }
            CHECK(refused);
            disk.survive(FaultDisk::Loss::all_unsynced, 1);
        }
        check_invariants(folder / "case", acknowledged);
    }
}

TEST_CASE("a sync that fails is a commit that failed") {
    const TemporaryFolder folder;
    FaultDisk disk;
    Writer writer(folder / "case");
    const RunId run = writer.begin_run("scan", "citeswatch", now);
    disk.strike(FaultDisk::Fault::sync_fails, 1);
    CHECK_THROWS_AS(writer.record(run, std::vector{samples::ivory("https://m.example/1")}, now), StoreError);
    CHECK(disk.struck());
}

TEST_CASE("a file that lost its end is said to be damaged, not read as something else") {
    const TemporaryFolder folder;
    {
        Writer writer(folder / "case");
        const RunId run = writer.begin_run("scan", "citeswatch", now);
        for (int i = 0; i < 40; ++i)
            writer.record(run, std::vector{samples::ivory("https://m.example/" + std::to_string(i))}, now);
    }
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(folder / "case"));
    std::filesystem::resize_file(folder / "case", static_cast<std::uintmax_t>(size - 3 * 4096 - 2000));
    try {
        Reader reader(folder / "case");
        reader.each({}, [](const StoredListing&) { return true; });
        Database database(folder / "case", Database::Mode::read);
        CHECK(number(database, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'") > 0);
    } catch (const StoreError& error) {
        CHECK(error.kind() == StoreFault::corrupt);
    }
}

TEST_CASE("a casebook that may only be read is read, and says so when it is to be written") {
    const TemporaryFolder folder;
    const auto file = folder / "case #1?.db";
    {
        Writer writer(file);
        const RunId run = writer.begin_run("scan", "test", now);
        writer.record(run, std::vector{samples::ivory("https://m.example/1")}, now);
    }
    using std::filesystem::perms;
    const perms all_read = perms::owner_read | perms::group_read | perms::others_read;
    const perms all_enter = perms::owner_exec | perms::group_exec | perms::others_exec;
    std::filesystem::permissions(file, all_read);
    std::filesystem::permissions(folder.path, all_read | all_enter);
    const bool root = ::geteuid() == 0;  // whom no permission stops: somebody else looks
    if (root) REQUIRE(::seteuid(65534) == 0);
    std::int64_t adverts = 0;
    std::string refused;
    try {
        adverts = Reader(file).count({});
        Writer writer(file, {.duty = Duty::desk});
    } catch (const StoreError& error) {
        refused = error.what();
    }
    if (root) REQUIRE(::seteuid(0) == 0);
    CHECK(adverts == 1);
    CHECK(refused.find("give write permission") != std::string::npos);
    std::filesystem::permissions(folder.path, perms::owner_all);
}
