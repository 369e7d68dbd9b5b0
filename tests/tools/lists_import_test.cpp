#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "detector/error.h"
#include "make_zip.h"
#include "temporary_folder.h"
#include "tools/lists/importers.h"
#include "tools/lists/json_elements.h"
#include "tools/zip_archive.h"

namespace fs = std::filesystem;
using namespace tools::lists;

namespace {

const fs::path formats = fs::path(CITESWATCH_SOURCE_DIR) / ".." / "shared" / "data" / "formats";

struct Import {
    ListSet set;
    std::vector<RowProblem> problems;
    Download kind{};

    const Taxon* taxon(std::string_view name) const {
        for (const Taxon& each : set.taxa)
            if (each.name == name) return &each;
        return nullptr;
    }
    std::vector<std::string> names(std::string_view taxon, std::string_view language) const {
        std::vector<std::string> out;
        for (const CommonName& row : set.common_names)
            if (row.language == language && std::count(row.taxa.begin(), row.taxa.end(), taxon))
                out.push_back(row.name);
        return out;
    }
    std::vector<std::string> listings(std::string_view taxon) const {
        std::vector<std::string> out;
        for (const RegimeListing& row : set.listings)
            if (row.taxon == taxon) out.push_back(row.regime + " " + row.listing);
        return out;
    }
};

Import read(const fs::path& path, const ImportContext& context = {}) {
    SetBuilder builder;
    Import out;
    out.kind = read_download(path, context, builder);
    out.problems = builder.problems();
    out.set = builder.finish();
    return out;
}

Import read_text(std::string_view text, const ImportContext& context = {}) {
    const tests::TemporaryFolder folder;
    const fs::path path = folder.path() / "download";
    std::ofstream(path, std::ios::binary) << text;
    return read(path, context);
}

using Names = std::vector<std::string>;

bool samples_absent() {
    if (fs::exists(formats)) return false;
    WARN("skipped: the sample downloads are not beside this checkout");
    return true;
}

}  // namespace

TEST_CASE("the sample of the Checklist's index reads as its notes say", "[lists]") {
    if (samples_absent()) return;
    const Import got = read(formats / "Index_of_CITES_Species_sample.csv");
    CHECK(got.kind == Download::checklist_csv);
    CHECK(got.problems.empty());
    CHECK(got.set.taxa.size() == 5);  // the sixth is listed no more (NC)
    CHECK(got.taxon("Exemplum delistum") == nullptr);
    REQUIRE(got.taxon("Loxodonta africana"));
    CHECK(got.taxon("Loxodonta africana")->appendix == "I/II");
    CHECK(got.taxon("Loxodonta africana")->id == "4521");
    CHECK(got.names("Loxodonta africana", "fr") == Names{"Eléphant africain", "Eléphant d'Afrique"});
    REQUIRE(got.taxon("Aa"));
    CHECK(got.taxon("Aa")->rank == "genus");
    CHECK(got.taxon("Aa")->annotation == "#4");
    REQUIRE(got.set.synonyms.size() == 1);
    CHECK(got.set.synonyms[0].name == "Physeter catodon");
    const auto elephant = std::find_if(got.set.listings.begin(), got.set.listings.end(),
                                       [](const RegimeListing& row) { return row.taxon == "Loxodonta africana"; });
    REQUIRE(elephant != got.set.listings.end());
    CHECK(elephant->note.find("Populations of Botswana, Namibia, South Africa") != std::string::npos);
    CHECK(elephant->note.find('\n') == std::string::npos);
}

TEST_CASE("the sample page of the Species+ API reads with its forty languages", "[lists]") {
    if (samples_absent()) return;
    const Import got = read(formats / "speciesplus_api_v1_sample.json");
    CHECK(got.kind == Download::api_json);
    CHECK(got.problems.empty());
    REQUIRE(got.taxon("Loxodonta africana"));
    CHECK(got.taxon("Loxodonta africana")->appendix == "I/II");
    CHECK(got.taxon("Loxodonta africana")->family == "Elephantidae");
    CHECK(got.names("Loxodonta africana", "sw") == Names{"Ndovo", "Tembo"});
    CHECK(got.names("Loxodonta africana", "el").size() == 2);
    CHECK(got.listings("Loxodonta africana") == Names{"CITES I", "CITES II"});
}

