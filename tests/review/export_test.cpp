// What leaves the desk as a file: checked by other people's programs, logged under the analyst's name.
#include <fstream>
#include <tuple>

#include "casebook/evidence_reader.h"
#include "tests/review/desk_fixture.h"
#include "tests/tools/kept_case.h"

using namespace tests;

namespace {

struct KeptDesk {
    KeptDesk()
        : desk({.casebook = kept.file(),
                .archive = tools::archive_folder(kept.file()),
                .accounts = {},
                .analyst = "amira"},
               DeskFixture::cards()),
          server({}, [this](const tools::HttpRequest& request) { return desk.answer(request); }) {}
    Case kept;
    tools::review::Desk desk;
    tools::HttpServer server;
};

}  // namespace

TEST_CASE("The evidence package of a selection leaves from its page, checks outside, and is logged under the analyst") {
    KeptDesk open;
    Client client(open.server.port());
    const Answer page = client.get("/export?level=high");
    REQUIRE(page.status == 200);
    CHECK(page.has("value=\"evidence\""));
    const Answer file =
        client.post("/export", {{"query", page.field("query")}, {"format", "evidence"}, {"title", "Case 7/26"}});
    REQUIRE(file.status == 200);
    CHECK(file.header("Content-Type") == "application/zip");
    CHECK(file.header("Content-Disposition").find(".zip") != std::string::npos);
    CHECK(file.header("X-Content-SHA256") == detector::to_hex(detector::sha256(file.body)));

    const auto zip = open.kept.folder.path() / "case.zip", out = open.kept.folder.path() / "out";
    std::ofstream(zip, std::ios::binary) << file.body;
    std::filesystem::create_directory(out);
    REQUIRE(shell("python3 -m zipfile -e " + quoted(zip) + " " + quoted(out)) == 0);
    CHECK(shell("cd " + quoted(out) + " && sha256sum -c SHA256SUMS && python3 check_chain.py") == 0);
    CHECK(std::system(("python3 tests/tools/check_wacz.py " + quoted(out) + " 6").c_str()) == 0);
    CHECK(contents(out / "report.html").find("Case 7/26") != std::string::npos);

    const auto custody = casebook::EvidenceReader(open.kept.file()).custody();
    REQUIRE_FALSE(custody.empty());
    CHECK(custody.back().entry.who == "amira");
    CHECK(custody.back().entry.action == "export");
    CHECK(custody.back().entry.sha256 == file.header("X-Content-SHA256"));
    CHECK(verify(open.kept.file()).problems.empty());
}

TEST_CASE(
    "Every kind of file leaves from the page, in the page's language, logged with the digest of what was handed out") {
    KeptDesk open;
    Client client(open.server.port());
    client.headers["Accept-Language"] = "fr";
    const Answer page = client.get("/export?level=high");
    for (const auto& [format, type, begins] :
         {std::tuple{"html", "text/html", "<!DOCTYPE html>"}, std::tuple{"csv", "text/csv", ""},
          std::tuple{"xlsx", "application/vnd.openxmlformats", "PK"}, std::tuple{"jsonl", "application/x-ndjson", "{"},
          std::tuple{"evidence", "application/zip", "PK"}}) {
        CAPTURE(format);
        CHECK(page.has(std::string("value=\"") + format + "\""));  // a button of a form: no script is needed
        const Answer file = client.post("/export", {{"query", page.field("query")}, {"format", format}});
        REQUIRE(file.status == 200);
        CHECK(file.header("Content-Type").starts_with(type));
        CHECK(file.header("Content-Disposition").starts_with("attachment"));
        CHECK(file.body.starts_with(begins));
        const std::string digest = detector::to_hex(detector::sha256(file.body));
        CHECK(file.header("X-Content-SHA256") == digest);
        CHECK(casebook::EvidenceReader(open.kept.file()).custody().back().entry.sha256 == digest);
    }
}

TEST_CASE("Picked adverts are packed alone; what selects nothing, or is damaged, hands out nothing and logs nothing") {
    KeptDesk open;
    Client client(open.server.port());
    const auto logged = [&] { return casebook::EvidenceReader(open.kept.file()).custody().size(); };
    const std::size_t before = logged();
    client.get("/export");
    CHECK(client.post("/export", {{"query", "q=zzzzzz"}, {"format", "evidence"}}).status == 400);
    CHECK(client.post("/export", {{"pick", "4711"}, {"format", "evidence"}}).status == 400);
    CHECK(logged() == before);
    const Answer one = client.post("/export", {{"pick", "1"}, {"format", "evidence"}});
    CHECK(one.status == 200);
    CHECK(logged() == before + 1);
    CHECK(casebook::EvidenceReader(open.kept.file()).custody().back().entry.detail.find(" 1 adverts") !=
          std::string::npos);
    const auto archived = std::filesystem::directory_iterator(tools::archive_folder(open.kept.file()))->path();
    std::string bytes = contents(archived);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
    std::ofstream(archived, std::ios::binary) << bytes;
    const Answer damaged = client.post("/export", {{"query", "level=high"}, {"format", "evidence"}});
    CHECK(damaged.status == 500);
    CHECK(damaged.has("does not hold what was recorded"));
    CHECK(logged() == before + 1);
}

TEST_CASE("One package is made at a time") {
    KeptDesk open;
    Client client(open.server.port());
    client.get("/export");
    const std::lock_guard busy(open.desk.packing);
    CHECK(client.post("/export", {{"query", "level=high"}, {"format", "evidence"}}).status == 503);
}
