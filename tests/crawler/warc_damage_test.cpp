// Archives that are cut, torn, changed or made to hurt.
#include <catch2/catch.hpp>
#include <random>
#include <system_error>

#include "crawler/gzip.h"
#include "tests/crawler/warc_reading.h"

using namespace crawler;
using namespace warc_tests;

TEST_CASE("A record over the limit is passed over and the next is read") {
    const std::string big(300'000, 'b');
    const std::string bytes = response("one") + response(big) + response("two");
    for (const std::string& file :
         {bytes, gzip_member(bytes),
          gzip_member(response("one")) + gzip_member(response(big)) + gzip_member(response("two"))}) {
        const auto reading = read_string(file, {100'000, 100'000});
        REQUIRE(reading.records.size() == 2);
        CHECK(reading.records[1].payload() == "two");
        REQUIRE(reading.notes.size() == 1);
        CHECK(reading.notes[0].problem == WarcProblem::too_large);
    }
}

TEST_CASE("Members that split records anywhere make no difference to what is read") {
    const std::string bytes = response("one") + response(std::string(200'000, 'x')) + response("three");
    std::mt19937 random(2);
    for (int i = 0; i < 20; ++i) {
        std::string file;
        for (std::size_t at = 0; at < bytes.size();) {
            const std::size_t size = random() % (i < 10 ? 70'000 : 500);
            file += gzip_member(std::string_view(bytes).substr(at, size), 1);
            at += size;
        }
        const auto reading = read_string(file);
        REQUIRE(reading.records.size() == 3);
        CHECK(reading.records[2].payload() == "three");
        CHECK(reading.notes.empty());
    }
}

TEST_CASE("A file cut at any byte gives every record before the cut, and says that it is cut") {
    const std::vector<std::string> plain = {response("one"), response("two"), response("three")};
    for (const bool zipped : {false, true}) {
        std::string file;
        std::vector<std::size_t> ends;
        for (const auto& part : plain) {
            file += zipped ? gzip_member(part) : part;
            ends.push_back(file.size());
        }
        for (std::size_t length = 0; length < file.size(); ++length) {
            INFO((zipped ? "gzip " : "plain ") << length);
            const auto reading = read_string(file.substr(0, length));
            const auto whole = static_cast<std::size_t>(
                std::count_if(ends.begin(), ends.end(), [&](std::size_t end) { return end <= length; }));
            REQUIRE(reading.records.size() >= whole);
            CHECK(reading.records.size() <= whole + 1);
            for (std::size_t i = 0; i < whole; ++i) CHECK_FALSE(reading.records[i].truncated);
            // The four bytes that close a record may be missing; more may not without a word.
            const std::size_t behind = length - (whole ? ends[whole - 1] : 0);
            if (behind && (zipped || ends[whole] - length > 4)) CHECK(!reading.notes.empty());
        }
    }
}

TEST_CASE("A torn member in the middle loses itself alone") {
    const std::string first = gzip_member(response("one")), last = gzip_member(response("last"));
    std::string noise;
    std::mt19937 random(4);
    for (int i = 0; i < 3000; ++i) noise += static_cast<char>(random());
    const std::string torn = gzip_member(response(noise));
    for (std::size_t length = 4; length < torn.size(); length += 7) {
        INFO(length);
        const auto reading = read_string(first + torn.substr(0, length) + last);
        REQUIRE(reading.records.size() >= 2);
        CHECK(reading.records.front().payload() == "one");
        CHECK(reading.records.back().payload() == "last");
        CHECK(!reading.notes.empty());
    }
    const auto rubbish = read_string(first + std::string(1000, 'r') + last);
    CHECK(rubbish.records.size() == 2);
    CHECK(has(rubbish, WarcProblem::garbage));
}

TEST_CASE("A changed byte anywhere is survived, and never passes as what the digest vouches for") {
    std::string bytes;
    std::vector<std::string> blocks;
    for (const char* body : {"one", "two", "three"}) {
        const std::string& block = blocks.emplace_back("HTTP/1.1 200 OK\r\n\r\n" + std::string(body));
        bytes += gzip_member(
            record("response", "a:b", "application/http", block, "WARC-Block-Digest: " + warc_sha256(block) + "\r\n"));
    }
    for (std::size_t at = 0; at < bytes.size(); ++at)
        for (const int flip : {0x01, 0x80, 0xFF}) {
            std::string bad = bytes;
            bad[at] = static_cast<char>(bad[at] ^ flip);
            const auto reading = read_string(bad);
            for (const auto& got : reading.records)
                if (got.block_digest == DigestCheck::matches)
                    CHECK(std::count(blocks.begin(), blocks.end(), got.block) == 1);
            CHECK(reading.records.size() <= 4);
        }
}

TEST_CASE("Hostile archives cost no more than a few readings") {
    // Each would take hours were any step to look at the rest of the file again.
    const std::string member = gzip_member("x");
    std::string headers, heads, starts, tiny, lengths;
    while (headers.size() < 2'000'000) headers += "WARC/1.0\n";
    while (heads.size() < 2'000'000) heads += std::string("\x1F\x8B\x08\x00", 4) + "abcdef";
    while (starts.size() < 2'000'000) starts += "WARC/1.0\n\n";
    while (tiny.size() < 2'000'000) tiny += member;
    while (lengths.size() < 2'000'000) lengths += "WARC/1.0\nContent-Length: 0\nWARC-Type: request\n\n";
    for (const std::string& bytes : {headers, member + heads, starts, tiny, lengths, gzip_member(headers)})
        read_string(bytes);
    CHECK(read_string(lengths).records.size() > 10'000);
}

TEST_CASE("Any bytes come to an end") {
    std::mt19937 random(9);
    const std::string good = response("one"), zipped = gzip_member(good);
    for (int i = 0; i < 1500; ++i) {
        std::string bytes;
        for (int n = 0; n < 6; ++n) {
            std::string part = random() % 2 ? good : zipped;
            for (std::size_t flips = random() % 4; flips; --flips)
                part[random() % part.size()] = static_cast<char>(random());
            bytes += part.substr(random() % 5 ? 0 : random() % part.size(),
                                 random() % 3 ? std::string::npos : random() % 200);
        }
        CHECK(read_string(bytes, {}, 1 + random() % 300).records.size() <= 12);
    }
}

TEST_CASE("A file that is not there is an error that names it") {
    CHECK_THROWS_WITH(FileSource("/nowhere/pages.warc"), Catch::Contains("/nowhere/pages.warc"));
    FileSource folder("/");
    CHECK_THROWS_AS(read_all(folder), std::system_error);
}