TEST_CASE("Checklist columns are matched by name; any of the languages may be missing", "[lists]") {
    const Import got = read_text(
        "\xEF\xBB\xBF"
        "CurrentListing,FullName,RankName,Synonyms\r\nI,Panthera leo,SPECIES,\"Felis leo, Leo leo\"\r\n"
        ",Felis catus,SPECIES,\nII/NC,Abies,GENUS,\n");
    CHECK(got.problems.empty());
    REQUIRE(got.set.taxa.size() == 2);
    CHECK(got.set.taxa[0].appendix == "I");
    CHECK_FALSE(got.set.taxa[1].whole);
    CHECK(got.set.synonyms.size() == 2);
}

TEST_CASE("broken Checklist rows are named by line and cost only themselves", "[lists]") {
    const Import got = read_text(
        "TaxonId,FullName,RankName,CurrentListing\n1,Aus bus,SPECIES,I\n2,,SPECIES,I\n3,Cus dus,SPECIES,IV\n"
        "4,Dus eus,KINGDOM,II\n5,a,b,c,d,e\n6,\"Eus fus,SPECIES,I\n7,Fus gus,SPECIES,III\n");
    REQUIRE(got.set.taxa.size() == 2);
    CHECK(got.set.taxa[1].name == "Fus gus");
    REQUIRE(got.problems.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(got.problems[i].place.line == i + 3);
}

TEST_CASE("Species+ listings join a taxon's rows, with commas or semicolons", "[lists]") {
    const std::string comma =
        "Id,Kingdom,Phylum,Class,Order,Family,Genus,Species,Subspecies,Scientific Name,Author,Rank,Listing,Party,"
        "Listed under,Full note,# Full note\n"
        "4521,Animalia,Chordata,Mammalia,Proboscidea,Elephantidae,Loxodonta,africana,,Loxodonta africana,\"(B, "
        "1797)\",SPECIES,I,,,All but those in II,\n"
        "4521,Animalia,Chordata,Mammalia,Proboscidea,Elephantidae,Loxodonta,africana,,Loxodonta africana,\"(B, "
        "1797)\",SPECIES,II,,,Some,\n"
        "77,Plantae,,,,Fabaceae,Dalbergia,,,Dalbergia,L.,GENUS,II,,,,#15 All parts\n"
        "88,Animalia,,,,Mustelidae,Aus,bus,,Aus bus,X,SPECIES,III,India,,,\n";
    const Import got = read_text(comma);
    CHECK(got.kind == Download::species_plus_csv);
    CHECK(got.problems.empty());
    REQUIRE(got.set.taxa.size() == 3);
    CHECK(got.taxon("Loxodonta africana")->appendix == "I/II");
    CHECK(got.taxon("Dalbergia")->annotation == "#15");
    CHECK(got.set.listings.back().note == "India");
    std::string semicolon =
        "Id;Scientific Name;Rank;Listing;Full note\n4521;Loxodonta africana;SPECIES;I;\"a; b, c\"\n";
    CHECK(read_text(semicolon).taxon("Loxodonta africana")->appendix == "I");
}

TEST_CASE("EU Annexes are a regime of their own and give no Appendix", "[lists]") {
    const Import got = read_text(
        "Id;Kingdom;Scientific Name;Rank;Listing;Party;Full note;# Full note\n1;Animalia;Vulpes vulpes;SPECIES;D;;;\n"
        "2;Animalia;Panthera leo;SPECIES;A;;;\n2;Animalia;Panthera leo;SPECIES;B;;;\n3;Animalia;Aus "
        "bus;SPECIES;E;;;\n");
    CHECK(got.listings("Panthera leo") == Names{"EU A", "EU B"});
    CHECK(got.taxon("Vulpes vulpes")->appendix.empty());
    REQUIRE(got.problems.size() == 1);
    CHECK(got.problems[0].place.line == 5);
}

TEST_CASE("the Checklist's JSON reads like its CSV, element by element", "[lists]") {
    const Import got = read_text(R"([
{"id":1,"kingdom_name":"Animalia","family_name":"Felidae","full_name":"Panthera leo","author_year":"L.","rank_name":"SPECIES",
 "current_listing":"I/II","synonyms_with_authors":["Felis leo Linnaeus, 1758"],"english_names":["Lion","African [lion]"],
 "french_names":["Lion"],"current_listing_changes":[{"species_listing_name":"II","change_type_name":"ADDITION",
 "effective_at_formatted":"04/02/1977","is_current":true,"hash_ann_symbol":null,"full_note":"<p>All \"but\" Indian</p>"}]},
{"id":2,"full_name":"Aus bus","rank_name":"SPECIES","current_listing":"NC"},
{"id":3,"full_name":"broken" "rank_name":"SPECIES"},
17,
{"id":4,"full_name":5,"rank_name":"SPECIES","current_listing":"I"},
{"id":5,"full_name":"Cus dus","rank_name":"SPECIES","current_listing":"III","english_names":"One, Two"}
])");
    CHECK(got.kind == Download::checklist_json);
    REQUIRE(got.set.taxa.size() == 2);
    CHECK(got.set.taxa[0].appendix == "I/II");
    CHECK(got.set.synonyms.at(0).name == "Felis leo");
    CHECK(got.names("Panthera leo", "en") == Names{"Lion", "African [lion]"});
    CHECK(got.names("Cus dus", "en") == Names{"One", "Two"});
    CHECK(got.set.listings.at(0).since == "1977-02-04");
    CHECK(got.set.listings.at(0).note == "All \"but\" Indian");
    REQUIRE(got.problems.size() == 3);
    CHECK(got.problems[0].place.line == 7);
    CHECK(got.problems[2].place.line == 9);
}

