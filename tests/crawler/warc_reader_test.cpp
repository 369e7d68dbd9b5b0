#include "crawler/warc_reader.h"

#include <catch2/catch.hpp>
#include <filesystem>

#include "crawler/archived_page.h"
#include "crawler/gzip.h"
#include "tests/crawler/warc_reading.h"

using namespace crawler;
using namespace warc_tests;

TEST_CASE("Every archive of the conformance folder is read as its bytes deserve") {
    if (!std::filesystem::exists(kFolder)) {
        WARN("skipped: ../shared/conformance/warc is absent");
        return;
    }
    struct Row {
        const char* file;
        std::vector<std::string> events;
    };
    for (const Row& row : {
             // ARC, even the one with bad lines, is another format: named once, nothing read.
             Row{"bad.arc", {"* 0 not_warc"}},
             Row{"example.arc", {"* 0 not_warc"}},
             Row{"example.arc.gz", {"* 0 not_warc"}},
             Row{"example-space-in-url.arc", {"* 0 not_warc"}},
             // The good one, plain and gzip: the same records. Payload digests of a revisit are of the page revisited.
             Row{"example.warc",
                 {"warcinfo 0+488 0 249 --", "warcinfo 488+709 0 470 --", "response 1197+1369 200 1270 ==",
                  "request 2566+804 0 0 --", "revisit 3370+946 200 0 =-", "request 4316+804 0 0 --"}},
             Row{"example.warc.gz",
                 {"warcinfo 0+353 0 249 --", "warcinfo 353+431 0 470 --", "response 784+1228 200 1270 ==",
                  "request 2012+609 0 0 ==", "revisit 2621+586 200 0 =-", "request 3207+609 0 0 =="}},
             // One gzip member for the whole file: every record can be read, none can be fetched alone. The revisit's
             // block digest is not that of its block (as Python's hashlib confirms).
             Row{"example-bad-non-chunked.warc.gz",
                 {"warcinfo 0+0 0 249 --", "warcinfo 0+0 0 470 --", "response 0+0 200 1270 ==", "request 0+0 0 0 --",
                  "* 0 digest_mismatch", "revisit 0+0 200 0 !-", "request 0+0 0 0 --"}},
             // The same, and its requests end before the empty line that an HTTP head ends with.
             Row{"example-bad.warc.gz.bad",
                 {"warcinfo 0+0 0 196 --", "response 0+0 200 1270 -=", "* 0 bad_http", "request 0+0 0 0 --",
                  "revisit 0+0 200 0 --", "* 0 bad_http", "request 0+0 0 0 --", "response 0+0 302 201 -="}},
             // One digest was changed by hand; then sha1 in base32, base64 and the URL-safe base64.
             Row{"example-digest.warc",
                 {"* 0 digest_mismatch", "request 0+922 0 0 =!",
                  "request 922+918 0 0 ==", "request 1840+918 0 0 ==", "request 2758+914 0 0 =="}},
             // Digests in hexadecimal; the payload's is of the body without its chunks, as the standard means it.
             Row{"example-iana.org-chunked.warc",
                 {"warcinfo 0+405 0 137 --", "response 405+7974 200 7223 ==", "request 8379+452 0 0 =-"}},
             Row{"example-resource.warc.gz",
                 {"warcinfo 0+361 0 249 --", "warcinfo 361+441 0 399 --", "resource 802+977 0 1303 =="}},
             Row{"example-space-in-target-uri.warc.gz",
                 {"warcinfo 0+241 0 73 --", "* 241 bad_uri", "resource 241+342 0 70 =-"}},
             // Content-Length is two bytes short: the digests differ, the gzip body lacks its last bytes (the text is
             // whole), what is left is no record, and the next record is found.
             Row{"example-trunc.warc",
                 {"warcinfo 0+488 0 249 --", "warcinfo 488+709 0 470 --", "* 1197 digest_mismatch",
                  "* 1197 digest_mismatch", "* 1197 bad_body", "response 1197+1363 200 1270 !!", "* 2560 garbage",
                  "request 2566+804 0 0 --"}},
             // Angle brackets round target URIs, which WARC/1.0's grammar asks for, are no part of them.
             Row{"example-wget-bad-target-uri.warc.gz",
                 {"warcinfo 0+410 0 232 =-", "request 410+414 0 0 =-", "response 824+1154 200 1270 ==",
                  "metadata 1978+317 0 48 =-", "resource 2295+386 0 49 =-", "resource 2681+586 0 471 =-"}},
             // Header, body, and the rest lie in members of their own: the response is two of them, the request begins
             // within the third and so has no address. The block digest was made of something else.
             Row{"example-wrong-chunks.warc.gz",
                 {"* 0 digest_mismatch", "response 0+1130 200 1270 !=", "request 1130+0 0 0 =="}},
             Row{"post-test.warc.gz",
                 {"response 0+720 200 545 ==", "request 720+476 0 16 =-", "response 1196+723 200 552 ==",
                  "request 1919+476 0 12 =-", "response 2395+723 200 551 ==", "request 3118+475 0 6 =-"}},
         }) {
        INFO(row.file);
        FileSource file(kFolder + row.file);
        CHECK(read_all(file).events == row.events);
        // A pipe that gives one byte at a time makes no difference.
        const std::string bytes = bytes_of(kFolder + row.file);
        CHECK(read_string(bytes, {}, 1).events == row.events);
    }
    CHECK(std::distance(std::filesystem::directory_iterator(kFolder), {}) == 16);
    FileSource file(kFolder + "example-wget-bad-target-uri.warc.gz");
    CHECK(read_all(file).records[2].target_uri == "http://example.com/");
    FileSource spaced(kFolder + "example-space-in-target-uri.warc.gz");
    CHECK(read_all(spaced).records[1].target_uri == "file:///example%20with%20spaces.png");
}

