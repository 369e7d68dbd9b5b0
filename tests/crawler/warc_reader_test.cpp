// Archives of any make are read as far as they go, and what is wrong in them is said.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "crawler/gzip.h"
#include "crawler/http_message.h"
#include "crawler/warc_digest.h"
#include "crawler/warc_reader.h"

using namespace crawler;

namespace {

struct Read {
    std::vector<ArchivedPage> pages;
    std::vector<std::string> problems;
};

Read read_all(std::istream& file) {
    Read read;
    WarcReader reader(file, [&](std::uint64_t, std::string_view what) { read.problems.emplace_back(what); });
    while (auto page = reader.next_page()) read.pages.push_back(std::move(*page));
    return read;
}

Read read_text(const std::string& bytes) {
    std::istringstream file(bytes);
    return read_all(file);
}

std::string record(const std::string& url, const std::string& block, const std::string& more = "") {
    return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: " + url +
           "\r\nWARC-Date: 2026-03-04T05:06:07Z\r\nContent-Type: application/http; msgtype=response\r\n" + more +
           "Content-Length: " + std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

std::string answer(const std::string& body, const std::string& headers = "") {
    return "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + headers + "\r\n" + body;
}

}  // namespace

TEST_CASE("a page comes out of an archive with its codings undone") {
    struct Row {
        const char* what;
        std::string block, body;
    };
    const std::vector<Row> table = {
        {"plain", answer("hello"), "hello"},
        {"chunked", answer("3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"), "hello"},
        {"called chunked, but is not", answer("hello", "Transfer-Encoding: chunked\r\n"), "hello"},
        {"gzip", answer(gzip_member("hello"), "Content-Encoding: gzip\r\n"), "hello"},
        {"called gzip, but is not", answer("hello", "Content-Encoding: gzip\r\n"), "hello"},
        {"chunked short", answer("9\r\nhello", "Transfer-Encoding: chunked\r\n"), "hello"},
        {"line feeds alone", "HTTP/1.1 200 OK\nContent-Type: text/html\n\nhello", "hello"},
    };
    for (const Row& row : table) {
        CAPTURE(row.what);
        for (const bool compressed : {false, true}) {
            const std::string whole = record("http://m.example/1", row.block);
            const Read read = read_text(compressed ? gzip_member(whole) : whole);
            REQUIRE(read.pages.size() == 1);
            CHECK(read.pages[0].body == row.body);
            CHECK(read.pages[0].url == "http://m.example/1");
            CHECK(read.pages[0].http_status == 200);
            CHECK(read.pages[0].content_type == "text/html");
            CHECK(read.pages[0].date == "2026-03-04T05:06:07Z");
            CHECK(read.problems.empty());
        }
    }
}

TEST_CASE("digests that disagree are told, in base32 and in hex") {
    const std::string block = answer("hello");
    CHECK(warc_sha1("") == "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ");  // RFC 3174's empty message, in base32
    for (const std::string& good : {warc_sha1(block), warc_sha256(block)})
        CHECK(read_text(record("http://a/", block, "WARC-Block-Digest: " + good + "\r\n")).pages.at(0).notes.empty());
    const Read bad = read_text(record("http://a/", block, "WARC-Block-Digest: " + warc_sha1("other") + "\r\n"));
    CHECK(bad.pages.at(0).notes == std::vector<std::string>{"warc-block-digest disagrees with the content"});
    const Read payload = read_text(record("http://a/", block, "WARC-Payload-Digest: " + warc_sha1("other") + "\r\n"));
    CHECK(payload.pages.at(0).notes.size() == 1);
}

TEST_CASE("a damaged record is passed over and the next one is read") {
    const std::string one = record("http://a/1", answer(std::string(3000, 'x') + "one"));
    const std::string two = record("http://a/2", answer("two"));
    SECTION("junk between records") {
        const Read read = read_text(one + "some junk\r\n" + two);
        CHECK(read.pages.size() == 2);
        CHECK(read.problems.size() == 1);
    }
    SECTION("a broken member") {
        std::string broken = gzip_member(one);
        broken[broken.size() / 2] = static_cast<char>(broken[broken.size() / 2] ^ 0x55);
        const Read read = read_text(broken + gzip_member(two));
        REQUIRE_FALSE(read.pages.empty());
        CHECK(read.pages.back().body == "two");
        CHECK_FALSE(read.problems.empty());
    }
    SECTION("no Content-Length") {
        const Read read = read_text("WARC/1.0\r\nWARC-Type: response\r\n\r\nHTTP/1.1 200 OK\r\n\r\n\r\n\r\n" + two);
        REQUIRE(read.pages.size() == 1);
        CHECK(read.pages[0].body == "two");
        CHECK(read.problems.size() == 1);
    }
    SECTION("the end is missing") {
        const std::string whole = gzip_member(one) + gzip_member(two);
        const Read read = read_text(whole.substr(0, whole.size() - 12));
        CHECK(read.pages.size() >= 1);
        CHECK_FALSE(read.problems.empty());
    }
}

TEST_CASE("each record of a compressed archive is found again at its offset") {
    std::string whole;
    std::vector<std::uint64_t> offsets;
    for (int i = 0; i < 50; ++i) {
        offsets.push_back(whole.size());
        whole += gzip_member(record("http://a/" + std::to_string(i), answer(std::string(5000, char('a' + i % 26)))));
    }
    const Read read = read_text(whole);
    REQUIRE(read.pages.size() == 50);
    for (std::size_t i = 0; i < 50; ++i) CHECK(read.pages[i].offset == offsets[i]);
}

TEST_CASE("no bytes, however broken, stop the reader or make it crash") {
    const std::string good =
        gzip_member(record("http://a/1", answer(gzip_member("one"), "Content-Encoding: gzip\r\n"))) +
        gzip_member(record("http://a/2", answer("3\r\none\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n")));
    const std::string plain = record("http://a/1", answer("one")) + record("http://a/2", answer("two"));
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string bytes = round % 2 ? good : plain;
        for (unsigned flips = 1 + random() % 4; flips > 0; --flips)
            bytes[random() % bytes.size()] = static_cast<char>(random());
        if (round % 5 == 0) bytes.resize(random() % bytes.size());
        CHECK(read_text(bytes).pages.size() <= 3);
    }
}

