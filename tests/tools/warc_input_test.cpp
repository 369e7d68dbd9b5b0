#include "tools/warc_input.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "crawler/gzip.h"
#include "tests/tools/temporary_folder.h"
#include "tools/scan_inputs.h"

namespace fs = std::filesystem;

namespace {

struct Reading {
    std::vector<tools::ScanItem> items;
    std::vector<std::string> skipped;
    std::size_t warnings = 0;
    std::uint64_t bytes = 0;
};

Reading read(const fs::path& path) {
    Reading reading;
    tools::Console console({.quiet = true});
    tools::WarcInput input(
        path, [&](std::string_view what) { reading.skipped.emplace_back(what); }, console);
    while (input.next(reading.items)) {
    }
    reading.warnings = console.warnings();
    reading.bytes = input.bytes_read();
    return reading;
}

std::string response(int status, const std::string& headers, const std::string& body) {
    const std::string block = "HTTP/1.1 " + std::to_string(status) + " X\r\n" + headers + "\r\n" + body;
    return "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: https://market.example/1\r\nWARC-Record-ID: <a:b>\r\n"
           "WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " +
           std::to_string(block.size()) + "\r\n\r\n" + block + "\r\n\r\n";
}

fs::path saved(const tests::TemporaryFolder& folder, const std::string& bytes) {
    const fs::path path = folder.path() / "pages.warc.gz";
    std::ofstream(path, std::ios::binary) << bytes;
    return path;
}

}  // namespace

TEST_CASE("An archive's answered texts are judged, in order, and nothing else of it") {
    tests::TemporaryFolder folder;
    using crawler::gzip_member;
    const std::string page = "<title>tusk</title>";
    const fs::path path = saved(
        folder,
        gzip_member(response(200, "Content-Type: text/html; charset=utf-8\r\n", page)) +
            gzip_member(response(301, "Content-Type: text/html\r\nLocation: /2\r\n", "moved")) +
            gzip_member(response(404, "Content-Type: text/html\r\n", "none")) +
            gzip_member(response(200, "Content-Type: image/png\r\n", "\x89PNG")) +
            gzip_member(response(200, "content-type: Text/Plain\r\nContent-Encoding: gzip\r\n", gzip_member("horn"))) +
            gzip_member(response(200, "", "  <p>no type</p>")) + gzip_member(response(200, "", "\x01\x02")));
    const Reading reading = read(path);
    REQUIRE(reading.items.size() == 3);
    CHECK(reading.items[0].body == page);
    CHECK(reading.items[0].url == "https://market.example/1");
    CHECK(reading.items[0].content_type == "text/html; charset=utf-8");
    CHECK(reading.items[0].is_page);
    CHECK(reading.items[1].body == "horn");
    CHECK(reading.items[2].body == "  <p>no type</p>");
    CHECK(reading.items[2].where.find("record at byte ") != std::string::npos);
    CHECK(reading.skipped.empty());
    CHECK(reading.warnings == 0);
    CHECK(reading.bytes == fs::file_size(path));
}

TEST_CASE("What an archive lost is told with its offset, and a flood of it is counted") {
    tests::TemporaryFolder folder;
    const std::string page = response(200, "Content-Type: text/html\r\n", "<p>one</p>");
    const Reading cut = read(saved(folder, page + page.substr(0, page.size() - 9)));
    REQUIRE(cut.skipped.size() == 1);
    CHECK_THAT(cut.skipped[0], Catch::Contains("record at byte " + std::to_string(page.size())));
    const Reading coded =
        read(saved(folder, response(200, "Content-Type: text/html\r\nContent-Encoding: br\r\n", "x")));
    CHECK(coded.items.empty());
    CHECK(coded.skipped.size() == 1);
    std::string flood;
    for (int i = 0; i < 500; ++i) flood += "WARC/1.0\r\nContent-Length: x\r\n\r\n";
    const Reading flooded = read(saved(folder, flood + page));
    CHECK(flooded.items.size() == 1);
    CHECK(flooded.skipped.size() < 40);
    CHECK_THAT(flooded.skipped.back(), Catch::Contains("more problems"));
}

TEST_CASE("Other people's archives give their pages through scan's door") {
    const fs::path folder = CITESWATCH_SOURCE_DIR "/../shared/conformance/warc";
    if (!fs::exists(folder)) {
        WARN("skipped: ../shared/conformance/warc is absent");
        return;
    }
    struct Row {
        const char* name;
        std::size_t pages, failed;
    };
    for (const Row& row : {
             Row{"example.warc", 1, 0},
             Row{"example.warc.gz", 1, 0},
             Row{"example-bad-non-chunked.warc.gz", 1, 0},
             Row{"example-bad.warc.gz.bad", 1, 0},  // its other page is a redirect
             Row{"example-iana.org-chunked.warc", 1, 0},
             Row{"example-resource.warc.gz", 1, 0},
             Row{"example-digest.warc", 0, 0},                  // requests alone
             Row{"example-space-in-target-uri.warc.gz", 0, 0},  // a picture
             Row{"example-trunc.warc", 1, 1},                   // six bytes that no length covers
             Row{"example-wget-bad-target-uri.warc.gz", 1, 0},
             Row{"example-wrong-chunks.warc.gz", 1, 0},
             Row{"post-test.warc.gz", 0, 0},  // JSON
             Row{"example.arc", 0, 1},
             Row{"example.arc.gz", 0, 1},
             Row{"bad.arc", 0, 1},
             Row{"example-space-in-url.arc", 0, 1},
         }) {
        INFO(row.name);
        tools::Console console({.quiet = true});
        tools::ScanInputs inputs({folder / row.name}, std::nullopt, {}, console);
        std::size_t pages = 0;
        while (const auto batch = inputs.next()) {
            pages += batch->size();
            for (const auto& item : *batch) CHECK(item.body.find('<') != std::string::npos);
        }
        CHECK(pages == row.pages);
        CHECK(inputs.failed() == row.failed);
    }
}
