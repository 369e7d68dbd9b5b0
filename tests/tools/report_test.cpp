// Reports say what the casebook says, and nothing an advert says can act in them.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "casebook/sql.h"
#include "casebook/writer.h"
#include "detector/digest.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"
#include "tools/report.h"
#include "tools/report/charts.h"
#include "tools/report/html_text.h"

using namespace tools;

namespace {

constexpr casebook::Milliseconds now = 1'772'600'000'000;  // 2026-03-04

std::filesystem::path make_casebook(const TemporaryFolder& folder) {
    casebook::Writer writer(folder / "case");
    const casebook::RunId run = writer.begin_run("scan", "citeswatch", now);
    auto chinese = samples::ivory("https://m.example/3", "手工雕刻 ivory 象牙手镯");
    chinese.judgement.level = detector::Level::critical;
    chinese.judgement.score = 95;
    auto hostile = samples::ivory("https://m.example/4", "=HYPERLINK(\"http://x\") ivory <script>alert(1)</script>");
    hostile.listing.seller = "@SUM(A1)\xFF";
    hostile.listing.source = "other";
    hostile.judgement.level = detector::Level::low;
    hostile.judgement.score = 20;
    writer.record(run,
                  std::vector{samples::ivory("https://m.example/1"), samples::innocent("https://m.example/2", "Lamp"),
                              chinese, hostile},
                  now);
    return folder / "case";
}

std::string report_of(const TemporaryFolder& folder, ReportOptions options) {
    Console console({.quiet = true});
    options.output = folder / "report";
    REQUIRE(run(options, console) == 0);
    std::ifstream in(folder / "report", std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("JSON lines hold the flagged adverts, strongest first, and obey the filters") {
    const TemporaryFolder folder;
    ReportOptions options{.casebook = make_casebook(folder), .format = ReportFormat::jsonl};
    std::istringstream lines(report_of(folder, options));
    std::vector<nlohmann::json> adverts;
    for (std::string line; std::getline(lines, line);) adverts.push_back(nlohmann::json::parse(line));
    REQUIRE(adverts.size() == 3);
    CHECK(adverts[0]["score"] == 95);
    CHECK(adverts[2]["level"] == "low");
    CHECK(adverts[1]["matches"][0]["text"] == "ivory");
    CHECK(adverts[1]["taxa"][0]["scientific_name"] == "Loxodonta africana");
    options.filter.least_level = detector::Level::high;
    const std::string fewer = report_of(folder, options);
    CHECK(std::count(fewer.begin(), fewer.end(), '\n') == 2);
}

TEST_CASE("a cell of the CSV never starts a formula") {
    const TemporaryFolder folder;
    const std::string csv = report_of(folder, {.casebook = make_casebook(folder), .format = ReportFormat::csv});
    CHECK(csv.find("\"'=HYPERLINK(\"\"http://x\"\")") != std::string::npos);
    CHECK(csv.find("'@SUM(A1)") != std::string::npos);
    CHECK(csv.find(",=") == std::string::npos);
    CHECK(csv.find(",@") == std::string::npos);
}

TEST_CASE("the HTML report stands alone, escapes everything and marks the words") {
    const TemporaryFolder folder;
    for (const std::string language : {"en", "fr", "es"}) {
        const std::string html = report_of(folder, {.casebook = make_casebook(folder), .language = language});
        CHECK(html.find("<script") == std::string::npos);
        CHECK(html.find("src=") == std::string::npos);
        CHECK(html.find("href=\"http") == std::string::npos);
        CHECK(html.find("&lt;script&gt;") != std::string::npos);
        CHECK(html.find("<mark title=\"product: ivory\">ivory</mark> 象牙手镯") != std::string::npos);
        CHECK(html.find("lang=\"" + language + "\"") != std::string::npos);
        CHECK(html.find("+78") != std::string::npos);
        std::filesystem::remove(folder / "case");
    }
}

TEST_CASE("the spreadsheet is a workbook whose cells are plain") {
    const TemporaryFolder folder;
    const std::string xlsx = report_of(folder, {.casebook = make_casebook(folder), .format = ReportFormat::xlsx});
    CHECK(xlsx.starts_with("PK\x03\x04"));
    CHECK(xlsx.find("xl/worksheets/sheet2.xml") != std::string::npos);
}

TEST_CASE("what was handed out is recorded with its digest") {
    const TemporaryFolder folder;
    const std::string text =
        report_of(folder, {.casebook = make_casebook(folder), .format = ReportFormat::jsonl, .who = "ana"});
    casebook::Database database(folder / "case", casebook::Database::Mode::read);
    casebook::Statement query(database, "SELECT who, kind, listings, sha256 FROM exports");
    REQUIRE(query.first());
    CHECK(query.text(0) == "ana");
    CHECK(query.text(1) == "report jsonl");
    CHECK(query.integer(2) == 3);
    CHECK(query.text(3) == detector::to_hex(detector::sha256(text)));
}

TEST_CASE("marks lie where the matches are, whatever stands around them") {
    CHECK(report::marked("a<b ivory", {{4, 9, "t"}}) == "a&lt;b <mark title=\"t\">ivory</mark>");
    CHECK(report::marked("ivory", {{0, 5, "x"}, {2, 4, "y"}}) == "<mark title=\"x; y\">ivory</mark>");
    CHECK(report::marked("ivory", {{3, 99, "x"}}) == "ivory");
    CHECK(report::escaped("a\xE2\x80\xAE"
                          "b\x01") == "ab ");
}

TEST_CASE("time is drawn in days, weeks or months, with its gaps, and loses no count") {
    const std::vector<casebook::Count> few = {{"2026-02-27", 2}, {"2026-03-02", 3}};
    report::Timeline timeline = report::over_time(few);
    CHECK(timeline.step == report::Step::day);
    CHECK(timeline.columns.size() == 4);
    for (const char* last : {"2026-12-31", "2031-01-01"}) {
        const std::vector<casebook::Count> many = {{"2026-01-31", 2}, {"2026-02-01", 5}, {last, 3}};
        timeline = report::over_time(many);
        std::int64_t total = 0;
        for (const report::Bar& column : timeline.columns) total += column.count;
        CHECK(total == 10);
        CHECK(timeline.columns.size() <= 64);
    }
}
