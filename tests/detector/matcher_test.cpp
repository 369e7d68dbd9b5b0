#include "detector/matcher.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>

#include "detector/error.h"
#include "detector/naming.h"
#include "tests/detector/lists_fixture.h"

using detector::MatchHow;

namespace {

bool any_name(const std::vector<detector::Match>& matches) {
    return std::any_of(matches.begin(), matches.end(), [](const detector::Match& match) {
        return detector::names_something(lists::lexicon().term(match.term));
    });
}

}  // namespace

TEST_CASE("a name is found in every script and form of its language", "[matcher]") {
    struct {
        const char *text, *taxon, *language;
    } const cases[] = {
        {"African grey parrot for sale", "Psittacus erithacus", "en"},
        {"GREY PARROTS, hand reared", "Psittacus erithacus", "en"},
        {"African-grey parrot", "Psittacus erithacus", "en"},
        {"goffins cockatoo", "Cacatua goffiniana", "en"},
        {"l'ivoire ancien", "Elephantidae", "fr"},
        {"изделия из слоновой кости", "Elephantidae", "ru"},
        {"шкуру тигра", "Panthera tigris", "ru"},
        {"Elfenbeins", "Elephantidae", "de"},
        {"fildişinden", "Elephantidae", "tr"},
        {"corna di rinoceronte", "Rhinocerotidae", "it"},
        {"العاج", "Elephantidae", "ar"},
        {"象牙手镯", "Elephantidae", "zh"},
        {"象牙雕", "Elephantidae", "zh"},
        {"ヘルマンリクガメ ベビー", "Testudo hermanni", "ja"},
        {"상아로 만든", "Elephantidae", "ko"},
        {"งาช้างแท้", "Elephantidae", "th"},
        {"ngà voi thật", "Elephantidae", "vi"},
        {"NGA VOI", "Elephantidae", "vi"},
        {"हाथी के दांत", "Elephantidae", "hi"},
        {"হাতির দাঁতের", "Elephantidae", "bn"},
        {"kły słonia", "Elephantidae", "pl"},
    };
    for (const auto& each : cases) {
        INFO(each.text);
        CHECK(lists::names(each.text, each.taxon, each.language));
    }
}

TEST_CASE("a name is found as sellers misspell its words, and in the tones that Vietnamese sets twice", "[matcher]") {
    CHECK(lists::names("star tortise pair", "Geochelone elegans", "en"));
    CHECK(lists::names("Horsefield tortoise", "Testudo horsfieldii", "en"));
    CHECK(lists::names("blue and gold mccaw", "Ara ararauna", "en"));
    CHECK(lists::names("chích choè lửa", "Copsychus malabaricus", "vi"));
    CHECK(lists::names("chích chòe lửa", "Copsychus malabaricus", "vi"));
    // Norwegian pages say "no", the lists Bokmål.
    CHECK(lists::names("isbjørnskinn", "Ursus maritimus", "no"));
}

TEST_CASE("an everyday word of the advert's language is no name of another language", "[matcher]") {
    struct {
        const char *text, *own;  // the language that the word is a name in
    } const cases[] = {{"lost", "da"}, {"fence", "pl"}, {"orange", "it"}};
    for (const auto& each : cases) {
        INFO(each.text);
        CHECK_FALSE(any_name(lists::matches(each.text, "en")));
        CHECK_FALSE(any_name(lists::matches(each.text, "en-GB")));
        CHECK(any_name(lists::matches(each.text, each.own)));
        CHECK_FALSE(any_name(lists::matches(each.text)));  // English is likelier where nothing is told
    }
    CHECK(any_name(lists::matches("Hobby", "en")));     // a falcon in English too
    CHECK(any_name(lists::matches("elfenben", "en")));  // foreign, and no English word
}