TEST_CASE("half a JSON download is refused, however it was cut", "[lists]") {
    const std::string whole = R"({"pagination":{"x":"["},"taxon_concepts":[{"full_name":"Aus bus","rank":"SPECIES",
"cites_listing":"I","note":"\"]}"}]})";
    CHECK(read_text(whole).set.taxa.size() == 1);
    const std::size_t array_end = whole.rfind(']');
    for (std::size_t length = whole.find("taxon_concepts") + 20; length < array_end; ++length) {
        INFO(length);
        CHECK_THROWS_AS(read_text(whole.substr(0, length)), detector::DataError);
    }
}

TEST_CASE("an element nested beyond reason is passed over and the next is read", "[lists]") {
    const std::string deep(200'000, '[');
    const Import got = read_text("[{\"full_name\":" + deep + std::string(200'000, ']') +
                                 "},{\"full_name\":\"Aus bus\",\"rank_name\":\"SPECIES\",\"current_listing\":\"I\"}]");
    CHECK(got.problems.size() == 1);
    CHECK(got.set.taxa.size() == 1);
}

TEST_CASE("a ColDP folder resolves parents, properties, synonyms and vernacular names", "[lists]") {
    const tests::TemporaryFolder folder;
    std::ofstream(folder.path() / "NameUsage.tsv")
        << "ID\tparentID\tstatus\tscientificName\tauthorship\trank\tlink\nF\tO\taccepted\tFelidae\t\tfamily\t\n"
           "1\tF\taccepted\tPanthera leo\t(L.)\tspecies\t\n2\t1\tsynonym\tFelis leo\t\"L.\tspecies\t\n"
           "3\t9\tsynonym\tFelis errans\t\tspecies\t\nA\tB\taccepted\tAus "
           "bus\t\tspecies\t\nB\tA\taccepted\tBus\t\tgenus\t\n";
    std::ofstream(folder.path() / "taxon-property.tsv")
        << "taxonID\tproperty\tvalue\tremarks\n1\tCITES Appendix\tI\t\nA\tCITES\tAppendix "
           "III\t\n7\tCITES\tI\t\n1\tcolour\ttan\t\n";
    std::ofstream(folder.path() / "vernacular-name.tsv")
        << "taxonID\tname\tlanguage\n1\tLöwe\tdeu\n1\tsimba\tswa\n1\tx\t??\n";
    const Import got = read(folder.path());
    CHECK(got.kind == Download::coldp_folder);
    REQUIRE(got.taxon("Panthera leo"));
    CHECK(got.taxon("Panthera leo")->family == "Felidae");
    CHECK(got.taxon("Aus bus")->appendix == "III");  // its parents form a loop
    REQUIRE(got.set.synonyms.size() == 1);
    CHECK(got.set.synonyms[0].name == "Felis leo");
    CHECK(got.names("Panthera leo", "de") == Names{"Löwe"});
    CHECK(got.problems.size() == 3);
}

TEST_CASE("a list of names takes the regime it is given and the accepted names in use", "[lists]") {
    ImportContext context;
    context.regime = "MY-WCA";
    context.listing = "Schedule 1";
    context.accepted_name = [](const std::string& name) {
        return name == "Felis leo" ? std::string("Panthera leo") : std::string();
    };
    const Import got = read_text("# ours\nFelis leo Linnaeus, 1758\nAus bus\n\n?\n", context);
    CHECK(got.kind == Download::names);
    CHECK(got.listings("Panthera leo") == Names{"MY-WCA Schedule 1"});
    CHECK(got.taxon("Panthera leo") == nullptr);
    REQUIRE(got.taxon("Aus bus"));
    CHECK(got.taxon("Aus bus")->appendix.empty());
    REQUIRE(got.problems.size() == 1);
    CHECK(got.problems[0].place.line == 5);
    const Import table = read_text("name;regime;listing\nAus bus;CITES;II\nCus dus;CITES;7\n", context);
    CHECK(table.taxon("Aus bus")->appendix == "II");
    CHECK(table.problems.size() == 1);
}

TEST_CASE("watch terms are checked as they are read; what has expired is left out", "[lists]") {
    ImportContext context;
    context.today = "2026-11-23";
    context.accepted_name = [](const std::string& name) { return name == "Panthera leo" ? name : std::string(); };
    const Import got = read_text(
        "term\tlanguage\ttaxon\tnote\tweight\tneeds\texpiry\nbig kitty\ten\tPanthera leo\tlion "
        "cub\t3\tprice\t2027-01-01\n"
        "old one\ten\tPanthera leo\t\t\t\t2026-01-01\nbad weight\ten\tPanthera leo\t\t9\t\t\nbad need\ten\tPanthera "
        "leo\t\t\tluck\t\n"
        "no taxon\ten\tAus bus\t\t\t\t\nno sense\ten\t\t\t\t\t\nbad date\ten\tPanthera leo\t\t\t\tsoon\n",
        context);
    CHECK(got.kind == Download::watch_list);
    REQUIRE(got.set.watch_terms.size() == 1);
    CHECK(got.set.watch_terms[0].needs == "price");
    CHECK(got.problems.size() == 5);
}

TEST_CASE("UTF-16 with its mark reads like UTF-8, either way round, cut anywhere", "[lists][hostile]") {
    const std::u16string text = u"name\tlisting\nPanthera leo\tSchutz \u00FC \U0001F981\nAus bus\tII\n";
    for (const bool little : {true, false}) {
        std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
        for (const char16_t unit : text) {
            const char low = static_cast<char>(unit & 0xFF), high = static_cast<char>(unit >> 8);
            bytes += little ? low : high;
            bytes += little ? high : low;
        }
        ImportContext context;
        context.regime = "DE";
        const Import got = read_text(bytes, context);
        CHECK(got.kind == Download::names);
        CHECK(got.listings("Panthera leo") == Names{"DE Schutz ü 🦁"});
        CHECK(got.listings("Aus bus") == Names{"DE II"});
        for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
            try {
                read_text(bytes.substr(0, cut), context);
            } catch (const detector::DataError&) {
            }
        }
    }
}

TEST_CASE("a zip that would write elsewhere, or unpack to a mountain, is refused", "[lists][hostile]") {
    const tests::TemporaryFolder folder;
    const auto zip = [&](const char* name, const std::vector<std::pair<std::string, std::string>>& entries) {
        const fs::path path = folder.path() / name;
        tests::make_zip(path, entries);
        return path;
    };
    const std::string usages = "ID\tparentID\tstatus\tscientificName\trank\n1\t\taccepted\tPanthera leo\tspecies\n";
    const std::string properties = "taxonID\tproperty\tvalue\n1\tCITES\tI\n";
    const Import good =
        read(zip("good.zip", {{"coldp/NameUsage.tsv", usages}, {"coldp/taxon-property.tsv", properties}}));
    CHECK(good.kind == Download::coldp_zip);
    REQUIRE(good.taxon("Panthera leo"));
    CHECK(good.taxon("Panthera leo")->appendix == "I");
    const Import elsewhere =
        read(zip("slip.zip", {{"../../NameUsage.tsv", usages}, {"/taxon-property.tsv", properties}}));
    CHECK(elsewhere.taxon("Panthera leo"));
    CHECK_FALSE(fs::exists(folder.path() / ".." / "NameUsage.tsv"));
    CHECK_THROWS_WITH(read(zip("none.zip", {{"readme.md", "x"}})), Catch::Contains("NameUsage"));
    std::vector<std::pair<std::string, std::string>> many;
    for (int i = 0; i < 70; ++i) many.emplace_back("t" + std::to_string(i) + ".tsv", "a\tb\n");
    CHECK_THROWS_WITH(read(zip("many.zip", many)), Catch::Contains("64"));
    // 5 MB that pack to 5 kB: the bound is on what comes out, whatever the archive says of itself.
    const fs::path bomb = zip("bomb.zip", {{"NameUsage.tsv", std::string(std::size_t{5} << 20, 'a')}});
    CHECK(fs::file_size(bomb) < 20'000);
    CHECK_THROWS_WITH(tools::unpack_tables(bomb, folder.path(), std::uint64_t{1} << 20),
                      Catch::Contains("more than 1 MB"));
}

TEST_CASE("a file of the wrong kind is refused with what was found and what was expected", "[lists]") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"", "empty file"},
        {"<!DOCTYPE html><html></html>", "a web page"},
        {"%PDF-1.7 ...", "a PDF"},
        {"\xD0\xCF\x11\xE0", "Excel"},
        {std::string_view("a\0b", 3), "binary"},
        {"PK\x03\x04 no zip", "zip"},
        {"{\"error\":\"no\"}", "taxon_concepts"},
        {"[1,2,3]", "full_name"},
        {"price,weight\n1,2\n", "columns are none of those known"},
        {"TaxonId,FullName\n1,Aus bus\n", "without the column CurrentListing"},
    };
    for (const auto& [text, message] : rows) {
        INFO(message);
        CHECK_THROWS_WITH(read_text(text), Catch::Contains(std::string(message)));
    }
    CHECK_THROWS_WITH(read_text("price,weight\n1,2\n"), Catch::Contains("expected one of"));
}