TEST_CASE("A record is found again by its offset and length alone") {
    if (!std::filesystem::exists(kFolder)) {
        WARN("skipped: ../shared/conformance/warc is absent");
        return;
    }
    for (const char* name : {"example.warc", "example.warc.gz", "example-wrong-chunks.warc.gz"}) {
        const std::string bytes = bytes_of(kFolder + name);
        for (const auto& whole : read_string(bytes).records) {
            if (whole.length == 0) continue;
            const auto alone = read_string(bytes.substr(whole.offset, whole.length));
            REQUIRE(alone.records.size() == 1);
            CHECK(alone.records[0].id == whole.id);
            CHECK(alone.records[0].block == whole.block);
        }
    }
}

TEST_CASE("A response gives its page whatever the transfer and content coding") {
    const std::string page = "<html>carved tusk for sale</html>";
    const std::string zipped = gzip_member(page);
    auto chunked = [](const std::string& body) {
        std::string out;
        for (std::size_t at = 0; at < body.size(); at += 10) {
            const std::string part = body.substr(at, 10);
            out += (part.size() == 10 ? "a;name=value\r\n" : std::string(1, "0123456789"[part.size()]) + "\r\n") +
                   part + "\r\n";
        }
        return out + "0\r\nTrailer: x\r\n\r\n";
    };
    struct Row {
        const char* what;
        std::string body, headers;
        bool noted;
    };
    for (const Row& row : {
             Row{"plain", page, "", false},
             Row{"chunked", chunked(page), "Transfer-Encoding: chunked\r\n", false},
             Row{"gzip", zipped, "Content-Encoding: gzip\r\n", false},
             Row{"gzip, chunked", chunked(zipped), "content-encoding: x-gzip\r\ntransfer-encoding: Chunked\r\n", false},
             Row{"gzip twice", gzip_member(zipped), "Content-Encoding: gzip, gzip\r\n", false},
             Row{"says chunked, is not", page, "Transfer-Encoding: chunked\r\n", true},
             Row{"says gzip, is not", page, "Content-Encoding: gzip\r\n", true},
             Row{"says deflate, is not", page, "Content-Encoding: deflate\r\n", true},
             Row{"identity", page, "Content-Encoding: identity\r\n", false},
             Row{"folded header", page, "X-A: b\r\n c\r\nContent-Encoding:\r\n\tidentity\r\n", false},
         }) {
        INFO(row.what);
        const auto reading = read_string(response(row.body, row.headers));
        REQUIRE(reading.records.size() == 1);
        CHECK(reading.records[0].payload() == page);
        CHECK(reading.records[0].coding_left.empty());
        CHECK(has(reading, WarcProblem::bad_body) == row.noted);
        CHECK(reading.notes.size() == (row.noted ? 1u : 0u));
    }
    const auto brotli = read_string(response("\x0b\x02\x80", "Content-Encoding: br\r\n"));
    CHECK(brotli.records.at(0).coding_left == "br");
    CHECK(has(brotli, WarcProblem::unread_coding));
    // Chunks cut short, and one that lies about its length: what is there is kept.
    CHECK(
        read_string(response("a\r\n0123456789\r\n5\r\nab", "Transfer-Encoding: chunked\r\n")).records.at(0).payload() ==
        "0123456789ab");
    CHECK(read_string(response("2\r\n0123456789\r\n0\r\n\r\n", "Transfer-Encoding: chunked\r\n"))
              .records.at(0)
              .payload()
              .starts_with("0123456789"));
    // A bomb: the body stops at the limit, with a note.
    const auto bomb =
        read_string(response(gzip_member(std::string(1 << 20, 'x')), "Content-Encoding: gzip\r\n"), {1 << 20, 1 << 16});
    CHECK(bomb.records.at(0).payload().size() == 1 << 16);
    CHECK(has(bomb, WarcProblem::bad_body));
}

