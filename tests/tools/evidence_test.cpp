// Every change to what was kept is found, by `evidence verify`; what a stamp proves; what a purge leaves.
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <random>

#include "casebook/evidence_reader.h"
#include "casebook/purge.h"
#include "casebook/reader.h"
#include "casebook/sql.h"
#include "tests/tools/kept_case.h"
#include "tools/purge.h"

using namespace tests;
using namespace tools;

TEST_CASE("what a crawl keeps is whole, and a redirect, a certificate and an unchanged page are told in the archive") {
    const Case kept;
    const casebook::EvidenceCheck check = verify(kept.file());
    CHECK(check.problems == std::vector<std::string>{});
    CHECK(check.captures == 8);
    CHECK(check.files >= 2);
    CHECK(check.custody == 1);
    if (local_authority().ready) CHECK(check.stamped_captures == 8);
    casebook::EvidenceReader reader(kept.file());
    std::vector<casebook::ChainEntry> all;
    reader.chain(1, 100, [&](const casebook::ChainEntry& entry) { all.push_back(entry); });
    REQUIRE(all.size() == 8);
    const auto records = [&](std::size_t index) {
        const casebook::Capture& capture = all[index].capture;
        return records_of(
            contents(archive_folder(kept.file()) / capture.file)
                .substr(static_cast<std::size_t>(capture.offset), static_cast<std::size_t>(capture.length)));
    };
    const auto first = records(0), again = records(2);
    REQUIRE(first.size() == 4);
    CHECK(first[0].type == crawler::WarcType::warcinfo);
    CHECK(first[1].type == crawler::WarcType::response);
    CHECK(first[3].block.find("\"redirected_from\"") != std::string::npos);
    CHECK(first[3].block.find("https://www.market.example/old") != std::string::npos);
    CHECK(first[3].block.find("BEGIN CERTIFICATE") != std::string::npos);
    CHECK(first[3].block.find("Loxodonta africana") != std::string::npos);
    REQUIRE_FALSE(again.empty());
    const auto& revisit = again[again[0].type == crawler::WarcType::warcinfo ? 1 : 0];
    CHECK(revisit.type == crawler::WarcType::revisit);
    CHECK(revisit.header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/server-not-modified");
    CHECK(revisit.header("WARC-Refers-To") == "<" + first[1].id + ">");
    CHECK(revisit.header("WARC-Refers-To-Date") == first[1].date);
    casebook::Reader adverts(kept.file());
    CHECK(adverts.listing(casebook::ListingId{1})->last_seen_ms == KeptPages::now + 3'600'000);
}

TEST_CASE("every flipped bit of the archive is found") {
    const Case kept;
    std::mt19937 random(3);
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(archive_folder(kept.file())))
        files.push_back(entry.path());
    for (int round = 0; round < 60; ++round) {
        const auto& file = files[random() % files.size()];
        const std::string before = contents(file);
        std::string after = before;
        const std::size_t at = random() % after.size();
        after[at] = static_cast<char>(after[at] ^ (1 << random() % 8));
        std::ofstream(file, std::ios::binary) << after;
        CAPTURE(file, at);
        CHECK_FALSE(verify(kept.file()).problems.empty());
        std::ofstream(file, std::ios::binary) << before;
    }
    CHECK(verify(kept.file()).problems.empty());
}

TEST_CASE("removed, inserted and swapped bytes of the archive are found and named") {
    const Case kept;
    const auto file = std::filesystem::directory_iterator(archive_folder(kept.file()))->path();
    const std::string before = contents(file);
    const auto with = [&](std::string after) {
        std::ofstream(file, std::ios::binary) << after;
        const auto problems = verify(kept.file()).problems;
        std::ofstream(file, std::ios::binary) << before;
        return problems;
    };
    CHECK_FALSE(with(before.substr(1)).empty());
    CHECK_FALSE(with(before.substr(0, before.size() - 1)).empty());
    CHECK_FALSE(with('x' + before).empty());
    CHECK_FALSE(with(before.substr(0, 900) + 'x' + before.substr(900)).empty());
    CHECK_FALSE(with(before + "appended by somebody").empty());
    CHECK(with(before + before.substr(0, 300)).empty());  // a torn record: what an interrupted run leaves
    CHECK(with(before + std::string(512, '\0')).empty());
}

