// What is handed out can be checked by other people's programs, which need nothing of ours. The tests run those:
// sha256sum, openssl ts, gzip, python3 and, where it is installed, warcio.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "casebook/evidence_reader.h"
#include "tests/tools/kept_case.h"
#include "tools/evidence_export.h"
#include "tools/export/cdxj.h"

using namespace tests;
using namespace tools;

TEST_CASE("a package of evidence checks with other people's programs") {
    const Case kept;
    const auto zip = kept.folder.path() / "case.zip", out = kept.folder.path() / "out";
    const int code =
        run(ExportOptions{.casebook = kept.file(), .output = zip, .title = "Case 7/26", .who = "ana"}, quiet());
    CHECK(code == 0);
    std::filesystem::create_directory(out);
    const std::string in = "cd " + quoted(out) + " && ";
    REQUIRE(shell("python3 -m zipfile -e " + quoted(zip) + " " + quoted(out)) == 0);
    CHECK(shell(in + "sha256sum -c SHA256SUMS") == 0);
    CHECK(shell(in + "python3 check_chain.py") == 0);
    CHECK(std::system(("python3 tests/tools/check_wacz.py " + quoted(out) + " 6").c_str()) == 0);
    CHECK(
        shell(in + "mkdir wacz && python3 -m zipfile -e evidence.wacz wacz && gzip -t wacz/archive/evidence.warc.gz") ==
        0);
    const std::string html = contents(out / "report.html");
    CHECK(html.find("<mark") != std::string::npos);
    CHECK(html.find("Loxodonta africana") != std::string::npos);
    CHECK(html.find("Case 7/26") != std::string::npos);
    CHECK(contents(out / "custody.tsv").find("report csv") != std::string::npos);
    if (local_authority().ready) {
        int stamps = 0;
        for (const auto& entry : std::filesystem::directory_iterator(out / "stamps")) {
            if (entry.path().extension() != ".tst") continue;
            const std::string stem = "stamps/" + entry.path().stem().string();
            CHECK(shell(in + "openssl ts -verify -token_in -in " + stem + ".tst -data " + stem + ".txt -CAfile " +
                        quoted(local_authority().ca_file())) == 0);
            CHECK(shell(in + "openssl ts -verify -token_in -in " + stem + ".tst -data custody.tsv -CAfile " +
                        quoted(local_authority().ca_file())) != 0);
            ++stamps;
        }
        CHECK(stamps == 3);
    }
    // Somebody changes a digit: each program says so.
    std::string chain = contents(out / "chain.tsv");
    chain[chain.size() - 5] = chain[chain.size() - 5] == '0' ? '1' : '0';
    std::ofstream(out / "chain.tsv", std::ios::binary) << chain;
    CHECK(shell(in + "sha256sum -c SHA256SUMS") != 0);
    CHECK(shell(in + "python3 check_chain.py") != 0);
    // The export is in the log, with the digest of what was handed out, and the chain of the log holds.
    const auto custody = casebook::EvidenceReader(kept.file()).custody();
    REQUIRE(custody.size() == 2);
    CHECK(custody[1].entry.who == "ana");
    CHECK(custody[1].entry.action == "export");
    CHECK(custody[1].entry.sha256 == detector::to_hex(detector::sha256(contents(zip))));
    CHECK(verify(kept.file()).problems.empty());
}

TEST_CASE("npm's warcio indexes a package's archive as the package does") {
    const std::filesystem::path warcio = CITESWATCH_SOURCE_DIR "/tests/browser/node_modules/warcio/dist/cli.js";
    if (!std::filesystem::exists(warcio)) {
        WARN("warcio is not installed (tests/browser/install): not compared");
        return;
    }
    const Case kept;
    const auto out = kept.folder.path() / "out";
    run(ExportOptions{.casebook = kept.file(), .output = out, .who = "ana"}, quiet());
    // It lists metadata records, too, which replay nothing and have no status.
    std::ofstream(out / "compare.py") << R"py(
import json
def read(name):
    lines = [line.split(" ", 2) for line in open(name) if line.strip()]
    entries = [(key, time, json.loads(text)) for key, time, text in lines]
    return sorted((key, time, entry["url"], entry["offset"], entry["length"], entry["mime"], entry["status"],
                   entry["digest"].split(":")[-1]) for key, time, entry in entries if "status" in entry)
theirs, ours = read("theirs"), read("w/indexes/index.cdxj")
assert ours and theirs == ours, (theirs, ours)
)py";
    CHECK(std::system(("cd " + quoted(out) + " && python3 -m zipfile -e evidence.wacz w && node " + quoted(warcio) +
                       " cdx-index w/archive/evidence.warc.gz > theirs")
                          .c_str()) == 0);
    CHECK(shell("cd " + quoted(out) + " && python3 compare.py") == 0);
}

TEST_CASE("equal evidence gives an equal package") {
    const Case kept;
    const auto copy = kept.folder.path() / "copy";
    std::filesystem::create_directory(copy);
    std::filesystem::copy(kept.file(), copy / "case.db");
    std::filesystem::copy(archive_folder(kept.file()), archive_folder(copy / "case.db"));
    ::setenv("SOURCE_DATE_EPOCH", "1772600000", 1);
    run(ExportOptions{.casebook = kept.file(), .output = kept.folder.path() / "a.zip", .listings = {1, 2}}, quiet());
    run(ExportOptions{.casebook = copy / "case.db", .output = kept.folder.path() / "b.zip", .listings = {1, 2}},
        quiet());
    ::unsetenv("SOURCE_DATE_EPOCH");
    CHECK(contents(kept.folder.path() / "a.zip") == contents(kept.folder.path() / "b.zip"));
}

TEST_CASE("damaged evidence is not handed out") {
    const Case kept;
    const auto file = std::filesystem::directory_iterator(archive_folder(kept.file()))->path();
    std::string bytes = contents(file);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 4);
    std::ofstream(file, std::ios::binary) << bytes;
    const auto zip = kept.folder.path() / "case.zip";
    CHECK_THROWS_WITH(run(ExportOptions{.casebook = kept.file(), .output = zip}, quiet()),
                      Catch::Contains("does not hold what was recorded"));
    CHECK_FALSE(std::filesystem::exists(zip));
    CHECK(casebook::EvidenceReader(kept.file()).custody().size() == 1);
}

TEST_CASE("keys of an index are made as replay tools make them") {
    CHECK(surt("https://www.Shop.example/P?b=2&a=1#top") == "example,shop)/p?a=1&b=2");
    CHECK(surt("http://shop.example:80") == "example,shop)/");
    CHECK(surt("http://shop.example:8080/x") == "example,shop:8080)/x");
    CHECK(surt("https://www2.a.b.example/?") == "example,b,a)/");
    CHECK(surt("https://wwwx.example/") == "example,wwwx)/");
    CHECK(surt("urn:x") == "urn:x");
    CHECK(cdx_time("2026-03-04T05:06:07.089Z") == "20260304050607");
}