TEST_CASE("Scanner::holds_name tells what scan() would find, whatever it looked at before", "[matcher]") {
    detector::Scanner scanner = lists::matcher().make_scanner();
    const auto passage = [](const char* text) { return detector::Passage{detector::Field::description, {}, text}; };
    const std::vector<detector::Passage> passages[] = {
        {},
        {passage("a wooden chair")},
        {passage("a wooden chair"), passage("African grey parrot"), passage("a table")},
        {passage("black"), passage("a chair")},          // a code word without what it asks for
        {passage("black"), passage("a piece of horn")},  // with it, elsewhere
        {passage("Psittacus erithacus"), passage("P. erithacus")},
        {passage("ivory coloured"), passage("hand made")},
        {passage("Ivory Coast shirt")},
        {passage("сталь"), passage("象牙手镯")},
    };
    std::size_t named = 0;
    for (int round = 0; round < 2; ++round)
        for (const auto& each : passages) {
            detector::Listing listing;
            listing.language = "en";
            listing.passages = each;
            const bool holds = scanner.holds_name(listing);
            CHECK(holds == any_name(scanner.scan(listing).matches));
            named += holds;
        }
    CHECK(named >= 6);
}

TEST_CASE("no name is found inside a longer word", "[matcher]") {
    struct {
        const char *text, *taxon;
    } const cases[] = {
        {"caramel sauce", "Ara"},           {"トランク", "Panthera tigris"},    {"马马虎虎", "Panthera tigris"},
        {"对象编程", "Elephantidae"},       {"ivorybrand2000", "Elephantidae"}, {"scale 10 x 5 A4", "Manis"},
        {"tigerlily42", "Panthera tigris"},
    };
    for (const auto& each : cases) {
        INFO(each.text);
        CHECK_FALSE(lists::names(each.text, each.taxon));
    }
}

TEST_CASE("scientific names are found as sellers write them", "[matcher][names]") {
    struct {
        const char *text, *taxon;
        MatchHow how;
    } const cases[] = {
        {"Python regius", "Python regius", MatchHow::exact},
        {"PYTHON REGIUS", "Python regius", MatchHow::exact},
        {"python-regius", "Python regius", MatchHow::folded},
        {"Phyton regius", "Python regius", MatchHow::fuzzy},
        {"Testudo hermani", "Testudo hermanni", MatchHow::fuzzy},
        {"Testudo (Chersine) hermanni", "Testudo hermanni", MatchHow::folded},
        {"Python cf. regius", "Python regius", MatchHow::folded},
        {"P. regius", "Python regius", MatchHow::abbreviated},
        {"P.regius", "Python regius", MatchHow::abbreviated},
        {"Panthera t. altaica", "Panthera tigris", MatchHow::abbreviated},
        {"Paph. rothschildianum", "Paphiopedilum rothschildianum", MatchHow::abbreviated},
        {"nep rajah clone", "Nepenthes rajah", MatchHow::abbreviated},
        {"Ariocarpus seeds", "Ariocarpus", MatchHow::exact},
        {"Ariocarpus novus-nomen", "Ariocarpus", MatchHow::exact},
        {"Psittaciformes", "Psittaciformes", MatchHow::exact},
    };
    for (const auto& each : cases) {
        INFO(each.text);
        bool found = false;
        for (const detector::Match& match : lists::matches(each.text))
            for (detector::TaxonId id : lists::lexicon().term(match.term).taxa)
                found |= lists::lexicon().taxon(id).name == each.taxon && match.how == each.how;
        CHECK(found);
    }
}