TEST_CASE("every flipped bit of a chain's rows is found, and the first break named") {
    const Case kept;
    const std::string original = contents(kept.file());
    std::mt19937 random(4);
    const std::map<std::string, std::vector<const char*>> columns = {
        {"captures", {"id", "fetch_id", "file", "start", "length", "sha256", "link"}},
        {"custody", {"id", "at_ms", "who", "action", "detail", "sha256", "captures", "head", "link"}},
        {"stamps",
         {"id", "captures", "head", "custody", "custody_head", "at_ms", "authority", "token", "anchors", "sha256"}}};
    for (const auto& [table, names] : columns) {
        if (table == "stamps" && !local_authority().ready) continue;
        for (int round = 0; round < 60; ++round) {
            const std::string column = names[static_cast<std::size_t>(round) % names.size()];
            {
                casebook::Database database(kept.file(), casebook::Database::Mode::write);
                database.execute("DROP TRIGGER IF EXISTS " + table + "_stay_u");
                casebook::Statement count(database, "SELECT count(*) FROM " + table);
                count.first();
                const auto row = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(count.integer(0)));
                count.reset();
                casebook::Statement value(database, "SELECT id, typeof(" + column + "), " + column + " FROM " + table +
                                                        " ORDER BY id LIMIT 1 OFFSET ?");
                value.first(row);
                const std::int64_t id = value.integer(0);
                CAPTURE(table, column, id);
                const std::string type = value.text(1);
                casebook::Statement change(database,
                                           "UPDATE OR IGNORE " + table + " SET " + column + " = ?2 WHERE id = ?1");
                if (type == "integer") {
                    const std::int64_t flipped = value.integer(2) ^ (std::int64_t{1} << random() % 20);
                    value.reset();
                    change.run(id, flipped);
                } else {
                    std::string bytes = value.text(2);
                    value.reset();
                    char& byte = bytes[random() % bytes.size()];
                    byte = static_cast<char>(byte ^ (1 << random() % 7));
                    type == "blob" ? change.run(id, casebook::Blob{bytes}) : change.run(id, bytes);
                }
                if (database.changes() == 0) continue;  // an id that is taken already
            }
            CAPTURE(table, column, round);
            const auto problems = verify(kept.file()).problems;
            CHECK_FALSE(problems.empty());
            std::filesystem::remove(kept.file().string() + "-wal");
            std::filesystem::remove(kept.file().string() + "-shm");
            std::ofstream(kept.file(), std::ios::binary) << original;
        }
    }
    CHECK(verify(kept.file()).problems.empty());
}

TEST_CASE("cutting the end off the chain is found by the stamp over it") {
    if (!local_authority().ready) return;
    const Case kept;
    casebook::Database database(kept.file(), casebook::Database::Mode::write);
    database.execute(
        "DROP TRIGGER captures_stay_d; DROP TRIGGER custody_stay_d; DELETE FROM page_captures;"
        "DELETE FROM captures WHERE id = 8; DELETE FROM custody");
    const auto problems = verify(kept.file()).problems;
    REQUIRE_FALSE(problems.empty());
    CHECK(problems[0].starts_with("stamp 3: vouches for 8 captures"));
}

TEST_CASE("a stamp is refused that is somebody else's, old, or by nobody who is believed") {
    LocalAuthority& local = local_authority();
    if (!local.ready) return;
    const casebook::TimeStamp stamp = ask(local.authority(), "a text");
    CHECK(stamp.authority == "CN=Time authority,O=Tests");
    CHECK(stamp.policy == "1.2.3.4.1");
    CHECK(ask(local.authority("1.2.3.4.5"), "a text").policy == "1.2.3.4.5");
    CHECK_THROWS_WITH(ask(local.authority("1.2.3.4.9"), "a text"), Catch::Contains("refused"));
    CHECK(casebook::check_stamp(stamp.token, "a text", local.certificates).at_ms == stamp.at_ms);
    CHECK_THROWS_AS(casebook::check_stamp(stamp.token, "b text", local.certificates), casebook::StampError);
    CHECK_THROWS_AS(casebook::check_stamp(stamp.token, "a text", LocalAuthority().certificates), casebook::StampError);
    for (std::size_t at = 0; at < stamp.token.size(); at += 7) {
        CAPTURE(at);
        std::string token = stamp.token;
        token[at] = static_cast<char>(token[at] ^ 1);
        try {
            // Some bytes are nobody's to vouch for (the certificates that come along): they must not change what is
            // said.
            const casebook::TimeStamp read = casebook::check_stamp(token, "a text", local.certificates);
            CHECK(read.at_ms == stamp.at_ms);
            CHECK(read.authority == stamp.authority);
        } catch (const casebook::StampError&) {
        }
    }
    ask(local.authority(), "a text");
    local.repeats_itself = true;  // the answer to the request before: another nonce
    CHECK_THROWS_WITH(ask(local.authority(), "a text"), Catch::Contains("nonce"));
    CHECK_THROWS_AS(casebook::stamp_from_response("nonsense", casebook::stamp_request("x"), local.certificates),
                    casebook::StampError);
}

TEST_CASE("an authority that is down stops nothing, and the next run stamps what waited") {
    LocalAuthority& local = local_authority();
    if (!local.ready) return;
    KeptPages kept;
    kept.keep({{"/p/1"}});
    local.down = true;
    {
        Stamper stamper(kept.file(), local.authority(), {});
        CHECK(stamper.finish().find("HTTP 503") != std::string::npos);
    }
    CHECK(kept.book->chain_state().stamped_captures == 0);
    local.down = false;
    {
        Stamper stamper(kept.file(), local.authority(), {});
        CHECK(stamper.finish().starts_with("1 capture stamped "));
    }
    CHECK(kept.book->chain_state().all_stamped());
}