TEST_CASE("whatever is done to a download, reading it ends without a crash", "[lists][hostile]") {
    const std::vector<std::string> seeds = {
        "TaxonId,FullName,RankName,CurrentListing,SynonymsWithAuthors,EnglishNames\n1,Aus bus,SPECIES,I/II,\"Cus dus "
        "L., "
        "1758, Eus fus\",\"A, (B, C)\"\n",
        "{\"taxon_concepts\":[{\"id\":1,\"full_name\":\"Aus "
        "bus\",\"rank\":\"SPECIES\",\"common_names\":[{\"name\":\"a\","
        "\"language\":\"EN\"}],\"cites_listings\":[{\"appendix\":\"I\",\"effective_at\":\"2017-01-02\"}]}]}",
        "[{\"full_name\":\"Aus bus\",\"rank_name\":\"SPECIES\",\"current_listing\":\"I\",\"english_names\":[\"x\"]}]",
        "Id;Scientific Name;Rank;Listing;Party;Full note;# Full note\n1;Aus bus;SPECIES;A/B;X;<p>n</p>;#4 all\n",
        "term\tlanguage\ttaxon\tweight\texpiry\nx\ten\tAus bus\t1\t2027-01-01\n",
        "Aus bus L.\nCus dus\n"};
    std::mt19937 random(20261123);
    const auto upto = [&](std::size_t most) { return std::uniform_int_distribution<std::size_t>(0, most)(random); };
    constexpr std::string_view pieces[] = {"\"", "\n", ",",  ";",    "\\",       "[",  "{", "}",
                                           "]",  "<",  "&#", "\xFF", "\xC2\xA0", "\t", "(", "#"};
    std::size_t read_whole = 0;
    for (int round = 0; round < 1500; ++round) {
        std::string text = seeds[static_cast<std::size_t>(round) % seeds.size()];
        for (std::size_t edits = upto(6); edits > 0; --edits) {
            const std::size_t at = upto(text.size());
            if (upto(2) == 0)
                text.erase(at, upto(5));
            else
                text.insert(at, pieces[upto(std::size(pieces) - 1)]);
        }
        try {
            const Import got = read_text(text);
            ++read_whole;
            for (const Taxon& taxon : got.set.taxa) CHECK_FALSE(taxon.name.empty());
        } catch (const detector::DataError&) {
        }
    }
    CHECK(read_whole > 500);
}
