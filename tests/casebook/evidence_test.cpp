// Any change to what was recorded is found: every byte of the archive, every entry of the chain.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <random>

#include "casebook/evidence_check.h"
#include "casebook/sql.h"
#include "casebook/writer.h"
#include "detector/digest.h"
#include "tests/casebook/temporary_folder.h"

using namespace casebook;

namespace {

constexpr Milliseconds now = 1'772'600'000'000;

// Twelve captures in two files, recorded in their order.
struct Archive {
    Archive() {
        std::filesystem::create_directory(folder / "case.archive");
        Writer writer(folder / "case");
        const RunId run = writer.begin_run("crawl", "citeswatch", now);
        const PassId pass = writer.begin_pass("market", now).id;
        for (int i = 0; i < 12; ++i) {
            const std::string file = i < 7 ? "a.warc.gz" : "b.warc.gz";
            const std::string bytes =
                "capture " + std::to_string(i) + std::string(static_cast<std::size_t>(i) * 9, 'x');
            Visit visit;
            visit.source = "market";
            visit.pass = pass;
            visit.fetch.url = "https://m.example/" + std::to_string(i);
            visit.fetch.status = "ok";
            visit.fetch.capture = {file, static_cast<std::int64_t>(size[file]), static_cast<std::int64_t>(bytes.size()),
                                   detector::to_hex(detector::sha256(bytes))};
            size[file] += bytes.size();
            std::ofstream(folder / "case.archive" / file, std::ios::app) << bytes;
            writer.record(run, std::vector{visit}, now);
        }
    }
    EvidenceCheck check() const {
        return check_evidence({.casebook = folder / "case", .archive = folder / "case.archive"});
    }
    // The triggers stand in the way of our own code; somebody with the file drops them.
    void tamper(const std::string& sql) const {
        Database database(folder / "case", Database::Mode::write);
        database.execute("DROP TRIGGER captures_stay_u; DROP TRIGGER captures_stay_d;" + sql);
    }

    TemporaryFolder folder;
    std::map<std::string, std::size_t> size;
};

}  // namespace

TEST_CASE("an untouched archive is unchanged") {
    const Archive archive;
    const EvidenceCheck check = archive.check();
    CHECK(check.problems.empty());
    CHECK(check.notes.empty());
    CHECK(check.captures == 12);
    CHECK(check.files == 2);
    CHECK(check.head.size() == 64);
}

TEST_CASE("a flipped bit anywhere in the archive is found, and the capture named") {
    const Archive archive;
    std::mt19937 random(11);
    for (int round = 0; round < 60; ++round) {
        const std::string name = round % 2 ? "a.warc.gz" : "b.warc.gz";
        const auto file = archive.folder / "case.archive" / name;
        const auto at = static_cast<std::streamoff>(random() % archive.size.at(name));
        const char flip = static_cast<char>(1 << random() % 8);
        const auto touch = [&] {
            std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
            bytes.seekg(at);
            const char before = static_cast<char>(bytes.get());
            bytes.seekp(at);
            bytes.put(static_cast<char>(before ^ flip));
        };
        touch();
        const EvidenceCheck check = archive.check();
        REQUIRE(check.problems.size() == 1);
        CHECK(check.problems[0].starts_with("capture "));
        touch();
        CHECK(archive.check().problems.empty());
    }
}

TEST_CASE("removing, inserting, changing and reordering entries of the chain breaks it") {
    const std::vector<std::pair<const char*, const char*>> table = {
        {"DELETE FROM captures WHERE id = 5", "capture 5:"},
        {"DELETE FROM captures WHERE id = 5; UPDATE captures SET id = id - 1 WHERE id > 5", "capture 5:"},
        {"UPDATE captures SET sha256 = (SELECT sha256 FROM captures WHERE id = 2) WHERE id = 3", "capture 3:"},
        {"UPDATE captures SET link = upper(link) WHERE id = 12", "capture 12:"},
        {"UPDATE captures SET start = start + 1 WHERE id = 1", "capture 1:"},
        {"UPDATE captures SET id = 100 WHERE id = 4; UPDATE captures SET id = 4 WHERE id = 5;"
         "UPDATE captures SET id = 5 WHERE id = 100",
         "capture 4:"},
    };
    for (const auto& [sql, first] : table) {
        CAPTURE(sql);
        const Archive archive;
        archive.tamper(sql);
        const EvidenceCheck check = archive.check();
        REQUIRE_FALSE(check.problems.empty());
        CHECK(check.problems[0].starts_with(first));
    }
}

TEST_CASE("a lost file and a shortened one are named, bytes nobody owns are noted") {
    const Archive archive;
    std::ofstream(archive.folder / "case.archive" / "b.warc.gz", std::ios::app) << "\x1f\x8b\x08 torn tail";
    EvidenceCheck check = archive.check();
    CHECK(check.problems.empty());
    CHECK(check.notes.size() == 1);
    std::filesystem::resize_file(archive.folder / "case.archive" / "b.warc.gz", archive.size.at("b.warc.gz") - 1);
    check = archive.check();
    REQUIRE(check.problems.size() == 1);
    CHECK(check.problems[0].find("ends before") != std::string::npos);
    std::filesystem::remove(archive.folder / "case.archive" / "a.warc.gz");
    CHECK(archive.check().problems.at(0).find("a.warc.gz is missing") != std::string::npos);
}