TEST_CASE("The pages of an archive are its responses and resources of the web that can be read") {
    const std::string page = "<html>horn</html>";
    const std::string file =
        record("warcinfo", "a:b", "application/warc-fields", "software: x") +
        record("request", "https://market.example/1", "application/http", "GET / HTTP/1.1\r\n\r\n") +
        response(gzip_member(page), "Content-Type: text/html\r\nContent-Encoding: gzip\r\n",
                 "WARC-IP-Address: 192.0.2.7\r\n") +
        response("\x0b\x02\x80", "Content-Encoding: br\r\n") + response("") +
        record("resource", "file:///etc/passwd", "text/html", page) +
        record("resource", "metadata:x", "text/html", page) +
        record("response", "dns:market.example", "text/dns", "192.0.2.7") +
        record("resource", "HTTPS://market.example/2", "text/html", page);
    StringSource source(file);
    WarcReader reader(source, nullptr);
    const auto first = next_page(reader), second = next_page(reader);
    REQUIRE((first && second));
    CHECK(first->body == page);
    CHECK(first->url == "https://market.example/1");
    CHECK(first->ip == "192.0.2.7");
    CHECK(first->content_type == "text/html");
    CHECK(first->http_status == 200);
    CHECK(first->date == "2026-01-01T00:00:00Z");
    CHECK(second->body == page);
    CHECK(second->url == "HTTPS://market.example/2");
    CHECK_FALSE(next_page(reader));
}

TEST_CASE("Digests are checked in every notation met in the field") {
    const std::string block = "abc";  // FIPS 180-4's own example
    struct Row {
        const char* written;
        DigestCheck expected;
    };
    for (const Row& row : {
             Row{"sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", DigestCheck::matches},
             Row{"SHA-1:vgmt4nsha2awvor6evyxqugcnsonbwe5", DigestCheck::matches},
             Row{"sha1:a9993e364706816aba3e25717850c26c9cd0d89d", DigestCheck::matches},
             Row{"sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", DigestCheck::matches},
             Row{"sha1:qZk-NkcGgWq6PiVxeFDCbJzQ2J0", DigestCheck::matches},
             Row{"sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", DigestCheck::matches},
             Row{"sha-256:BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD", DigestCheck::matches},
             Row{"sha256:XJ4BNP4PAHH6UQKBIDPF3LRCEOYAGYNDSYLXVHFUCD7WD4QACWWQ====", DigestCheck::matches},
             Row{"sha256:ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", DigestCheck::matches},
             Row{"sha1:a9993e364706816aba3e25717850c26c9cd0d89e", DigestCheck::mismatch},
             Row{"sha1:short", DigestCheck::not_checked},
             Row{"md5:900150983cd24fb0d6963f7d28e17f72", DigestCheck::not_checked},
             Row{"no colon", DigestCheck::not_checked},
             Row{"", DigestCheck::absent},
         }) {
        INFO(row.written);
        CHECK(check_digest(row.written, block) == row.expected);
        const auto reading = read_string(
            record("resource", "a:b", "text/plain", block, "WARC-Block-Digest: " + std::string(row.written) + "\r\n"));
        CHECK(reading.records.at(0).block_digest == row.expected);
        CHECK(has(reading, WarcProblem::digest_mismatch) == (row.expected == DigestCheck::mismatch));
        CHECK(has(reading, WarcProblem::unknown_digest) == (row.expected == DigestCheck::not_checked));
    }
    CHECK(check_digest(warc_sha256(block), block) == DigestCheck::matches);
    CHECK(base32("") == "");
    CHECK(base32("foobar") == "MZXW6YTBOI======");  // RFC 4648, section 10
}

