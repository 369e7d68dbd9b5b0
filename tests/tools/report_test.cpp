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
#include "tools/report/country.h"
#include "tools/report/html_advert.h"
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

TEST_CASE("what only says the price, the seller or the category again is not shown twice") {
    detector::Listing listing;
    listing.price = {"EUR 1.200", "1200", "EUR"};
    listing.seller = "old_things";
    using detector::Field;
    listing.passages = {{Field::title, "", "Carved tusk"},          {Field::category, "", "Antiques > Carvings"},
                        {Field::attribute, "price", "EUR 1.200"},   {Field::attribute, "price", "1200 EUR"},
                        {Field::attribute, "Seller", "Old Things"}, {Field::attribute, "category", "Carvings"},
                        {Field::attribute, "material", "ivory"},    {Field::attribute, "Material", "ivory"},
                        {Field::attribute, "name", "Carved tusk"},  {Field::attribute, "weight", "1200 g"}};
    std::string shown;
    for (const detector::Passage& passage : listing.passages)
        if (passage.field == Field::attribute && !report::repeats(listing, passage)) shown += passage.label + " ";
    CHECK(shown == "material weight ");
}

TEST_CASE("long words are cut between characters, wide ones counted double") {
    CHECK(report::shortened("ivory", 5) == "ivory");
    CHECK(report::shortened("ivory tusk", 6) == "ivory…");
    CHECK(report::shortened("象牙手镯", 8) == "象牙手镯");
    CHECK(report::shortened("象牙手镯", 7) == "象牙手…");
    CHECK(report::shortened("", 5).empty());
}

TEST_CASE("countries are told from the place, in any language, and from the market's own domain") {
    const report::Countries countries;
    CHECK(countries.of("Lyon, France", "market.example") == "FR");
    CHECK(countries.of("Берлин, Германия", "") == "DE");
    CHECK(countries.of("กรุงเทพ, ไทย", "") == "TH");
    CHECK(countries.of("Portland, ME", "shop.com") == "");
    CHECK(countries.of("Perth, AU", "shop.com") == "AU");
    CHECK(countries.of("Berlin", "kleinanzeigen.de") == "DE");
    CHECK(countries.of("", "shop.co.uk") == "GB");
    CHECK(countries.of("somewhere", "shop.io") == "");
    CHECK(report::Countries::name("DE", "fr") == "Allemagne");
}

TEST_CASE("linked adverts are shown as groups in every form") {
    const TemporaryFolder folder;
    {
        casebook::Writer writer(folder / "case");
        auto one = samples::ivory("https://a.example/1"), two = samples::ivory("https://b.example/2");
        two.listing.source = "bazaar";
        two.listing.seller = "somebody";
        one.contacts = two.contacts = {{"phone", "+33612345678"}};
        one.listing.passages[1].text = "Shown in our house by appointment, with the papers it came with in 1974.";
        writer.record(writer.begin_run("scan", "citeswatch", now), std::vector{one, two}, now);
    }
    const std::string html = report_of(folder, {.casebook = folder / "case"});
    CHECK(html.find("id=\"g1\"") != std::string::npos);
    CHECK(html.find("contact +33612345678 (2)") != std::string::npos);
    CHECK(html.find("somebody @ bazaar") != std::string::npos);
    const std::string lines = report_of(folder, {.casebook = folder / "case", .format = ReportFormat::jsonl});
    CHECK(lines.find("\"group\":1") != std::string::npos);
    const std::string csv = report_of(folder, {.casebook = folder / "case", .format = ReportFormat::csv});
    CHECK(csv.find("phone +33612345678") != std::string::npos);
    CHECK(report_of(folder, {.casebook = folder / "case", .format = ReportFormat::xlsx}).starts_with("PK"));
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
