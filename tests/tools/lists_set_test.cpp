#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "detector/error.h"
#include "detector/lexicon.h"
#include "detector/regimes.h"
#include "temporary_folder.h"
#include "tools/http_server.h"
#include "tools/lists/check_set.h"
#include "tools/lists/fetch_pages.h"
#include "tools/lists/importers.h"
#include "tools/lists/name_distance.h"
#include "tools/lists/set_difference.h"
#include "tools/lists/set_folder.h"
#include "tools/lists/watch_file.h"

namespace fs = std::filesystem;
using namespace tools::lists;

namespace {

Taxon taxon(std::string id, std::string name, std::string appendix, std::string rank = "species") {
    Taxon out;
    out.id = std::move(id);
    out.name = std::move(name);
    out.rank = std::move(rank);
    out.kingdom = "Animalia";
    out.appendix = std::move(appendix);
    return out;
}

ListSet lions() {
    ListSet set;
    set.provenance = {"test-2026", "Checklist index (CSV)", "CITES; EU",         "2026-03-05",
                      "own",       "2026-11-23T00:00:00Z",  {{"a.csv", "ab12"}}, false};
    set.taxa = {taxon("1", "Panthera leo", "I/II"), taxon("2", "Aus bus", "III"), taxon("", "Dus eus", ""),
                taxon("9", "Panthera", "I", "genus")};
    set.taxa[3].whole = false;
    set.synonyms = {{"Felis leo", "Panthera leo", {}, {}}};
    set.common_names = {{"Lion\twith\ttabs", "en", {"Panthera leo", "Aus bus"}, {}, {}, {}},
                        {"# hash", "en", {"Aus bus"}, {}, {}, {}}};
    set.listings = {{"Panthera leo", "EU", "A", "", "2019-11-26", "note", {}}, {"Dus eus", "EU", "D", "", "", "", {}}};
    WatchTerm term;
    term.text = "big kitty";
    term.language = "en";
    term.taxa = {"Panthera leo"};
    term.needs = "price";
    term.expiry = "2027-01-01";
    set.watch_terms = {term};
    return set;
}

std::size_t count(const std::vector<Finding>& findings, FindingKind kind) {
    std::size_t out = 0;
    for (const Finding& each : findings) out += each.kind == kind;
    return out;
}

const detector::Term* term_of(const detector::Lexicon& lexicon, std::string_view text) {
    for (const detector::Term& term : lexicon.terms())
        if (term.text == text) return &term;
    return nullptr;
}

}  // namespace

TEST_CASE("what is written can be read back, and the detector reads it too", "[lists]") {
    const tests::TemporaryFolder folder;
    const fs::path path = folder.path() / "set";
    write_set(lions(), {}, path, false);
    const fs::path only[] = {path};
    const ListSet back = read_set(only);
    CHECK(back.taxa.size() == 4);
    CHECK(back.synonyms.size() == 1);
    CHECK(back.common_names.size() == 2);
    CHECK(back.listings.size() == 2);
    CHECK(back.watch_terms.at(0).expiry == "2027-01-01");
    CHECK(back.provenance.date == "2026-03-05");
    CHECK(back.provenance.files == std::vector<std::pair<std::string, std::string>>{{"a.csv", "ab12"}});
    CHECK(difference(lions(), back).moved.empty());

    const detector::Lexicon lexicon = detector::load_lexicon(only);
    const detector::Taxon* lion = lexicon.find_taxon("Panthera leo");
    REQUIRE(lion);
    CHECK(lion->appendix == detector::Appendix::I_II);
    CHECK(lexicon.version().find("test-2026") != std::string_view::npos);
    const WatchFile watched = read_watch_file(path / "watch.tsv", "2026-11-24");
    REQUIRE(watched.list.terms.size() == 1);
    CHECK(watched.list.terms[0].needs == "price");
    const detector::WatchList lists[] = {watched.list};
    const detector::Lexicon watching = detector::load_lexicon(only, lists);
    REQUIRE(term_of(watching, "big kitty"));
    CHECK(term_of(watching, "big kitty")->kind == detector::TermKind::watch);
    CHECK(watching.digest() != lexicon.digest());
    CHECK(term_of(lexicon, "Lion with tabs"));
    CHECK_FALSE(term_of(lexicon, "Panthera"));  // listed in part: the genus alone names nothing
    const auto id = static_cast<detector::TaxonId>(lion - lexicon.taxa().data());
    REQUIRE(listings_of(lexicon, id).size() == 1);
    CHECK(listings_of(lexicon, id)[0].regime == "EU");
    CHECK(listings_of(lexicon, id)[0].since == "2019-11-26");
    CHECK(lexicon.find_taxon("Dus eus")->appendix == detector::Appendix::none);
}