TEST_CASE("Headers are read as old and careless writers make them, and what is wrong is said") {
    const std::string good = response("fine");
    struct Row {
        const char* what;
        std::string bytes;
        std::size_t records;
        std::vector<WarcProblem> notes;
    };
    for (const Row& row : {
             Row{"line feeds alone",
                 "WARC/0.17\nwarc-type: resource\nWARC-target-uri: a:b\nWARC-Record-ID: <x>\n"
                 "WARC-Date: 2009\ncontent-length: 2\n\nok\n\n" +
                     good,
                 2,
                 {}},
             Row{"a type of the future", record("hologram", "a:b", "x/y", "z") + good, 2, {}},
             Row{"a version of the future",
                 "WARC/7.0" + record("resource", "a:b", "x/y", "z").substr(8),
                 1,
                 {WarcProblem::bad_header}},
             Row{"a folded line", record("resource", "a:b\r\n c", "x/y", "z"), 1, {WarcProblem::bad_uri}},
             Row{"a line without colon",
                 record("resource", "a:b", "x/y", "z", "rubbish\r\n"),
                 1,
                 {WarcProblem::bad_header}},
             Row{"no type", "WARC/1.0\r\nContent-Length: 1\r\n\r\nx\r\n\r\n" + good, 1, {WarcProblem::bad_header}},
             Row{"no length",
                 "WARC/1.0\r\nWARC-Type: resource\r\n\r\nx\r\n\r\n" + good,
                 1,
                 {WarcProblem::bad_length, WarcProblem::garbage}},
             Row{"a negative length",
                 record("resource", "a:b", "x/y", "", "Content-Length: -1\r\n") + good,
                 1,
                 {WarcProblem::bad_length}},
             Row{"two lengths",
                 record("resource", "a:b", "x/y", "abc", "Content-Length: 2\r\n") + good,
                 1,
                 {WarcProblem::bad_length, WarcProblem::garbage}},
             Row{"a length of the moon",
                 record("resource", "a:b", "x/y", "", "Content-Length: 99999999999999999999\r\n") + good,
                 1,
                 {WarcProblem::bad_length}},
             Row{"a torn header, then another writer",
                 "WARC/1.0\r\nWARC-Type: resp\r\n" + good,
                 1,
                 {WarcProblem::truncated}},
             Row{"garbage before", "%PDF-1.4 rubbish\r\n" + good, 1, {WarcProblem::garbage}},
             Row{"garbage between", good + "rubbish WARC/x\nWARC/x\n" + good, 2, {WarcProblem::garbage}},
             Row{"garbage behind", good + std::string(200'000, '-'), 1, {WarcProblem::garbage}},
             Row{"no URI", record("resource", "", "x/y", "z"), 1, {WarcProblem::bad_uri}},
             Row{"an HTTP message that is none",
                 record("response", "a:b", "application/http", "zzz"),
                 1,
                 {WarcProblem::bad_http}},
             Row{"an endless header",
                 "WARC/1.0\r\n" + std::string(100'000, 'x') + "\r\n\r\n" + good,
                 1,
                 {WarcProblem::bad_header, WarcProblem::garbage}},
             Row{"nothing", "", 0, {WarcProblem::truncated}},
             Row{"a page", "<html>no archive</html>", 0, {WarcProblem::garbage}},
             Row{"zstd", "\x28\xB5\x2F\xFDrest", 0, {WarcProblem::not_warc}},
             Row{"WACZ", "PK\x03\x04rest", 0, {WarcProblem::not_warc}},
         }) {
        INFO(row.what);
        for (const bool zipped : {false, true}) {
            if (zipped && row.bytes.empty()) continue;
            const auto reading = read_string(zipped ? gzip_member(row.bytes) : row.bytes);
            CHECK(reading.records.size() == row.records);
            std::vector<WarcProblem> problems;
            for (const auto& note : reading.notes) problems.push_back(note.problem);
            CHECK(problems == row.notes);
        }
    }
    const auto nasty = read_string("\x1b[2Jgarbage\x07\r\n" + good);
    for (const auto& note : nasty.notes) CHECK(note.text.find('\x1b') == std::string::npos);
}
