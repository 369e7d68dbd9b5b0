// Pictures come out of the archive, by their bytes, and from nowhere else.
#include <fmt/core.h>

#include <fstream>

#include "casebook/sql.h"
#include "detector/digest.h"
#include "tests/review/desk_fixture.h"

using namespace tests;

namespace {

const std::string png("\x89PNG\r\n\x1A\n and the rest", 21);

std::string response_record(const std::string& type, const std::string& body) {
    const std::string http = "HTTP/1.1 200 OK\r\nContent-Type: " + type +
                             "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    return fmt::format(
        "WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "WARC-Date: 2026-03-01T00:00:00Z\r\nWARC-Target-URI: https://market.example/a.png\r\n"
        "Content-Type: application/http;msgtype=response\r\nContent-Length: {}\r\n\r\n{}\r\n\r\n",
        http.size(), http);
}

// Keeps `body` as the picture of an advert, in an archive file of that name; gives the picture's number.
std::int64_t keep(DeskFixture& fixture, const std::string& file, const std::string& type, const std::string& body) {
    casebook::JudgedListing judged = advert(700, 90);
    judged.listing.image_urls = {"https://market.example/" + std::to_string(body.size()) + file};
    judged.listing.url += file + type;
    fixture.add(judged);
    const std::string record = response_record(type, body);
    std::filesystem::create_directories(fixture.options().archive);
    std::ofstream(fixture.options().archive / std::filesystem::path(file).filename(), std::ios::binary)
        << "leading" << record;
    casebook::Database database(fixture.file, casebook::Database::Mode::write);
    casebook::Statement(
        database,
        "INSERT INTO fetches(run_id, source_id, url, status, http_status, started_ms, elapsed_ms, body_bytes) "
        "VALUES (1, 1, 'https://market.example/a.png', 'ok', 200, 0, 0, 0)")
        .run();
    const std::int64_t fetch = database.last_id();
    casebook::Statement(database,
                        "INSERT INTO captures(fetch_id, file, start, length, sha256, link) VALUES (?,?,?,?,?,'')")
        .run(fetch, file, 7, record.size(), detector::to_hex(detector::sha256(record)));
    casebook::Statement newest(database, "SELECT max(id) FROM images");
    newest.first();
    const std::int64_t image = newest.integer(0);
    newest.reset();
    casebook::Statement(database, "UPDATE images SET fetch_id = ? WHERE id = ?").run(fetch, image);
    return image;
}

}  // namespace

TEST_CASE("An archived picture is served as what its bytes are") {
    DeskFixture fixture;
    const std::int64_t id = keep(fixture, "one.warc", "text/html", png);
    Client client = fixture.open();
    const Answer picture = client.get("/picture/" + std::to_string(id));
    CHECK(picture.status == 200);
    CHECK(picture.body == png);
    CHECK(picture.header("Content-Type") == "image/png");
    CHECK(picture.header("Content-Security-Policy") == "default-src 'none'; sandbox");
    CHECK(client.get("/advert/121").has("src=\"/picture/" + std::to_string(id)));
}

TEST_CASE("What claims to be a picture and is none is not served") {
    DeskFixture fixture;
    const std::int64_t html = keep(fixture, "one.warc", "image/png", "<script>alert(1)</script>");
    const std::int64_t svg = keep(fixture, "two.warc", "image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg'/>");
    const std::int64_t climbing = keep(fixture, "../three.warc", "image/png", png);
    Client client = fixture.open();
    CHECK(client.get("/picture/" + std::to_string(html)).status == 415);
    CHECK(client.get("/picture/" + std::to_string(svg)).status == 415);
    CHECK(client.get("/picture/" + std::to_string(climbing)).status == 404);
    CHECK(client.get("/picture/4711").status == 404);
}

TEST_CASE("A picture that was never fetched is told of, not asked for") {
    DeskFixture fixture;
    casebook::JudgedListing judged = advert(800, 90);
    judged.listing.image_urls = {"https://seller.example/track.png"};
    const std::int64_t id = fixture.add(judged);
    Client client = fixture.open();
    const Answer page = client.get("/advert/" + std::to_string(id));
    CHECK(page.has("1 picture is not in the archive"));
    CHECK_FALSE(page.has("seller.example"));
}
