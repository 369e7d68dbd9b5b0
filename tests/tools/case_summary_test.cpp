// A case's summary agrees with the database to the last count, and says nothing internal.
#include "tools/case_summary.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <sstream>

#include "casebook/sql.h"
#include "casebook/writer.h"
#include "tests/casebook/decisions.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"

using namespace tools;

namespace {

constexpr casebook::Milliseconds now = 1'772'600'000'000;

// Adverts of every kind, drawn by lot: two versions here and there, taxa twice in one advert, no seller, no price.
std::filesystem::path make_casebook(const TemporaryFolder& folder) {
    std::mt19937 random(11);
    const auto one_of = [&](const auto& values) { return values[random() % values.size()]; };
    casebook::Writer writer(folder / "case");
    const casebook::RunId run = writer.begin_run("scan", "test", now);
    const std::vector<std::string> sellers{"", "old_things", "tusk@home", "<b>x</b>"}, sources{"market", "bazaar"},
        appendices{"I", "II", "I/II", "III"}, places{"Lyon, France", "", "กรุงเทพ"}, currencies{"EUR", "THB", ""},
        names{"Loxodonta africana", "Panthera tigris", "Python reticulatus"}, terms{"TUS", "CAR", "SKI", "LIV"};
    for (int round = 0; round < 2; ++round) {
        std::vector<casebook::JudgedListing> adverts;
        for (int i = round * 60; i < 120; ++i) {
            auto advert = samples::ivory("https://m.example/" + std::to_string(i),
                                         "Carved ivory no. " + std::to_string(i + round * random() % 3));
            advert.listing.seller = one_of(sellers);
            advert.listing.source = sources[static_cast<std::size_t>(i) % 2];
            advert.listing.location = one_of(places);
            advert.listing.price = {"", std::to_string(random() % 5000) + "." + std::to_string(10 + random() % 90),
                                    one_of(currencies)};
            advert.judgement.appendix = one_of(appendices);
            advert.judgement.level = static_cast<detector::Level>(random() % 5);
            if (!advert.judgement.flagged()) advert.judgement.appendix.clear();
            advert.judgement.taxa.resize(1);
            advert.judgement.taxa.push_back(advert.judgement.taxa[0]);
            for (casebook::JudgedTaxon& taxon : advert.judgement.taxa) {
                taxon.scientific_name = one_of(names);
                taxon.specimens = {one_of(terms), one_of(terms)};
            }
            adverts.push_back(advert);
        }
        writer.record(run, adverts, now + round * 86'400'000);
    }
    return folder / "case";
}

struct Sql {  // counts made without any of the code under test
    explicit Sql(const std::filesystem::path& file) : database(file, casebook::Database::Mode::read) {}
    std::int64_t operator()(const std::string& sql, const std::optional<std::string>& value = {}) {
        casebook::Statement query(database, sql);
        REQUIRE((value ? query.first(*value) : query.first()));
        return query.integer(0);
    }
    casebook::Database database;
};

nlohmann::json summary_of(const TemporaryFolder& folder, ReportOptions options) {
    Console console({.quiet = true});
    options.casebook = folder / "case";
    options.output = folder / "summary";
    options.format = ReportFormat::jsonl;
    REQUIRE(run(options, console) == 0);
    std::ifstream in(folder / "summary");
    return nlohmann::json::parse(in);
}

}  // namespace

TEST_CASE("Every count of a case agrees with SQL") {
    const TemporaryFolder folder;
    Sql sql(make_casebook(folder));
    for (const char* level : {"0", "1", "3"}) {
        ReportOptions options{.case_name = "Operation Tusk"};
        options.filter.least_level = static_cast<detector::Level>(std::stoi(level));
        const nlohmann::json summary = summary_of(folder, options);
        const std::string where = std::string(" l.level >= ") + level;
        const std::int64_t all = sql("SELECT count(*) FROM listings l WHERE" + where);
        REQUIRE(all > 0);
        CHECK(summary["adverts"] == all);
        CHECK(summary["listings"].size() == static_cast<std::size_t>(all));
        std::int64_t sum = 0;
        for (const auto& [place, count] : summary["by_place"].items()) {
            sum += count.get<std::int64_t>();
            CHECK(count == sql("SELECT count(*) FROM listings l JOIN versions v ON v.id = l.version_id WHERE "
                               "ifnull(v.location, '') = ? AND" +
                                   where,
                               place));
        }
        CHECK(sum == all);
        for (const auto& account : summary["accounts"]) {
            const std::string key = account["source"].get<std::string>() + "/" + account["account"].get<std::string>();
            CHECK(account["adverts"] ==
                  sql("SELECT count(*) FROM listings l JOIN versions v ON v.id = l.version_id JOIN sources s ON s.id = "
                      "l.source_id WHERE s.name || '/' || ifnull(v.seller, '') = ? AND" +
                          where,
                      key));
        }
        for (const auto& taxon : summary["taxa"]) {
            const std::string name = taxon["scientific_name"];
            CHECK(taxon["adverts"] == sql("SELECT count(DISTINCT l.id) FROM listings l JOIN assessment_taxa t ON "
                                          "t.assessment_id = l.assessment_id WHERE t.name = ? AND" +
                                              where,
                                          name));
        }
        for (const auto& [term, count] : summary["by_term"].items())
            CHECK(count ==
                  sql("SELECT count(DISTINCT l.id) FROM listings l JOIN assessment_taxa t ON t.assessment_id = "
                      "l.assessment_id, json_each(t.specimens) j WHERE j.value = ? AND" +
                          where,
                      term));
        for (const auto& asked : summary["asked"]) {
            const std::string currency = asked["currency"];
            CHECK(asked["adverts"] ==
                  sql("SELECT count(*) FROM listings l JOIN versions v ON v.id = l.version_id WHERE "
                      "v.price_currency = ? AND" +
                          where,
                      currency));
            const std::int64_t cents =
                sql("SELECT sum(CAST(round(CAST(v.price_amount AS REAL) * 100) AS INTEGER)) FROM listings l JOIN "
                    "versions v "
                    "ON v.id = l.version_id WHERE v.price_currency = ? AND" +
                        where,
                    currency);
            CHECK(std::llround(std::stod(asked["sum"].get<std::string>()) * 100) == cents);
        }
    }
}