TEST_CASE("a stamp is due by number or by age, and never without a capture") {
    const StampRule rule{10, std::chrono::minutes(60)};
    using State = casebook::Writer::ChainState;
    const auto due = [&](std::int64_t captures, std::int64_t stamped, casebook::Milliseconds waited) {
        State state;
        state.captures = captures;
        state.stamped_captures = stamped;
        state.waiting_since_ms = 1'000'000'000 - waited;
        return rule.due(state, 1'000'000'000);
    };
    CHECK_FALSE(due(0, 0, 0));
    CHECK_FALSE(due(9, 0, 0));
    CHECK(due(10, 0, 0));
    CHECK_FALSE(due(19, 10, 3'599'999));
    CHECK(due(11, 10, 3'600'000));
    CHECK_FALSE(due(11, 11, 9'999'999));
    CHECK_FALSE(due(11, 10, -5'000'000));  // a clock that was set back
}

TEST_CASE("a purge removes what was never suspect, the chain holds, and verify says what was purged") {
    KeptPages kept;
    constexpr casebook::Milliseconds old = 1'600'000'000'000;
    kept.keep({{"/old/lamp", false, false, {}, old},
               {"/old/ivory", true, false, {}, old},
               {"/old/chair", false, false, {}, old},
               {"/new/lamp", false, false, {}, KeptPages::now},
               {"/old/chair", false, true, {}, KeptPages::now}},
              true);
    kept.close();
    REQUIRE(verify(kept.file()).problems.empty());
    const std::string before = contents(kept.file());
    CHECK(run(PurgeOptions{.casebook = kept.file(), .older_than = "2024-01-01", .dry_run = true}, quiet()) == 0);
    casebook::Reader reader(kept.file());
    CHECK(reader.count({.least_level = detector::Level::none}) == 4);

    CHECK(run(PurgeOptions{.casebook = kept.file(), .older_than = "2024-01-01", .who = "ana"}, quiet()) == 0);
    // The chair was seen again lately, the ivory is suspect.
    CHECK(reader.count({.least_level = detector::Level::none}) == 3);
    CHECK(reader.count({.least_level = detector::Level::none, .text = "Lamp of /old/lamp"}) == 0);
    CHECK(reader.count({.least_level = detector::Level::none, .text = "Lamp of /new"}) == 1);
    casebook::EvidenceCheck check = verify(kept.file());
    CHECK(check.problems == std::vector<std::string>{});
    CHECK(check.purged == 1);
    CHECK(check.captures == 5);
    std::string archive;
    for (const auto& entry : std::filesystem::directory_iterator(archive_folder(kept.file()))) {
        const auto all = records_of(contents(entry.path()));
        for (const auto& record : all) archive += record.block;
        CHECK(shell("gzip -t " + quoted(entry.path())) == 0);
    }
    CHECK(archive.find("/old/lamp") == std::string::npos);
    CHECK(archive.find("removed at") != std::string::npos);
    CHECK(archive.find("/old/ivory") != std::string::npos);
    // A tombstone is as well guarded as what stood there.
    const auto first = std::filesystem::path(archive_folder(kept.file())) / "citeswatch-00001.warc.gz";
    std::string bytes = contents(first);
    bytes[40] = static_cast<char>(bytes[40] ^ 1);
    std::ofstream(first, std::ios::binary) << bytes;
    CHECK(verify(kept.file()).problems.at(0).starts_with("capture 1: was purged"));
    bytes[40] = static_cast<char>(bytes[40] ^ 1);
    std::ofstream(first, std::ios::binary) << bytes;
    // Somebody adds to the list of what was purged, to hide that he removed it.
    casebook::Database database(kept.file(), casebook::Database::Mode::write);
    database.execute("INSERT INTO purged_captures VALUES (2, 1, 'x')");
    CHECK_FALSE(verify(kept.file()).problems.empty());
}

TEST_CASE("a purge that was killed before the archive was overwritten is finished by the next") {
    KeptPages kept;
    kept.keep({{"/old/lamp", false, false, {}, 1'600'000'000'000}}, true);
    kept.close();
    {
        casebook::Purge purge(kept.file());
        const auto tombstone = [](const casebook::Erasure& erasure) {
            return std::string(static_cast<std::size_t>(erasure.capture.length), 'T');
        };
        CHECK(purge.remove(KeptPages::now, "ana", tombstone, KeptPages::now).captures == 1);
        CHECK(purge.unfinished().size() == 1);
    }
    casebook::EvidenceCheck check = verify(kept.file());
    CHECK(check.problems.empty());
    REQUIRE(check.notes.size() >= 1);
    CHECK(check.notes[0].find("interrupted") != std::string::npos);
}