TEST_CASE("an existing folder is kept unless told otherwise, and never when it is no imported set", "[lists]") {
    const tests::TemporaryFolder folder;
    write_set(lions(), {}, folder.path() / "set", false);
    CHECK_THROWS_WITH(write_set(lions(), {}, folder.path() / "set", false), Catch::Contains("--overwrite"));
    write_set(lions(), {}, folder.path() / "set", true);
    fs::create_directory(folder.path() / "mine");
    std::ofstream(folder.path() / "mine" / "thesis.txt") << "x";
    CHECK_THROWS_AS(write_set(lions(), {}, folder.path() / "mine", true), detector::DataError);
    CHECK(fs::exists(folder.path() / "mine" / "thesis.txt"));
}

TEST_CASE("a replacing set takes out what it does not hold and hands the names of the renamed on", "[lists]") {
    const tests::TemporaryFolder folder;
    ListSet old;
    old.taxa = {taxon("1", "Felis leo", "II"), taxon("2", "Aus bus", "III"), taxon("3", "Cus dus", "I")};
    old.common_names = {{"lion", "en", {"Felis leo"}, {}, {}, {}},
                        {"cudu", "en", {"Cus dus"}, {}, {}, {}},
                        {"both", "en", {"Cus dus", "Aus bus"}, {}, {}, {}}};
    ListSet fresh;
    fresh.taxa = {taxon("1", "Panthera leo", "I"), taxon("2", "Aus bus", "III")};
    const auto removed = taken_out(old, fresh);
    REQUIRE(removed.size() == 2);
    CHECK(removed[0].name == "Cus dus");
    CHECK(removed[0].now.empty());
    CHECK(removed[1].now == "Panthera leo");
    write_set(old, {}, folder.path() / "old", false);
    write_set(fresh, removed, folder.path() / "new", false);
    const fs::path both[] = {folder.path() / "old", folder.path() / "new"};
    const detector::Lexicon lexicon = detector::load_lexicon(both);
    CHECK(lexicon.find_taxon("Cus dus") == nullptr);
    CHECK(term_of(lexicon, "Cus dus") == nullptr);
    CHECK(term_of(lexicon, "cudu") == nullptr);
    REQUIRE(term_of(lexicon, "both"));
    CHECK(term_of(lexicon, "both")->taxa.size() == 1);
    REQUIRE(term_of(lexicon, "lion"));
    CHECK(lexicon.taxon(term_of(lexicon, "lion")->taxa[0]).name == "Panthera leo");
}

TEST_CASE("sets differ by what is new, gone, moved, renamed and annotated anew", "[lists]") {
    ListSet before, after;
    before.taxa = {taxon("1", "Aus bus", "II"), taxon("2", "Cus dus", "I"), taxon("x3", "Dus eus", "III"),
                   taxon("4", "Eus fus", "II")};
    after.taxa = {taxon("1", "Aus bus", "I"), taxon("2", "Cus novus", "I"), taxon("9", "Gus hus", "II"),
                  taxon("4", "Eus fus", "II")};
    after.taxa[3].annotation = "#4";
    after.synonyms = {{"Dus eus", "Gus hus", {}, {}}};
    const SetDifference got = difference(before, after);
    REQUIRE(got.moved.size() == 2);  // Aus bus, and Dus eus under its new name
    CHECK(got.moved[0].first->name == "Aus bus");
    CHECK(got.renamed.size() == 2);
    CHECK(got.annotated.size() == 1);
    CHECK(got.added.empty());
    CHECK(got.gone.empty());
    CHECK(difference(before, before).empty());
    const SetDifference back = difference(after, ListSet{});
    CHECK(back.gone.size() == 4);
    CHECK(back.synonyms_gone == 1);
}

