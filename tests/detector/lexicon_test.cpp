#include "detector/lexicon.h"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "detector/error.h"
#include "tests/detector/lists_fixture.h"

namespace fs = std::filesystem;

namespace {

// A folder of lists that lives as long as the test.
class Folder {
  public:
    Folder() : path_(fs::temp_directory_path() / ("citeswatch-lists-" + std::to_string(::getpid()))) {
        fs::remove_all(path_);
        fs::create_directories(path_);
        write("taxa.tsv",
              "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\n"
              "1\tPanthera tigris\tspecies\tAnimalia\tMammalia\tCarnivora\tFelidae\tI\n");
    }
    ~Folder() { fs::remove_all(path_); }
    void write(const std::string& name, const std::string& text) { std::ofstream(path_ / name) << text; }
    const fs::path& path() const { return path_; }

  private:
    fs::path path_;
};

std::string failure(const fs::path& folder) {
    try {
        detector::load_lexicon(std::span(&folder, 1));
    } catch (const detector::DataError& error) {
        return error.what();
    }
    return "";
}

}  // namespace

TEST_CASE("the shipped lists load whole", "[lexicon]") {
    const detector::Lexicon& lexicon = lists::lexicon();
    CHECK(lexicon.taxa().size() > 42'000);
    CHECK(lexicon.terms().size() > 160'000);
    CHECK(lexicon.digest().size() == 64);
    const detector::Taxon* elephant = lexicon.find_taxon("Loxodonta africana");
    REQUIRE(elephant);
    CHECK(elephant->family == "Elephantidae");
    CHECK(lexicon.plausible(*elephant, "TUS"));
    const detector::Taxon* parrots = lexicon.find_taxon("Psittaciformes");
    REQUIRE(parrots);
    CHECK(parrots->rank == detector::Rank::order);
    CHECK(parrots->whole);
}

TEST_CASE("a bad row is named with file, line and remedy", "[lexicon]") {
    struct {
        const char *table, *text, *says;
    } const cases[] = {
        {"common_names.tsv", "name\tlanguage\ttaxa\ntiger\ten\n", "common_names.tsv:2: 2 cells where the header has 3"},
        {"common_names.tsv", "name\tlanguage\ttaxa\ntiger\ten\tFelis nix\n", "no taxon is called 'Felis nix'"},
        {"common_names.tsv", "name\tlanguage\ttaxa\ntiger\tEnglish!\tPanthera tigris\n", "is no language tag"},
        {"common_names.tsv", "name\tlanguage\n", "no column 'taxa'"},
        {"common_names.tsv", "name\tlanguage\ttaxa\n\xFF\ten\tPanthera tigris\n", ":2: the line is not valid UTF-8"},
        {"context.tsv", "term\tlanguage\trole\tweight\nsale\ten\tshouting\t1\n", "(one of trade_intent"},
        {"context.tsv", "term\tlanguage\trole\tweight\nsale\ten\ttrade_intent\t9\n", "is no weight"},
        {"parts.tsv", "term\tlanguage\tcites_term\nbeak\ten\tBEAK\n", "is no trade term"},
        {"misspellings.tsv", "word\tlanguage\twritten\ntortoise\ten\t\n", "needs both the word and how it is written"},
        {"code_words.tsv", "term\tlanguage\tmeans\ttaxa\tconfidence\tneeds\nx1\ten\t\t\thigh\tluck\n", "is no need"},
        {"taxa.more.tsv",
         "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\n2\tLeo\tspecies\t\t\t\t\tIV\n",
         "'IV' is no Appendix"},
    };
    for (const auto& each : cases) {
        Folder folder;
        folder.write(each.table, each.text);
        CHECK_THAT(failure(folder.path()), Catch::Contains(each.says));
    }
    CHECK_THAT(failure("/nowhere"), Catch::Contains("/nowhere"));
}

TEST_CASE("an extra folder adds terms, corrects taxa and takes shipped terms out", "[lexicon]") {
    Folder folder;
    folder.write("common_names.tsv", "name\tlanguage\ttaxa\ntiger\ten\tPanthera tigris\ntigre\tes\tPanthera tigris\n");
    folder.write("disabled.tsv", "text\tlanguage\ntigre\tes\n");
    folder.write("taxa.import.tsv",
                 "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\n"
                 "1\tPanthera tigris\tspecies\tAnimalia\tMammalia\tCarnivora\tFelidae\tII\n");
    const fs::path path = folder.path();
    const detector::Lexicon lexicon = detector::load_lexicon(std::span(&path, 1));
    CHECK(lexicon.taxa().size() == 1);
    CHECK(lexicon.taxa()[0].appendix == detector::Appendix::II);
    REQUIRE(lexicon.terms().size() == 2);
    CHECK(lexicon.terms()[1].text == "tiger");
    CHECK(lexicon.terms()[1].line == 2);
}

TEST_CASE("a person's judgement of a name counts more than the measured one, in the language it is made for") {
    Folder folder;
    folder.write(
        "common_names.tsv",
        "name\tlanguage\ttaxa\tambiguity\ntiger\ten\tPanthera tigris\thigh\ntiger\tsv\tPanthera tigris\thigh\n");
    folder.write("ambiguity.mine.tsv", "name\tlanguage\tambiguity\ntiger\ten\tnone\n");
    const fs::path path = folder.path();
    const detector::Lexicon lexicon = detector::load_lexicon(std::span(&path, 1));
    for (const detector::Term& term : lexicon.terms())
        if (term.kind == detector::TermKind::common)
            CHECK(term.ambiguity == (term.language == "en" ? detector::Ambiguity::none : detector::Ambiguity::high));
    folder.write("ambiguity.mine.tsv", "name\tlanguage\tambiguity\ntiger\ten\tmaybe\n");
    CHECK(failure(path).find("ambiguity.mine.tsv:2: 'maybe' is no ambiguity") != std::string::npos);
}