TEST_CASE("a disguise is undone and says so, a model number is none", "[matcher][disguise]") {
    for (const char* text : {"p4ng0lin", "i.v.o.r.y", "i v o r y carving", "r-h-i-n-o horn", "ele****t tusk", "аvоrіо",
                             "象*牙", "象 牙", "豸勺皮包", "yrovi", "🐘牙", "ivoryyyy", "穿shan甲", "би-вень",
                             // Signs in place of letters, in any script, with endings and articles.
                             "zanna d'ippop0tamo", "рога с@йг@ка", "क$तूरी नाफा", "เขี้ยวเสื@", "本べっこ○", "穿*甲",
                             "k.u.k.4.n.g", "hempedu ber*ang", "С_@_й_г_@_к", "b|i|e|l|u|g|a", "Kam3l3*n jemenski",
                             "E1fenb€in", "πύθωvaς", "A.f.r.i.c.a.n g r 3 y", "ব ন রু ই", "천산1갑", "ㅇㅜㅇ.담",
                             "ス.ロ.ー.ロ.リ.ス", "ng@` v0i", "old 🐅 skin rug"}) {
        INFO(text);
        bool disguised = false;
        for (const detector::Match& match : lists::matches(text)) disguised |= match.how == MatchHow::deobfuscated;
        CHECK(disguised);
    }
    for (const char* text :
         {"R4410A coach", "10x5 A4 4x4", "T-shirt 3XL 100%", "iPhone 14 Pro Max", "co-op e-bike 2.0", "1/72 scale",
          "a b c d e f g", "H0 gauge", "B.M.W. 3-series", "*** SALE ***", "chocolates 1 lb box 🐢🍫", "ВАЗ2109 б/у",
          "象棋2副", "*HUGE SPRING SALE!*", "🐆🐆 live 🐆🐆", "ファミ.コン", "ㅋㅋㅋ 굿", "原价○○元", "ราคา 1*3 นิ้ว"}) {
        INFO(text);
        for (const detector::Match& match : lists::matches(text)) CHECK(match.how != MatchHow::deobfuscated);
    }
}

TEST_CASE("spans lie on code points of the original and hold what was found", "[matcher]") {
    const std::string text = "Бивень 象牙 und Elfenbein \xFF ngà voi Éléphants P. regius 🐘牙 i v o r y";
    for (const detector::Match& match : lists::matches(text)) {
        REQUIRE(match.span.begin < match.span.end);
        REQUIRE(match.span.end <= text.size());
        CHECK((static_cast<unsigned char>(text[match.span.begin]) & 0xC0) != 0x80);
        if (match.span.end < text.size()) CHECK((static_cast<unsigned char>(text[match.span.end]) & 0xC0) != 0x80);
    }
}

TEST_CASE("work grows with the text and not faster, whatever the text", "[matcher][hostile]") {
    detector::Scanner scanner = lists::matcher().make_scanner();
    const auto work = [&](const std::string& unit, std::size_t bytes) {
        detector::Listing listing;
        std::string text;
        while (text.size() < bytes) text += unit;
        listing.passages.push_back({detector::Field::description, "", text});
        return scanner.scan(listing).proposals;
    };
    for (const char* unit : {"ivory ",     "parrot ", "a\u0301", "象",      "象象牙",    "Python Python ",
                             "i v o r y ", "iv*ry ",  "穿*甲*",  "с@йг@к_", "v0i ng@` ", "ス.ロ.",
                             "우ᄋ",       "t#ger ",  "'s",      "aаαа",    "()",        "bulbophyllum bulbophylum ",
                             "🐘",          "عاج",     "xx"}) {
        INFO(unit);
        const std::size_t once = work(unit, 20'000), twice = work(unit, 40'000);
        CHECK(twice <= 2 * once + 200);
    }
}

TEST_CASE("too long a text and too frequent a term are cut, and the result says so", "[matcher][hostile]") {
    detector::Scanner scanner = lists::matcher().make_scanner();
    detector::Listing listing;
    std::string text;
    while (text.size() < detector::Limits::passage_bytes + 10) text += "ivory ";
    listing.passages.push_back({detector::Field::description, "", text});
    const detector::ScanResult& result = scanner.scan(listing);
    CHECK(result.truncated);
    CHECK_FALSE(result.flooding.empty());
    CHECK(result.matches.size() <= detector::Limits::matches);
}

TEST_CASE("a scanner gives the same result for the same listing, whatever it read before", "[matcher]") {
    const auto first = lists::matches("African grey parrot, P. regius, ivory");
    lists::matches("Python regius Testudo hermanni elfenbein");
    const auto again = lists::matches("African grey parrot, P. regius, ivory");
    REQUIRE(first.size() == again.size());
    for (std::size_t i = 0; i < first.size(); ++i) {
        CHECK(first[i].term == again[i].term);
        CHECK(first[i].span == again[i].span);
    }
}

