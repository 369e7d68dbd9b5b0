// Notices to a platform: its own adverts, what a person confirmed, nothing internal; each builds on the one before.
#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "casebook/sql.h"
#include "casebook/writer.h"
#include "detector/error.h"
#include "tests/casebook/decisions.h"
#include "tests/casebook/samples.h"
#include "tests/casebook/temporary_folder.h"
#include "tools/platforms.h"
#include "tools/report.h"

using namespace tools;

namespace {

casebook::Milliseconds wall() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

casebook::JudgedListing advert(const std::string& url, const std::string& source) {
    casebook::JudgedListing judged = samples::ivory(url, "Carved ivory tusk " + url);
    judged.listing.source = source;
    judged.judgement.note = "internal-note";
    return judged;
}

struct Desk {
    TemporaryFolder folder;
    casebook::Writer writer{folder / "case"};
    casebook::RunId run = writer.begin_run("scan", "test", wall());

    Desk() {
        writer.record(run,
                      std::vector{advert("https://www.etsy.com/1", "search"), advert("https://etsy.com/2", "search"),
                                  advert("https://notetsy.com/3", "search"), advert("https://etsy.com/4", "search"),
                                  advert("https://shop.example/5?etsy.com", "etsy-feed")},
                      wall());
        decide({1, 2, 3, 5}, "confirmed");
    }
    void decide(const std::vector<std::int64_t>& ids, const std::string& verdict) {
        samples::decide(folder / "case", ids, {"analyst-anna", verdict, "reason-word", "secret-note"}, wall());
    }
    void take_down(const std::string& url, const std::string& source) {
        casebook::Visit visit;
        visit.source = source;
        visit.pass = writer.begin_pass(source, wall()).id;
        visit.fetch.url = url;
        visit.gone = true;
        writer.record(run, std::vector{visit}, wall() + 1);
    }
    std::string refer(ReportOptions options) {
        Console console({.quiet = true});
        options.casebook = folder / "case";
        options.output = folder / "notice";
        REQUIRE(tools::run(options, console) == 0);
        std::ifstream in(folder / "notice", std::ios::binary);
        std::stringstream text;
        text << in.rdbuf();
        return text.str();
    }
    // "state url" of each line, sorted by the notice itself.
    std::vector<std::string> states(ReportOptions options) {
        options.format = ReportFormat::jsonl;
        std::istringstream lines(refer(options));
        std::vector<std::string> found;
        for (std::string line; std::getline(lines, line);) {
            const auto json = nlohmann::json::parse(line);
            found.push_back(json["state"].get<std::string>() + " " + json["url"].get<std::string>());
        }
        return found;
    }
    std::int64_t count(const std::string& sql) {
        casebook::Database database(folder / "case", casebook::Database::Mode::read);
        casebook::Statement query(database, sql);
        query.first();
        return query.integer(0);
    }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("A notice names the platform's own confirmed adverts, and the next one what became of them") {
    Desk desk;
    const ReportOptions etsy{.referral = "etsy.com"};
    ReportOptions draft = etsy;
    draft.draft = true;
    const Lines first{"new https://etsy.com/2", "new https://www.etsy.com/1"};
    CHECK(desk.states(draft) == first);
    CHECK(desk.count("SELECT count(*) FROM referrals") == 0);
    CHECK(desk.states(etsy) == first);
    CHECK(desk.count("SELECT count(*) FROM referrals WHERE platform = 'etsy.com'") == 1);
    CHECK(desk.count("SELECT count(*) FROM export_listings") == 2);

    desk.decide({4}, "confirmed");
    desk.take_down("https://etsy.com/2", "search");
    CHECK(desk.states(etsy) ==
          Lines{"new https://etsy.com/4", "still offered https://www.etsy.com/1", "taken down https://etsy.com/2"});
    // What was told once is not told again; what is dismissed is withdrawn, once.
    CHECK(desk.states(etsy) == Lines{"still offered https://etsy.com/4", "still offered https://www.etsy.com/1"});
    desk.decide({1}, "dismissed");
    CHECK(desk.states(etsy) == Lines{"still offered https://etsy.com/4", "withdrawn https://www.etsy.com/1"});
    CHECK(desk.states(etsy) == Lines{"still offered https://etsy.com/4"});
    // Offered again: it is told again.
    desk.writer.record(desk.run, std::vector{advert("https://etsy.com/2", "search")}, wall());
    CHECK(desk.states(etsy) == Lines{"still offered https://etsy.com/2", "still offered https://etsy.com/4"});
}

TEST_CASE("A platform is a source's name as well, and undecided adverts are named when asked for") {
    Desk desk;
    CHECK(desk.states({.referral = "etsy-feed"}) == Lines{"new https://shop.example/5?etsy.com"});
    CHECK(desk.states({.referral = "etsy.com", .unreviewed = true}).size() == 3);
    Console console({.quiet = true});
    CHECK_THROWS_WITH(
        tools::run(
            ReportOptions{.casebook = desk.folder / "case", .output = desk.folder / "x", .referral = "esty-feed"},
            console),
        Catch::Contains("did you mean etsy-feed"));
}

TEST_CASE("Nothing internal leaves the house, in no form and no language") {
    Desk desk;
    for (const ReportFormat format : {ReportFormat::html, ReportFormat::csv, ReportFormat::jsonl})
        for (const std::string language : {"en", "fr", "es"}) {
            std::string notice = desk.refer({.format = format,
                                             .language = language,
                                             .who = "analyst-bob",
                                             .referral = "etsy.com",
                                             .draft = true,
                                             .from = "Agency <X>",
                                             .reference = "2026/17"});
            if (const std::size_t style = notice.find("<style>"); style != std::string::npos)
                notice.erase(style, notice.find("</style>") - style);  // names of classes are no levels
            CAPTURE(notice);
            CHECK(notice.find("https://www.etsy.com/1") != std::string::npos);
            CHECK(notice.find("Loxodonta africana") != std::string::npos);
            CHECK(notice.find("ivory") != std::string::npos);
            for (const char* inside : {"analyst", "secret-note", "reason-word", "internal-note", "78", "0.93",
                                       "confirmed", "product-implies-taxon", "high"})
                CHECK(notice.find(inside) == std::string::npos);
            if (format == ReportFormat::html) {
                CHECK(notice.find("Agency &lt;X&gt;") != std::string::npos);
                CHECK(notice.find("lang=\"" + language + "\"") != std::string::npos);
                CHECK(notice.find("<script") == std::string::npos);
                CHECK(notice.find("href=\"http") == std::string::npos);
            }
        }
}

TEST_CASE("The platforms file gives a platform its hosts, addressee and language") {
    Desk desk;
    std::ofstream(desk.folder / "platforms.toml") << "[etsy]\nname = \"Etsy, Inc.\"\nmatch = [\"etsy.com\", "
                                                     "\"etsy-feed\"]\nlanguage = \"fr\"\n";
    const std::string notice = desk.refer({.referral = "etsy", .draft = true});
    CHECK(notice.find("Etsy, Inc.") != std::string::npos);
    CHECK(notice.find("lang=\"fr\"") != std::string::npos);
    CHECK(desk.refer({.language = "es", .language_chosen = true, .referral = "etsy", .draft = true})
              .find("lang=\"es\"") != std::string::npos);
    CHECK(desk.states({.referral = "etsy"}).size() == 3);
    std::ofstream(desk.folder / "bad.toml") << "[etsy]\nmach = \"etsy.com\"\nmatch = \"x\"\n";
    CHECK_THROWS_AS(read_platforms(desk.folder / "bad.toml"), detector::DataError);
}