TEST_CASE("check names orphans, duplicates, everyday words, encoding trouble, needless code words and the expired",
          "[lists]") {
    ListSet set;
    set.taxa = {taxon("1", "Panthera leo", "I"), taxon("1", "Aus bus", "II"), taxon("3", "Cus dus", "I")};
    set.taxa[1].kingdom.clear();
    set.synonyms = {
        {"Felis leo", "Nobody here", {}, {}}, {"Leo leo", "Panthera leo", {}, {}}, {"Leo leo", "Panthera leo", {}, {}}};
    set.common_names = {
        {"lion", "en", {"Panthera leo"}, "none", {}, {}},          {"once", "es", {"Panthera leo"}, "none", {}, {}},
        {"Ship", "sq", {"Panthera leo"}, "high", {}, {}},          {"fil", "tr", {"Panthera leo"}, "", {}, {}},
        {"&#1041;&#1077", "ru", {"Panthera leo"}, "none", {}, {}}, {"lion", "en", {"Panthera leo"}, "none", {}, {}}};
    WatchTerm term;
    term.text = "x";
    term.needs = "none";
    term.expiry = "2020-01-01";
    term.taxa = {"Nobody here"};
    set.watch_terms = {term};
    EverydayWords everyday;
    everyday.add("once", "en");
    everyday.add("ship", "en");
    CHECK(everyday.language_of("once") == "en");
    CHECK(everyday.language_of("fil") == "short");
    CHECK(everyday.language_of("once upon").empty());
    set.code_words = {{"white stuff", "en", "none", {"Panthera leo"}, {}},
                      {"gold", "en", "price", {"Panthera leo"}, {}}};
    set.common_names.push_back({"lіon", "uk", {"Panthera leo"}, "none", {}, {}});  // a Cyrillic і
    const auto findings = check_set(set, everyday, "2026-11-23");
    CHECK(count(findings, FindingKind::orphan) == 2);
    CHECK(count(findings, FindingKind::duplicate) == 3);
    CHECK(count(findings, FindingKind::everyday_word) == 2);
    CHECK(count(findings, FindingKind::encoding) == 2);
    CHECK(count(findings, FindingKind::no_context) == 2);
    CHECK(count(findings, FindingKind::expired) == 1);
    CHECK(count(findings, FindingKind::nameless) == 1);
    CHECK(count(findings, FindingKind::classification) == 1);
}

TEST_CASE("a list of another regime leaves the Appendices alone, and replaces its own listings only", "[lists]") {
    const tests::TemporaryFolder folder;
    ListSet cites;
    cites.taxa = {taxon("1", "Panthera leo", "I/II"), taxon("2", "Aus bus", "III")};
    ListSet eu;
    eu.taxa = {taxon("1", "Panthera leo", ""), taxon("8", "Dus eus", ""), taxon("9", "Gus hus", "")};
    eu.listings = {{"Panthera leo", "EU", "B", "", "", "", {}},
                   {"Dus eus", "EU", "D", "", "", "", {}},
                   {"Gus hus", "EU", "D", "", "", "", {}}};
    eu.listings.push_back({"Gus hus", "MY-WCA", "protected", "", "", "", {}});
    ListSet next = eu;
    next.provenance.replaces = true;
    next.taxa = {taxon("1", "Panthera leo", "")};
    next.listings = {{"Panthera leo", "EU", "A", "", "", "", {}}};
    write_set(cites, {}, folder.path() / "cites", false);
    write_set(eu, {}, folder.path() / "eu", false);
    const std::vector<fs::path> before{folder.path() / "cites", folder.path() / "eu"};
    const ListSet current = read_set(before);
    CHECK(difference(current, next).moved.empty());
    REQUIRE(difference(current, next).relisted.size() == 3);
    CHECK(difference(current, next).relisted[2].before == "B");
    CHECK(difference(current, next).relisted[2].after == "A");
    const auto removed = taken_out(current, next);
    REQUIRE(removed.size() == 1);  // Gus hus stands on another list, Aus bus in Appendix III
    CHECK(removed[0].name == "Dus eus");
    write_set(next, removed, folder.path() / "next", false);
    std::vector<fs::path> after = before;
    after.push_back(folder.path() / "next");
    const detector::Lexicon lexicon = detector::load_lexicon(after);
    const auto id = [&](std::string_view name) {
        REQUIRE(lexicon.find_taxon(name));
        return static_cast<detector::TaxonId>(lexicon.find_taxon(name) - lexicon.taxa().data());
    };
    CHECK(lexicon.find_taxon("Panthera leo")->appendix == detector::Appendix::I_II);
    CHECK(lexicon.find_taxon("Dus eus") == nullptr);
    REQUIRE(other_listings(lexicon, id("Panthera leo")).size() == 1);
    CHECK(other_listings(lexicon, id("Panthera leo"))[0].listing == "A");
    REQUIRE(other_listings(lexicon, id("Gus hus")).size() == 1);
    CHECK(other_listings(lexicon, id("Gus hus"))[0].regime == "MY-WCA");
}