TEST_CASE("other people's archives are read: warcio's samples") {
    const std::filesystem::path folder = CITESWATCH_SOURCE_DIR "/../shared/conformance/warc";
    if (!std::filesystem::exists(folder)) {
        WARN("skipped: no " << folder);
        return;
    }
    struct Row {
        const char* name;
        std::size_t pages;
        bool problems;  // reported, or noted with a page
    };
    const std::vector<Row> table = {
        {"bad.arc", 0, true},
        {"example-bad-non-chunked.warc.gz", 1, false},
        {"example-bad.warc.gz.bad", 2, false},
        {"example-digest.warc", 0, false},
        {"example-iana.org-chunked.warc", 1, false},
        {"example-resource.warc.gz", 1, false},
        {"example-space-in-target-uri.warc.gz", 0, false},
        {"example-space-in-url.arc", 0, true},
        {"example-trunc.warc", 1, true},
        {"example-wget-bad-target-uri.warc.gz", 1, false},
        {"example-wrong-chunks.warc.gz", 1, true},
        {"example.arc", 0, true},
        {"example.arc.gz", 0, true},
        {"example.warc", 1, false},
        {"example.warc.gz", 1, false},
        {"post-test.warc.gz", 3, false},
    };
    for (const Row& row : table) {
        CAPTURE(row.name);
        std::ifstream file(folder / row.name, std::ios::binary);
        REQUIRE(file);
        const Read read = read_all(file);
        bool told = !read.problems.empty();
        for (const std::string& problem : read.problems) UNSCOPED_INFO(problem);
        for (const ArchivedPage& page : read.pages) {
            UNSCOPED_INFO(page.url << " " << page.http_status << " " << page.body.size());
            for (const std::string& note : page.notes) UNSCOPED_INFO(note);
            told = told || !page.notes.empty();
            CHECK(page.url.find('<') == std::string::npos);
        }
        CHECK(read.pages.size() == row.pages);
        CHECK(told == row.problems);
    }
}