TEST_CASE("A report's counts agree with SQL under every filter") {
    const TemporaryFolder folder;
    Sql sql(make_casebook(folder));
    casebook::Reader reader(folder / "case");
    struct Case {
        casebook::Filter filter;
        std::string where;
    };
    std::vector<Case> cases{
        {{}, "l.level > 0"},
        {{.least_level = detector::Level::none}, "1"},
        {{.least_level = detector::Level::high}, "l.level >= 3"},
        {{.appendices = {"I", "III"}}, "l.level > 0 AND l.appendix IN ('I', 'III')"},
        {{.sources = {"bazaar"}}, "l.level > 0 AND l.source_id = (SELECT id FROM sources WHERE name = 'bazaar')"},
        {{.listings = {casebook::ListingId{3}, casebook::ListingId{5}}}, "l.level > 0 AND l.id IN (3, 5)"},
        {{.platform = {"m.example"}}, "l.level > 0"},
        {{.platform = {"bazaar", "x.example"}},
         "l.level > 0 AND l.source_id = (SELECT id FROM sources WHERE name = 'bazaar')"},
        {{.taxon = "Panthera"},
         "l.level > 0 AND EXISTS (SELECT 1 FROM assessment_taxa t WHERE t.assessment_id = l.assessment_id AND t.name = "
         "'Panthera tigris')"}};
    for (const Case& one : cases) {
        CAPTURE(one.where);
        const casebook::Summary summary = reader.summary(one.filter);
        const std::string from = " FROM listings l WHERE " + one.where;
        CHECK(summary.listings == sql("SELECT count(*)" + from));
        const auto total = [](const std::vector<casebook::Count>& counts) {
            std::int64_t sum = 0;
            for (const casebook::Count& count : counts) sum += count.count;
            return sum;
        };
        for (const auto* counts : {&summary.by_level, &summary.by_appendix, &summary.by_source, &summary.by_status,
                                   &summary.by_language, &summary.by_day})
            CHECK(total(*counts) == summary.listings);
        std::int64_t placed = 0;
        for (const casebook::LocationCount& place : reader.locations(one.filter)) placed += place.count;
        CHECK(placed == summary.listings);
        for (const casebook::Count& taxon : summary.by_taxon)
            CHECK(taxon.count ==
                  sql("SELECT count(DISTINCT l.id) FROM listings l JOIN assessment_taxa t ON t.assessment_id "
                      "= l.assessment_id WHERE t.name = ? AND " +
                          one.where,
                      taxon.name));
    }
}

TEST_CASE("A case's document is whole in each language and says nothing internal") {
    const TemporaryFolder folder;
    { samples::decide(make_casebook(folder), {1}, {"analyst-anna", "confirmed", "why", "secret-note"}, now); }
    for (const std::string language : {"en", "fr", "es"}) {
        Console console({.quiet = true});
        ReportOptions options{.casebook = folder / "case",
                              .output = folder / "case.html",
                              .language = language,
                              .case_name = "Op <Tusk>",
                              .from = "Agency"};
        REQUIRE(run(options, console) == 0);
        std::ifstream in(folder / "case.html");
        std::stringstream text;
        text << in.rdbuf();
        const std::string html = text.str();
        CHECK(html.find("Op &lt;Tusk&gt;") != std::string::npos);
        CHECK(html.find("กรุงเทพ") != std::string::npos);
        CHECK(html.find("<b>x</b>") == std::string::npos);
        CHECK(html.find("analyst-anna") == std::string::npos);
        CHECK(html.find("secret-note") == std::string::npos);
        CHECK(html.find("product-implies-taxon") == std::string::npos);
        CHECK(html.find("TUS (") != std::string::npos);
    }
    casebook::Database database(folder / "case", casebook::Database::Mode::read);
    casebook::Statement query(database, "SELECT filter FROM exports WHERE kind = 'case html'");
    REQUIRE(query.first());
    CHECK(query.text(0).starts_with("case Op <Tusk>: "));
}
