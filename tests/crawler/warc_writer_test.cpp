#include "crawler/warc_writer.h"
#include "crawler/warc_tombstone.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "crawler/archived_page.h"
#include "crawler/warc_digest.h"
#include "detector/digest.h"

using namespace crawler;
namespace fs = std::filesystem;

namespace {

struct Folder {
    fs::path path =
        fs::temp_directory_path() / ("citeswatch-warc-" + std::to_string(::getpid()) + "-" + std::to_string(++made));
    static inline int made = 0;
    Folder() { fs::remove_all(path); }
    ~Folder() { fs::remove_all(path); }
};

FetchResult fetched(std::string body, std::string headers = "Content-Type: text/html\r\n") {
    FetchResult result;
    result.status = FetchStatus::ok;
    result.url = "https://market.example/advert/1";
    result.http_status = 200;
    result.ip = "192.0.2.7";
    result.request_head = "GET /advert/1 HTTP/1.1\r\nHost: market.example\r\nAuthorization: [redacted]\r\n\r\n";
    result.response_head = "HTTP/1.1 200 OK\r\n" + headers + "\r\n";
    result.body = std::move(body);
    result.started = std::chrono::system_clock::time_point(std::chrono::milliseconds(1'767'225'600'042));
    return result;
}

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
}

struct Reading {
    std::vector<WarcRecord> records;
    std::vector<WarcNote> notes;
};

Reading read(std::string bytes) {
    Reading reading;
    StringSource source(std::move(bytes));
    WarcReader reader(source, [&](const WarcNote& note) { reading.notes.push_back(note); });
    while (auto record = reader.next()) reading.records.push_back(std::move(*record));
    return reading;
}

Reading read_capture(const fs::path& folder, const ArchivedAt& at) {
    const std::string file = bytes_of(folder / at.file);
    REQUIRE(at.offset + at.length <= file.size());
    const std::string bytes = file.substr(at.offset, at.length);
    CHECK(detector::to_hex(detector::sha256(bytes)) == at.sha256);
    Reading reading = read(bytes);
    // The first capture of a file owns what the file says of itself.
    const bool first = !reading.records.empty() && reading.records[0].type == WarcType::warcinfo;
    CHECK(first == (at.offset == 0));
    if (first) reading.records.erase(reading.records.begin());
    return reading;
}

// Every write beyond so many bytes of a file fails with EFBIG, as on a full disk with ENOSPC.
struct FileSizeLimit {
    rlimit before{};
    explicit FileSizeLimit(rlim_t bytes) {
        ::signal(SIGXFSZ, SIG_IGN);
        ::getrlimit(RLIMIT_FSIZE, &before);
        const rlimit now{bytes, before.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &now);
    }
    ~FileSizeLimit() { ::setrlimit(RLIMIT_FSIZE, &before); }
};

std::string noise(std::size_t size) {
    std::string out;
    std::uint32_t state = 1;
    while (out.size() < size) out += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    return out;
}

}  // namespace