TEST_CASE("a damaged cache is rebuilt, never trusted", "[matcher][cache]") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / "citeswatch-cache-test";
    fs::remove_all(folder);
    fs::create_directories(folder / "lists");
    std::ofstream(folder / "lists/taxa.tsv")
        << "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\n"
           "1\tPanthera tigris\tspecies\tAnimalia\tMammalia\tCarnivora\tFelidae\tI\n";
    const fs::path lists_folder = folder / "lists";
    const detector::Lexicon lexicon = detector::load_lexicon(std::span(&lists_folder, 1));
    CHECK_FALSE(detector::Matcher(lexicon, folder).loaded_from_cache());
    CHECK(detector::Matcher(lexicon, folder).loaded_from_cache());
    fs::path cache;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".cache") cache = entry.path();
    const auto size = fs::file_size(cache);
    for (const auto at : {std::uintmax_t{3}, size / 3, size / 2, size - 1}) {
        {
            std::fstream file(cache, std::ios::in | std::ios::out | std::ios::binary);
            file.seekg(static_cast<std::streamoff>(at));
            const char byte = static_cast<char>(file.get() ^ 0x55);
            file.seekp(static_cast<std::streamoff>(at));
            file.put(byte);
        }
        detector::Matcher matcher(lexicon, folder);
        CHECK_FALSE(matcher.loaded_from_cache());
        detector::Scanner scanner = matcher.make_scanner();
        detector::Listing listing;
        listing.passages.push_back({detector::Field::title, "", "Panthera tigris"});
        CHECK(scanner.scan(listing).matches.size() == 1);
    }
    fs::resize_file(cache, size / 2);
    CHECK_FALSE(detector::Matcher(lexicon, folder).loaded_from_cache());
    fs::remove_all(folder);
}

TEST_CASE("images that nobody read for a month go when a new one is written, and nothing else does",
          "[matcher][cache]") {
    namespace fs = std::filesystem;
    const fs::path folder = fs::temp_directory_path() / "citeswatch-prune-test";
    fs::remove_all(folder);
    const fs::path lists_folder = folder / "lists";
    fs::create_directories(lists_folder);
    const auto matcher_of = [&](const char* species) {
        std::ofstream(lists_folder / "taxa.tsv")
            << "taxon_id\tscientific_name\trank\tkingdom\tclass\torder\tfamily\tappendix\n"
            << "1\tPanthera " << species << "\tspecies\tAnimalia\tMammalia\tCarnivora\tFelidae\tI\n";
        return detector::Matcher(detector::load_lexicon(std::span(&lists_folder, 1)), folder);
    };
    const auto age = [&](const fs::path& file, int days) {
        fs::last_write_time(file, fs::file_time_type::clock::now() - std::chrono::hours(24 * days));
    };
    const auto images = [&] {
        std::vector<fs::path> found;
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".cache") found.push_back(entry.path());
        return found;
    };
    CHECK_FALSE(matcher_of("tigris").loaded_from_cache());
    const fs::path tiger = images().front(), other = folder / "notes.txt";
    const fs::path abandoned = folder / "matcher-1.cache.draft-7", under_way = folder / "matcher-2.cache.draft-8";
    for (const fs::path& file : {other, abandoned, under_way}) std::ofstream(file) << "x";
    age(tiger, 29);
    age(other, 400);
    age(abandoned, 2);
    CHECK_FALSE(matcher_of("leo").loaded_from_cache());
    CHECK(images().size() == 2);
    CHECK(fs::exists(other));
    CHECK(fs::exists(under_way));
    CHECK_FALSE(fs::exists(abandoned));
    age(tiger, 31);
    CHECK(matcher_of("tigris").loaded_from_cache());  // reading it makes it young again
    CHECK_FALSE(matcher_of("onca").loaded_from_cache());
    CHECK(fs::exists(tiger));
    age(tiger, 31);
    CHECK_FALSE(matcher_of("pardus").loaded_from_cache());
    CHECK_FALSE(fs::exists(tiger));
    fs::remove_all(folder);
}
