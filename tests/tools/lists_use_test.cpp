// Lists at work, from the download to the report: imported, put to use, judged with, filtered by. On a data folder of a
// few rows, so that nothing takes long and nothing but these rows can have flagged.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "casebook/reader.h"
#include "detector/error.h"
#include "temporary_folder.h"
#include "tools/annotation_words.h"
#include "tools/crawl.h"
#include "tools/data_folders.h"
#include "tools/judge.h"
#include "tools/lists/lists_command.h"
#include "tools/rescan.h"
#include "tools/scan.h"

namespace fs = std::filesystem;
using namespace tools;

namespace {

void write(const fs::path& path, std::string_view text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string bytes_of(const fs::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// The program's data and the user's, both of the test's own.
class World {
  public:
    World() {
        fs::create_directories(data());
        fs::copy(fs::path(CITESWATCH_SOURCE_DIR) / "config", data() / "config", fs::copy_options::recursive);
        fs::create_directories(data() / "species_lists");
        for (const char* table : {"annotations.tsv", "annotation_parts.tsv", "split_listings.tsv"})
            fs::copy(fs::path(CITESWATCH_SOURCE_DIR) / "species_lists" / table, data() / "species_lists" / table);
        lists("taxa.tsv",
              "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\tannotation_symbol\n"
              "4521\tLoxodonta africana\tspecies\tAnimalia\tMammalia\tProboscidea\tElephantidae\tI/II\t\n"
              "4442\tTestudo hermanni\tspecies\tAnimalia\tReptilia\tTestudines\tTestudinidae\tII\t\n"
              "20301\tDalbergia retusa\tspecies\tPlantae\t\tFabales\tLeguminosae\tII\t#15\n"
              "20302\tDalbergia stevensonii\tspecies\tPlantae\t\tFabales\tLeguminosae\tII\t\n");
        lists("synonyms.tsv", "synonym\taccepted_name\nTestudo gmelini\tTestudo hermanni\n");
        lists("context.tsv", "term\tlanguage\trole\tweight\nfor sale\ten\ttrade_intent\t2\n");
        lists("parts.tsv", "term\tlanguage\tcites_term\nguitar back\ten\tWPR\nlogs\ten\tLOG\nseeds\ten\tSEE\n");
        lists("family_terms.tsv", "taxon_family\tterm_code\nLeguminosae\tLOG\nLeguminosae\tWPR\nLeguminosae\tSEE\n");
        setenv("CITESWATCH_DATA", data().c_str(), 1);
        setenv("XDG_DATA_HOME", (root() / "home").c_str(), 1);
        setenv("XDG_CACHE_HOME", (root() / "cache").c_str(), 1);
    }
    ~World() {
        for (const char* name : {"CITESWATCH_DATA", "XDG_DATA_HOME", "XDG_CACHE_HOME"}) unsetenv(name);
    }
    World(const World&) = delete;
    World& operator=(const World&) = delete;

    const fs::path& root() const { return folder_.path(); }
    fs::path data() const { return root() / "data"; }
    void lists(const char* table, std::string_view text) { write(data() / "species_lists" / table, text); }

    fs::path file(const char* name, std::string_view text) {
        write(root() / name, text);
        return root() / name;
    }
    int import(const fs::path& download, bool replace = false) {
        lists::ImportOptions options;
        options.inputs = {download.string()};
        options.use = true;
        options.overwrite = true;
        options.replace = replace;
        options.regime = "MY-WCA";
        return run(options, console);
    }
    std::string scan(const fs::path& adverts, const std::vector<fs::path>& watch = {}, const fs::path& casebook = {}) {
        ScanOptions options;
        options.inputs = {adverts};
        options.watch_lists = watch;
        options.casebook = casebook;
        options.format = OutputFormat::jsonl;
        options.output = root() / "out.jsonl";
        options.threads = 1;
        CHECK(run(options, console) == 0);
        return bytes_of(options.output);
    }

    Console console{ConsoleOptions{.quiet = true}};

  private:
    tests::TemporaryFolder folder_;
};

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

constexpr const char* eu_listings =
    "Id,Kingdom,Phylum,Class,Order,Family,Genus,Species,Subspecies,Scientific Name,Author,Rank,Listing,Party,Listed "
    "under,Full note,# Full note\n"
    "4442,Animalia,Chordata,Reptilia,Testudines,Testudinidae,Testudo,gmelini,,Testudo gmelini,X,SPECIES,A,,,,\n"
    "99001,Animalia,Chordata,Reptilia,Squamata,Agamidae,Lophura,novus,,Lophognathus novus,X,SPECIES,D,,,,\n";

constexpr const char* adverts =
    "id,title\n1,Testudo hermanni for sale\n2,Lophognathus novus for sale\n3,Loxodonta africana for sale\n"
    "4,blue box for sale\n5,blue box\n";

casebook::Filter listed_by(std::string regime) {
    casebook::Filter filter;
    filter.regimes = {std::move(regime)};
    return filter;
}

}  // namespace

TEST_CASE("EU Annexes go from the download onto flags, into the casebook and its filters", "[lists]") {
    World world;
    const fs::path table = world.file("adverts.csv", adverts), file = world.root() / "case.db";
    CHECK_FALSE(holds(world.scan(table), "\"id\":\"2\""));  // no list holds it yet
    REQUIRE(world.import(world.file("eu.csv", eu_listings)) == 0);
    REQUIRE(sets_in_use().size() == 1);

    const std::string out = world.scan(table, {}, file);
    CHECK(holds(out, "{\"regime\":\"EU\",\"listing\":\"A\"}"));  // by its synonym, onto the accepted name
    CHECK(holds(out, "\"id\":\"2\""));
    CHECK(holds(out, "in no Appendix, but in EU Annex D"));
    CHECK(holds(out, "+ species-plus-eu-"));  // the flag names the list
    CHECK(holds(out, "\"appendix\":\"I/II\""));

    casebook::Reader reader(file);
    CHECK(reader.count(listed_by("EU")) == 2);
    CHECK(reader.count(listed_by("eu a")) == 1);
    CHECK(reader.count(listed_by("EU D")) == 1);
    CHECK(reader.count(listed_by("EU C")) == 0);
    CHECK(reader.count({}) == 3);
    CHECK(reader.summary({}).by_regime.size() == 2);
    reader.each(listed_by("EU D"), [&](const casebook::StoredListing& stored) {
        REQUIRE(stored.judgement.taxa.size() == 1);
        CHECK(stored.judgement.appendix.empty());
        CHECK(stored.judgement.taxa[0].scientific_name == "Lophognathus novus");
        CHECK(stored.judgement.taxa[0].regimes.at(0).listing == "D");
        CHECK(holds(stored.judgement.by.lists_version, "species-plus-eu-"));
        return true;
    });
}

TEST_CASE("a national list flags its own taxa under its own name", "[lists]") {
    World world;
    REQUIRE(world.import(world.file("wca.csv", "name,listing\nLophognathus novus,totally protected\n")) == 0);
    const std::string out = world.scan(world.file("adverts.csv", adverts));
    CHECK(holds(out, "in no Appendix, but in MY-WCA: totally protected"));
}

TEST_CASE("a set that is put to use and then gone stops the program instead of judging without it", "[lists]") {
    World world;
    REQUIRE(world.import(world.file("eu.csv", eu_listings)) == 0);
    fs::remove_all(sets_in_use().front());
    CHECK_THROWS_WITH(sets_in_use(), Catch::Contains("which is gone"));
    lists::UseOptions none;
    none.none = true;
    CHECK(run(none, world.console) == 0);
    CHECK(sets_in_use().empty());
    CHECK_THROWS_WITH(use_sets({"../elsewhere"}), Catch::Contains("no list set"));
}

TEST_CASE("a watched word flags under its note when what it needs is there, and no longer once it has expired",
          "[lists][watch]") {
    World world;
    const fs::path table = world.file("adverts.csv", adverts), file = world.root() / "case.db";
    const fs::path watch = world.file("ports.tsv",
                                      "term\tlanguage\ttaxon\tnote\tweight\tneeds\texpiry\n"
                                      "blue box\ten\t\tsmuggler's code\t3\ttrade\t2999-01-01\n");
    const std::string out = world.scan(table, {watch}, file);
    CHECK(holds(out, "\"id\":\"4\""));
    CHECK_FALSE(holds(out, "\"id\":\"5\""));  // nothing is offered
    CHECK(holds(out, "is on a watch list: smuggler's code"));
    CHECK(holds(out, "\"rank\":\"watched\""));
    CHECK(holds(out, "\"kind\":\"watch\""));
    CHECK(holds(out, "+ watch ports"));
    CHECK(casebook::Reader(file).count(listed_by("watch ports")) == 1);

    write(watch, "term\tlanguage\tnote\texpiry\nblue box\ten\tsmuggler's code\t2020-01-01\n");
    CHECK_FALSE(holds(world.scan(table, {watch}), "\"id\":\"4\""));
    RescanOptions rescan;
    rescan.casebook = file;
    rescan.watch_lists = {watch};
    rescan.threads = 1;
    CHECK(run(rescan, world.console) == 0);
    CHECK(casebook::Reader(file).count(listed_by("watch")) == 0);
}

TEST_CASE("a rescan watches with the lists that judged the casebook, unless told otherwise", "[lists][watch]") {
    World world;
    const fs::path table = world.file("adverts.csv", adverts), file = world.root() / "case.db";
    const fs::path watch = world.file("ports.tsv", "term\tnote\nblue box\tsmuggler's code\n");
    world.scan(table, {watch}, file);
    const auto watched = [&] { return casebook::Reader(file).count(listed_by("watch ports")); };
    REQUIRE(watched() == 1);

    RescanOptions rescan;
    rescan.casebook = file;
    rescan.threads = 1;
    CHECK(run(rescan, world.console) == 0);
    CHECK(watched() == 1);
    world.scan(world.file("more.csv", "id,title\n9,garden chair\n"), {}, file);  // says nothing of the others
    CHECK(run(rescan, world.console) == 0);
    CHECK(watched() == 1);

    rescan.no_watch = true;
    rescan.dry_run = true;  // keeps nothing, the choice neither
    CHECK(run(rescan, world.console) == 0);
    rescan = {.casebook = file, .extra_lists = {}, .watch_lists = {}, .threads = 1};
    CHECK(run(rescan, world.console) == 0);
    CHECK(watched() == 1);

    fs::rename(watch, world.root() / "moved.tsv");
    CHECK_THROWS_WITH(run(rescan, world.console), Catch::Contains("ports.tsv") && Catch::Contains("--watch FILE"));
    CHECK(watched() == 1);
    rescan.watch_lists = {world.root() / "moved.tsv"};
    CHECK(run(rescan, world.console) == 0);
    CHECK(casebook::Reader(file).count(listed_by("watch moved")) == 1);
    rescan.watch_lists.clear();
    CHECK(run(rescan, world.console) == 0);
    CHECK(casebook::Reader(file).count(listed_by("watch moved")) == 1);

    rescan.no_watch = true;
    CHECK(run(rescan, world.console) == 0);
    rescan.no_watch = false;
    CHECK(run(rescan, world.console) == 0);
    CHECK(casebook::Reader(file).count(listed_by("watch")) == 0);
}

TEST_CASE("a watch list with a fault judges nothing, and says where the fault is", "[lists][watch]") {
    World world;
    const fs::path watch = world.file("w.tsv", "term\ttaxon\nok\tTestudo gmelini\nbad\tNobody here\n");
    CHECK_THROWS_WITH(Judge({}, for_all_sources({watch}), world.console),
                      Catch::Contains("w.tsv:3") && Catch::Contains("Nobody here"));
    lists::CheckOptions check;
    check.folder = watch;
    CHECK(run(check, world.console) == 1);
    write(watch, "term\ttaxon\nok\tTestudo gmelini\n");
    CHECK(run(check, world.console) == 0);
    check.adverts = world.file("adverts.csv", adverts);
    CHECK(run(check, world.console) == 0);
}

TEST_CASE("a watch list of one source leaves the adverts of others alone", "[lists][watch]") {
    World world;
    const fs::path watch = world.file("w.tsv", "term\tnote\nblue box\tcode\n");
    const Judge judge({}, {{watch, {"port-market"}}}, world.console);
    Judge::Bench bench(judge);
    detector::Listing listing;
    listing.passages.push_back({detector::Field::title, "", "blue box for sale"});
    listing.source = "port-market";
    CHECK(bench.judge(listing).assessment.flagged());
    listing.source = "other";
    CHECK_FALSE(bench.judge(listing).assessment.flagged());

    crawler::CrawlConfig config;
    config.watch_lists = {"everywhere.tsv"};
    config.sources.resize(2);
    config.sources[0].name = "a";
    config.sources[0].watch_lists = {"everywhere.tsv", "some.tsv"};
    config.sources[1].name = "b";
    config.sources[1].watch_lists = {"some.tsv"};
    const std::vector<WatchChoice> chosen = watch_of({}, config);
    REQUIRE(chosen.size() == 2);
    CHECK(chosen[0].sources.empty());
    CHECK(chosen[1].sources == std::vector<std::string>{"a", "b"});
}

TEST_CASE("a watched word that the lists hold too is judged beside them, not instead", "[lists][watch]") {
    World world;
    const fs::path watch = world.file("w.tsv", "term\tnote\tneeds\nTestudo hermanni\tour tortoise case\ttrade\n");
    const Judge judge({}, for_all_sources({watch}), world.console);
    Judge::Bench bench(judge);
    detector::Listing listing;
    listing.passages.push_back({detector::Field::title, "", "Testudo hermanni for sale"});
    const auto verdict = bench.judge(listing);
    std::vector<std::string_view> names;
    for (const detector::TaxonHit& hit : verdict.assessment.taxa)
        names.push_back(judge.lexicon().taxon(hit.taxon).name);
    CHECK(std::count(names.begin(), names.end(), "Testudo hermanni") == 1);
    CHECK(std::count(names.begin(), names.end(), "our tortoise case") == 1);
    CHECK(verdict.assessment.appendix == detector::Appendix::II);
}

TEST_CASE("a part that the annotation leaves out ranks lower than one it counts", "[lists][annotations]") {
    World world;
    const Judge judge({}, world.console);
    CHECK(judge.lexicon().find_taxon("Dalbergia stevensonii")->annotation == "#15");  // as its genus
    Judge::Bench bench(judge);
    const auto score = [&](const char* title) {
        detector::Listing listing;
        listing.passages.push_back({detector::Field::title, "", title});
        const detector::Assessment assessment = bench.judge(listing).assessment;
        CHECK(assessment.flagged());
        const bool left_out = std::any_of(assessment.reasons.begin(), assessment.reasons.end(),
                                          [](const auto& reason) { return reason.rule == "annotation-leaves-out"; });
        return std::pair(assessment.score, left_out);
    };
    CHECK(score("Dalbergia retusa logs for sale").second == false);
    CHECK(score("Dalbergia retusa guitar back for sale").second);
    CHECK(score("Dalbergia stevensonii seeds for sale").second);
    CHECK(score("Dalbergia retusa guitar back for sale").first + 15 < score("Dalbergia retusa logs for sale").first);
}

TEST_CASE("every annotation and every split listing has plain words in three languages", "[lists][annotations]") {
    const fs::path lists = fs::path(CITESWATCH_SOURCE_DIR) / "species_lists";
    for (const char* language : {"en", "fr", "es"}) {
        const AnnotationWords words(lists, language);
        for (int number = 1; number <= 20; ++number) CHECK(words.annotation("#" + std::to_string(number)).size() > 20);
        CHECK(words.of("Loxodonta africana", "I/II", "").size() == 1);
        CHECK(words.of("Dalbergia retusa", "II", "#15").at(0).starts_with("#15: "));
        CHECK(words.of("Somebody unknown", "I/II", "").size() == 1);
        CHECK(words.of("Somebody unknown", "I", "").empty());
    }
    CHECK(AnnotationWords(lists, "fr").annotation("#3") != AnnotationWords(lists, "en").annotation("#3"));
    const fs::path folders[] = {lists};
    const AnnotationWords words(lists, "en");
    const detector::Lexicon lexicon = detector::load_lexicon(folders);
    for (const detector::Taxon& taxon : lexicon.taxa()) {
        if (!taxon.annotation.empty()) CHECK_FALSE(words.annotation(taxon.annotation).empty());
        if (taxon.appendix != detector::Appendix::I_II || taxon.rank > detector::Rank::species) continue;
        INFO(taxon.name);
        CHECK_FALSE(words.of(taxon.name, "I/II", "").front().starts_with("Appendix I or II by"));
    }
}