TEST_CASE("A capture is read back as it was fetched, with every record tied to the response") {
    Folder folder;
    WarcWriter writer({.folder = folder.path, .info = {{"software", "citeswatch"}, {"operator", "a\r\nb"}}});
    const std::string page = "<html>carved tusk</html>";
    const ArchivedAt first = writer.write(fetched(page), {"application/json", R"({"level":"high"})"});
    const ArchivedAt second = writer.write(fetched("two"));
    writer.sync();
    CHECK(first.file == "citeswatch-00001.warc.gz");
    CHECK(second.offset == first.offset + first.length);

    const Reading whole = read(bytes_of(folder.path / first.file));
    CHECK(whole.notes.empty());
    REQUIRE(whole.records.size() == 6);
    CHECK(whole.records[0].type == WarcType::warcinfo);
    CHECK(whole.records[0].header("WARC-Filename") == first.file);
    CHECK(whole.records[0].block.find("operator: a  b\r\n") != std::string::npos);

    const Reading capture = read_capture(folder.path, first);
    REQUIRE(capture.records.size() == 3);
    const auto& [response, request, metadata] = std::tie(capture.records[0], capture.records[1], capture.records[2]);
    CHECK(response.type == WarcType::response);
    CHECK(response.version == "1.1");
    CHECK(response.payload() == page);
    CHECK(response.block == fetched(page).response_head + page);  // byte for byte
    CHECK(response.target_uri == "https://market.example/advert/1");
    CHECK(response.date == "2026-01-01T00:00:00.042Z");
    CHECK(response.header("WARC-IP-Address") == "192.0.2.7");
    CHECK(response.block_digest == DigestCheck::matches);
    CHECK(response.payload_digest == DigestCheck::matches);
    CHECK(response.header("WARC-Payload-Digest") == first.payload_digest);
    CHECK(response.id == first.record_id);
    CHECK(response.id.size() == std::string("urn:uuid:00000000-0000-4000-8000-000000000000").size());
    CHECK(request.type == WarcType::request);
    CHECK(request.block == fetched(page).request_head);
    CHECK(metadata.type == WarcType::metadata);
    CHECK(metadata.content_type == "application/json");
    CHECK(metadata.payload() == R"({"level":"high"})");
    for (const auto* record : {&request, &metadata})
        CHECK(record->header("WARC-Concurrent-To") == "<" + first.record_id + ">");
    for (const auto& record : whole.records) CHECK(record.length > 0);
    for (const auto& record : capture.records)
        CHECK(record.header("WARC-Warcinfo-ID") == "<" + whole.records[0].id + ">");

    StringSource source(bytes_of(folder.path / first.file));
    WarcReader reader(source, nullptr);
    CHECK(next_page(reader)->body == page);
}

TEST_CASE("A head is kept byte for byte unless it speaks of a coding that is gone") {
    struct Row {
        const char *what, *head, *kept;
        std::size_t body;
        const char* protocol;
    };
    for (const Row& row : {
             Row{"nothing to change", "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 5\r\n\r\n", 5, ""},
             Row{"no length needed", "HTTP/1.0 200 OK\r\nServer: x\r\n\r\n", "HTTP/1.0 200 OK\r\nServer: x\r\n\r\n", 5,
                 ""},
             Row{"gzip", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\ncontent-length: 3\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nX-Archive-Orig-Content-Encoding: gzip\r\nX-Archive-Orig-content-length: 3\r\n"
                 "Content-Length: 5\r\n\r\n",
                 5, ""},
             Row{"chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding : chunked\r\nX: y\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nX-Archive-Orig-Transfer-Encoding : chunked\r\nX: y\r\nContent-Length: 5\r\n\r\n",
                 5, ""},
             Row{"HTTP/2", "HTTP/2 200 \r\nserver: x\r\n\r\n", "HTTP/1.1 200 \r\nserver: x\r\n\r\n", 5, "h2"},
             Row{"no empty line", "HTTP/1.1 204 No Content\nServer: x", "HTTP/1.1 204 No Content\r\nServer: x\r\n\r\n",
                 0, ""},
             Row{"a name that only begins alike", "HTTP/1.1 200 OK\r\nContent-Encodings: 7\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nContent-Encodings: 7\r\n\r\n", 5, ""},
             Row{"two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n",
                 "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", 5, ""},
         }) {
        INFO(row.what);
        std::string protocol;
        CHECK(archived_head(row.head, row.body, &protocol) == row.kept);
        CHECK(protocol == row.protocol);
    }
    Folder folder;
    WarcWriter writer({.folder = folder.path});
    const ArchivedAt at =
        writer.write(fetched("decoded", "Content-Encoding: br\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n"));
    const Reading reading = read_capture(folder.path, at);
    CHECK(reading.notes.empty());
    CHECK(reading.records.at(0).payload() == "decoded");
    CHECK(reading.records.at(0).http_header("x-archive-orig-content-encoding") == "br");
}

