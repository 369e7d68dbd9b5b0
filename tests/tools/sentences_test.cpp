// The reasons of judgement in every language of the desk: nothing that a rule can say stays English.
#include "tools/sentences.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <string>
#include <vector>

#include "detector/error.h"
#include "tools/judge.h"
#include "tools/message_catalogue.h"

namespace {

namespace fs = std::filesystem;
const fs::path root = CITESWATCH_SOURCE_DIR;

std::vector<std::vector<std::string>> rows_of(const fs::path& file) {
    std::vector<std::vector<std::string>> rows;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line[0] == '#') continue;
        std::vector<std::string> row(1);
        for (const char c : line)
            if (c == '\t')
                row.emplace_back();
            else
                row.back() += c;
        rows.push_back(row);
    }
    return rows;
}

std::string with(std::string text, const std::string& place, const std::string& value) {
    for (std::size_t at; (at = text.find(place)) != std::string::npos;) text.replace(at, place.size(), value);
    return text;
}

tools::Sentences read(const std::string& text) {
    const fs::path file = fs::temp_directory_path() / "citeswatch_sentences_test.tsv";
    std::ofstream(file) << text;
    return tools::Sentences(file);
}

}  // namespace

TEST_CASE("A sentence is said with the words of the advert in the places of the translation") {
    const tools::Sentences sentences = read(
        "# note\n'{cue}' near '{name}'\t{name} ... {cue}\n'{cue}' near '{name}': a food\tmanger {cue} ({name})\n"
        "a price\tun prix\n");
    CHECK(sentences("'soup' near 'turtle'") == "turtle ... soup");
    CHECK(sentences("'soup' near 'turtle': a food") == "manger soup (turtle)");
    CHECK(sentences("'d'or' near 'Hermann's tortoise'") == "Hermann's tortoise ... d'or");
    CHECK(sentences("'' near ''") == " ... ");
    CHECK(sentences("a price") == "un prix");
    for (const char* const other : {"", "'", "a price ", "'soup' near turtle'", "what an analyst's own rule says"})
        CHECK(sentences(other) == other);
    CHECK(tools::Sentences()("a price") == "a price");
}

TEST_CASE("A bad line is named") {
    CHECK_THROWS_WITH(read("a\tb\nno tab\n"), Catch::Contains(":2: no key, tab and text"));
    CHECK_THROWS_WITH(read("a\tb\na\tc\n"), Catch::Contains(":2: 'a' stands here twice"));
    CHECK_THROWS_WITH(read("'{name}'\t'{nom}'\n"), Catch::Contains(":1: sentence and translation differ"));
    CHECK_THROWS_AS(tools::Sentences(root / "nowhere.tsv"), detector::DataError);
}

TEST_CASE("Whatever the shipped rules say is said in French and Spanish") {
    std::size_t rules = 0;
    for (const std::string language : {"fr", "es"}) {
        const tools::MessageCatalogue words(root / "config" / "messages", language);
        for (const auto& row : rows_of(root / "config" / "rules_evidence.tsv")) {
            if (row.front() == "rule") continue;
            ++rules;
            std::string english = row.back();
            for (const std::string place : {"name", "cue", "means"})
                english = with(english, "{" + place + "}", "<" + place + ">");
            CAPTURE(language, english);
            const std::string said = words.sentence(english);
            CHECK(said != english);
            for (const std::string place : {"<name>", "<cue>", "<means>"})
                CHECK((said.find(place) == std::string::npos) == (english.find(place) == std::string::npos));
        }
    }
    CHECK(rules > 400);
}

TEST_CASE("The reasons of every labelled advert of the project are said in French and Spanish") {
    tools::Console console{{.quiet = true}};
    const tools::Judge judge({}, console);
    tools::Judge::Bench bench(judge);
    const tools::MessageCatalogue french(root / "config" / "messages", "fr"),
        spanish(root / "config" / "messages", "es");
    std::set<std::string> unsaid, rules;
    for (const auto& entry : fs::directory_iterator(root / "tests" / "adverts")) {
        if (entry.path().extension() != ".tsv") continue;
        for (const auto& row : rows_of(entry.path())) {
            if (row.size() < 5) continue;
            detector::Listing listing;
            listing.language = row[3];
            listing.passages.push_back({detector::Field::title, {}, row[4]});
            if (row.size() > 5 && !row[5].empty())
                listing.passages.push_back({detector::Field::description, {}, row[5]});
            for (const detector::Reason& reason : bench.judge(listing).assessment.reasons) {
                rules.insert(reason.rule);
                if (french.sentence(reason.text) == reason.text || spanish.sentence(reason.text) == reason.text)
                    unsaid.insert(reason.rule + ": " + reason.text);
            }
        }
    }
    CHECK(rules.size() > 100);
    for (const std::string& reason : unsaid) FAIL_CHECK(reason);
}
