// Watch lists in files of an analyst's own.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "temporary_folder.h"
#include "tools/lists/importers.h"
#include "tools/lists/watch_file.h"

namespace fs = std::filesystem;
using namespace tools::lists;
using Names = std::vector<std::string>;

TEST_CASE("a watch list saved as Unicode text is read, and a broken TOML file is said to be one", "[lists]") {
    const tests::TemporaryFolder folder;
    const fs::path text = folder.path() / "ports.txt", toml = folder.path() / "ports.toml";
    std::string bytes = "\xFF\xFE";
    for (const char c : std::string_view("term\tnote\r\nblue box\tcode\r\n")) (bytes += c) += '\0';
    std::ofstream(text, std::ios::binary) << bytes;
    const WatchFile file = read_watch_file(text, "2026-11-24");
    CHECK(file.list.file == text.string());
    CHECK(file.list.name == "ports");
    REQUIRE(file.list.terms.size() == 1);
    CHECK(file.list.terms[0].text == "blue box");
    CHECK(file.list.terms[0].note == "code");
    std::ofstream(toml) << "[[term]\nterm = 1\n";
    CHECK_THROWS_WITH(read_watch_file(toml, "2026-11-24"),
                      Catch::Contains("ports.toml:1") && !Catch::Contains("no column"));
}

TEST_CASE("a watch list reads the same as TSV and as TOML, its faults by line", "[lists]") {
    const tests::TemporaryFolder folder;
    const auto file = [&](const char* name, std::string_view text) {
        std::ofstream(folder.path() / name, std::ios::binary) << text;
        return folder.path() / name;
    };
    const WatchFile tsv =
        read_watch_file(file("ports.tsv",
                             "# seen in the port\nterm\tlanguage\ttaxon\tnote\tweight\tneeds\texpiry\n"
                             "big kitty\ten\tPanthera leo\tlion cub\t3\tprice\t2027-01-01\n"
                             "blue box\t\t\tsmuggler's code\t\t\t\n"
                             "old\ten\t\tgone\t\t\t2026-01-01\nbad\ten\t\tx\t7\t\t\n"),
                        "2026-11-24");
    const WatchFile toml = read_watch_file(
        file("ports.toml",
             "name = \"ports\"\n[[term]]\nterm = \"big kitty\"\nlanguage = \"en\"\ntaxon = \"Panthera leo\"\n"
             "note = \"lion cub\"\nweight = 3\nneeds = \"price\"\nexpiry = \"2027-01-01\"\n"
             "[[term]]\nterm = \"blue box\"\nnote = \"smuggler's code\"\n"
             "[[term]]\nterm = \"old\"\nnote = \"gone\"\nexpiry = \"2026-01-01\"\n"
             "[[term]]\nterm = \"bad\"\nnote = \"x\"\nweight = 7\n"
             "[[term]]\nterm = \"slip\"\nnote = \"x\"\nwieght = 2\n"),
        "2026-11-24");
    for (const WatchFile* each : {&tsv, &toml}) {
        CHECK(each->list.name == "ports");
        REQUIRE(each->list.terms.size() == 2);
        CHECK(each->list.terms[0].text == "big kitty");
        CHECK(each->list.terms[0].taxa == Names{"Panthera leo"});
        CHECK(each->list.terms[0].weight == 3);
        CHECK(each->list.terms[0].needs == "price");
        CHECK(each->list.terms[0].expiry == "2027-01-01");
        CHECK(each->list.terms[1].language == "und");
        CHECK(each->list.terms[1].needs == "trade");
        CHECK(each->list.terms[1].weight == 2);
        REQUIRE(each->expired.size() == 1);
        CHECK(each->expired[0].text == "old");
    }
    REQUIRE(tsv.problems.size() == 1);
    CHECK(tsv.problems[0].place.line == 6);
    REQUIRE(toml.problems.size() == 2);
    CHECK(toml.problems[1].text.find("did you mean 'weight'") != std::string::npos);
    CHECK(toml.list.terms[1].line == 10);
    CHECK(recognise(folder.path() / "ports.toml") == Download::watch_list);
    CHECK(recognise(folder.path() / "ports.tsv") == Download::watch_list);
    CHECK_THROWS_WITH(read_watch_file(file("other.csv", "name,price\nx,1\n"), ""), Catch::Contains("'term'"));
}