TEST_CASE("An unchanged page is a revisit that points at the first capture") {
    Folder folder;
    WarcWriter writer({.folder = folder.path});
    const FetchResult page = fetched("same");
    const ArchivedAt first = writer.write(page);
    const RevisitOf earlier{page.url, first.date, first.record_id, first.payload_digest};
    FetchResult unchanged = fetched("", "ETag: x\r\n");
    unchanged.http_status = 304;
    unchanged.response_head = "HTTP/2 304 \r\netag: x\r\n\r\n";
    for (const auto& [fetch, profile] :
         {std::pair{page, "identical-payload-digest"}, std::pair{unchanged, "server-not-modified"}}) {
        const ArchivedAt at = writer.write_revisit(fetch, earlier);
        const Reading reading = read_capture(folder.path, at);
        CHECK(reading.notes.empty());
        const WarcRecord& revisit = reading.records.at(0);
        CHECK(revisit.type == WarcType::revisit);
        CHECK(revisit.header("WARC-Profile") == "http://netpreserve.org/warc/1.1/revisit/" + std::string(profile));
        CHECK(revisit.header("WARC-Refers-To") == "<" + first.record_id + ">");
        CHECK(revisit.header("WARC-Refers-To-Date") == first.date);
        CHECK(revisit.header("WARC-Refers-To-Target-URI") == page.url);
        CHECK(revisit.header("WARC-Payload-Digest") == first.payload_digest);
        CHECK(revisit.http_status == fetch.http_status);
        CHECK(revisit.payload().empty());
        CHECK(at.payload_digest == first.payload_digest);
    }
}