TEST_CASE("a taxon that CITES drops stays where another regime lists it", "[lists]") {
    const tests::TemporaryFolder folder;
    ListSet cites, eu, fresh;
    cites.taxa = {taxon("1", "Aus bus", "II"), taxon("2", "Cus dus", "I")};
    eu.taxa = {taxon("1", "Aus bus", "")};
    eu.listings = {{"Aus bus", "EU", "B", "", "", "", {}}};
    fresh.taxa = {taxon("2", "Cus dus", "I")};
    write_set(cites, {}, folder.path() / "cites", false);
    write_set(eu, {}, folder.path() / "eu", false);
    const fs::path both[] = {folder.path() / "cites", folder.path() / "eu"};
    write_set(fresh, taken_out(read_set(both), fresh), folder.path() / "fresh", false);
    const fs::path all[] = {folder.path() / "cites", folder.path() / "eu", folder.path() / "fresh"};
    const detector::Lexicon lexicon = detector::load_lexicon(all);
    REQUIRE(lexicon.find_taxon("Aus bus"));
    CHECK(lexicon.find_taxon("Aus bus")->appendix == detector::Appendix::none);
    CHECK(term_of(lexicon, "Aus bus"));
}

TEST_CASE("the distance of names agrees with the textbook's table", "[lists]") {
    const auto slow = [](const std::string& a, const std::string& b) {
        std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
        for (std::size_t i = 0; i <= a.size(); ++i)
            for (std::size_t j = 0; j <= b.size(); ++j) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
            }
        return d[a.size()][b.size()];
    };
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string a, b;
        for (std::size_t i = random() % 9; i > 0; --i) a += static_cast<char>('a' + random() % 3);
        for (std::size_t i = random() % 9; i > 0; --i) b += static_cast<char>('a' + random() % 3);
        const std::size_t most = random() % 4;
        REQUIRE(name_distance(a, b, most) == std::min(slow(a, b), most + 1));
    }
    CHECK(name_distance("слон", "слоп", 1) == 1);
}

TEST_CASE("pages of the API are fetched to the last, with the token and nowhere else", "[lists]") {
    std::vector<std::string> tokens;
    bool stumbled = false;
    tools::HttpServer server({}, [&](const tools::HttpRequest& request) {
        tools::HttpResponse response;
        tokens.push_back(request.header("x-authentication-token"));
        const std::string page = request.parameter("page");
        if (page == "2" && !stumbled) {
            stumbled = true;
            response.status = 429;
            response.headers = {{"Retry-After", "0"}};
            return response;
        }
        response.content_type = "application/json";
        response.body = "{\"pagination\":{\"total_entries\":2},\"taxon_concepts\":[{\"id\":" + page +
                        ",\"full_name\":\"Aus b" + (page == "1" ? "us" : "is") +
                        "\",\"rank\":\"SPECIES\",\"cites_listing\":\"I\"}]}";
        return response;
    });
    tools::Console console({.quiet = true});
    const std::string url = server.origin() + "/api/v1/taxon_concepts";
    const tests::TemporaryFolder folder;
    unsetenv("SPECIES_PLUS_TOKEN");
    CHECK_THROWS_WITH(fetch_pages(url, folder.path(), true, console), Catch::Contains("SPECIES_PLUS_TOKEN"));
    setenv("SPECIES_PLUS_TOKEN", "secret\r\nX-Evil: 1", 1);
    CHECK_THROWS_AS(fetch_pages(url, folder.path(), true, console), detector::DataError);
    setenv("SPECIES_PLUS_TOKEN", "abc123", 1);
    CHECK_THROWS_WITH(fetch_pages(url, folder.path(), false, console), Catch::Contains("open connection"));
    const auto files = fetch_pages(url, folder.path(), true, console);
    unsetenv("SPECIES_PLUS_TOKEN");
    REQUIRE(files.size() == 2);
    CHECK(tokens == std::vector<std::string>(3, "abc123"));
    SetBuilder builder;
    for (const fs::path& file : files) read_download(file, {}, builder);
    CHECK(builder.finish().taxa.size() == 2);
}