TEST_CASE("Segments rotate by size, and each opens by itself") {
    Folder folder;
    WarcWriter writer({.folder = folder.path, .prefix = "case", .segment_bytes = 20'000});
    std::vector<ArchivedAt> all;
    for (int i = 0; i < 12; ++i) all.push_back(writer.write(fetched(noise(7'000))));
    writer.sync();
    CHECK(all.front().file == "case-00001.warc.gz");
    CHECK(all.back().file == "case-00004.warc.gz");
    for (const auto& at : all) CHECK(read_capture(folder.path, at).records.size() == 2);
    for (const auto& entry : fs::directory_iterator(folder.path)) {
        const Reading reading = read(bytes_of(entry.path()));
        CHECK(reading.notes.empty());
        CHECK(reading.records.at(0).type == WarcType::warcinfo);
    }
}

TEST_CASE("After a crash a new segment is begun, and the torn one is still read") {
    Folder folder;
    ArchivedAt whole, torn;
    {
        WarcWriter writer({.folder = folder.path});
        whole = writer.write(fetched("whole"));
        torn = writer.write(fetched(noise(2000)));
    }
    fs::resize_file(folder.path / torn.file, torn.offset + 700);
    const auto left = bytes_of(folder.path / torn.file);
    WarcWriter writer({.folder = folder.path});
    const ArchivedAt next = writer.write(fetched("next"));
    CHECK(next.file == "citeswatch-00002.warc.gz");
    CHECK(bytes_of(folder.path / torn.file) == left);
    CHECK(read_capture(folder.path, whole).records.at(0).payload() == "whole");
    const Reading reading = read(left);
    CHECK(reading.records.size() >= 3);
    CHECK_FALSE(reading.notes.empty());
    // Someone else's file does not count, and a number is never used twice.
    std::ofstream(folder.path / "citeswatch-00007.warc.gz");
    std::ofstream(folder.path / "citeswatch-x.warc.gz");
    std::ofstream(folder.path / "other-00099.warc.gz");
    CHECK(WarcWriter({.folder = folder.path}).write(fetched("x")).file == "citeswatch-00008.warc.gz");
}

TEST_CASE("A full disk is said so, tears nothing, and the archive goes on when there is room") {
    Folder folder;
    WarcWriter writer({.folder = folder.path});
    const ArchivedAt before = writer.write(fetched("before"));
    const auto size = fs::file_size(folder.path / before.file);
    {
        FileSizeLimit limit(size + 1000);
        try {
            writer.write(fetched(noise(5000)));
            FAIL("a write past the limit passed");
        } catch (const ArchiveError& error) {
            CHECK(error.fault() == ArchiveFault::full);
            CHECK_THAT(error.what(), Catch::Contains(before.file) && Catch::Contains("free some space"));
        }
        CHECK(fs::file_size(folder.path / before.file) == size);
        writer.sync();  // what was written before is kept
    }
    const ArchivedAt after = writer.write(fetched("after"));
    CHECK(after.file == "citeswatch-00002.warc.gz");
    for (const auto& [at, body] : {std::pair{before, "before"}, std::pair{after, "after"}}) {
        const Reading reading = read_capture(folder.path, at);
        CHECK(reading.notes.empty());
        CHECK(reading.records.at(0).payload() == body);
    }
}

TEST_CASE("A tombstone is as long as what it replaces, and a record to every reader") {
    const std::string text = "Something stood here.\n";
    const auto made = [&](std::size_t length) {
        return warc_tombstone(length, "2026-03-04T05:06:07Z", "urn:citeswatch:purged-capture:7", text);
    };
    CHECK_THROWS_AS(made(100), std::invalid_argument);
    for (const std::size_t length : {600UL, 601UL, 777UL, 70'000UL, 1'000'000UL}) {
        const std::string bytes = made(length);
        CHECK(bytes.size() == length);
        CHECK(bytes == made(length));
        const Reading reading = read(bytes);
        CHECK(reading.notes.empty());
        REQUIRE(reading.records.size() == 1);
        CHECK(reading.records[0].type == WarcType::metadata);
        CHECK(reading.records[0].block == text);
        CHECK(reading.records[0].block_digest == DigestCheck::matches);
    }
}

TEST_CASE("A folder that cannot be made is an error that names it") {
    try {
        WarcWriter writer({.folder = "/dev/null/archive"});
        FAIL("a folder was made below a device");
    } catch (const ArchiveError& error) {
        CHECK(error.fault() == ArchiveFault::io);
        CHECK_THAT(error.what(), Catch::Contains("/dev/null/archive"));
    }
}

TEST_CASE("A fetch without an answer leaves what there is") {
    Folder folder;
    WarcWriter writer({.folder = folder.path});
    FetchResult silent;
    silent.url = "https://gone.example/";
    silent.status = FetchStatus::dns;
    const ArchivedAt at = writer.write(silent, {"application/json", R"({"status":"dns"})"});
    const Reading reading = read_capture(folder.path, at);
    REQUIRE(reading.records.size() == 1);
    CHECK(reading.records[0].type == WarcType::metadata);
    CHECK(writer.write(silent).length == 0);
}

// Readers that share no line with ours: Python's standard library always, the npm package warcio where it is installed.
TEST_CASE("Other people's tools find every record and digest right") {
    Folder folder;
    WarcWriter writer({.folder = folder.path, .info = {{"software", "citeswatch"}}});
    const ArchivedAt first = writer.write(fetched("<html>one</html>"), {"application/json", "{}"});
    writer.write(fetched("two", "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"));
    writer.write_revisit(fetched("<html>one</html>"),
                         {"https://market.example/advert/1", first.date, first.record_id, first.payload_digest});
    writer.sync();
    const std::string file = (folder.path / first.file).string();
    const std::string script = CITESWATCH_SOURCE_DIR "/tests/tools/check_warc.py";
    if (std::system("python3 --version > /dev/null 2>&1") == 0)
        CHECK(std::system(("python3 " + script + " " + file + " 8").c_str()) == 0);
    else
        WARN("skipped: python3 is not installed");
    const std::string warcio = CITESWATCH_SOURCE_DIR "/tests/browser/node_modules/warcio/dist/cli.js";
    if (std::filesystem::exists(warcio))
        CHECK(std::system(("test $(node " + warcio + " index " + file + " | wc -l) = 8").c_str()) == 0);
    else
        WARN("skipped: warcio is not installed (tests/browser/install)");
}
