// Promises of the judgement: scope, negation and arithmetic by small tables, and the adverts of tests/adverts.
#include "detector/assess.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "detector/cues.h"
#include "detector/error.h"
#include "detector/mentions.h"
#include "detector/rule_set.h"
#include "tests/detector/lists_fixture.h"

namespace {

namespace fs = std::filesystem;
const fs::path root = CITESWATCH_SOURCE_DIR;

const detector::Rules& rules() {
    static const detector::Rules loaded = [] {
        std::vector<fs::path> files;
        for (const auto& entry : fs::directory_iterator(root / "config"))
            if (entry.path().filename().string().starts_with("rules")) files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        return detector::load_rules(files);
    }();
    return loaded;
}

detector::Assessment judge(const std::string& title, const std::string& language, const std::string& description = {}) {
    static detector::Scanner scanner = lists::matcher().make_scanner();
    detector::Listing listing;
    listing.language = language;
    if (!title.empty()) listing.passages.push_back({detector::Field::title, {}, title});
    if (!description.empty()) listing.passages.push_back({detector::Field::description, {}, description});
    return detector::assess(listing, scanner.scan(listing), lists::lexicon(), rules());
}

std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> row(1);
    for (char c : line)
        if (c == '\t')
            row.emplace_back();
        else
            row.back() += c;
    return row;
}

std::string error_of(const std::string& text) {
    const fs::path file = fs::temp_directory_path() / "citeswatch_rules_test.tsv";
    std::ofstream(file) << text;
    try {
        detector::load_rules(std::vector<fs::path>{file});
    } catch (const detector::DataError& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST_CASE("the head noun decides whether a name is an animal, a colour or a machine") {
    struct Case {
        const char *title, *language;
        bool flagged;
    };
    const Case cases[] = {
        {"Ivory netsuke, signed", "en", true},
        {"Ivory lace wedding dress", "en", false},
        {"Genuine python leather belt", "en", true},
        {"Python programming for beginners, paperback", "en", false},
        {"Jaguar XF front bumper", "en", false},
        {"Ball python male, feeding well", "en", true},
        {"Heat lamp for ball python", "en", false},
        {"Mammoth ivory knife scales", "en", false},
        {"Robe de mariée ivoire taille 38", "fr", false},
        {"Statuette en ivoire sculpté", "fr", true},
        {"象牙色婚纱 蕾丝", "zh", false},
        {"象牙手镯", "zh", true},
    };
    for (const Case& each : cases) {
        INFO(each.title);
        CHECK(judge(each.title, each.language).flagged() == each.flagged);
    }
}

TEST_CASE("a denied imitation is no imitation, and a denied material no material") {
    CHECK(judge("Not faux, genuine ivory bangle", "en").flagged());
    CHECK_FALSE(judge("Faux ivory bangle", "en").flagged());
    CHECK(judge("Fildişi bilezik, plastik değil hakiki", "tr").flagged());
    CHECK_FALSE(judge("Elk mount, no ivory", "en").flagged());
}

TEST_CASE("what comes along with an animal does not make it pet supply") {
    CHECK(judge("Graupapagei handaufgezogen mit Käfig", "de").flagged());
    CHECK_FALSE(judge("Käfig für Graupapagei", "de").flagged());
}

TEST_CASE("the score is the sum of its reasons, kept within 0 to 100") {
    for (const char* title : {"Raw elephant tusk 5 kg, no papers", "Ivory lace dress", "Jaguar", "cotton shirt"}) {
        const detector::Assessment assessment = judge(title, "en");
        int sum = 0;
        for (const detector::Reason& reason : assessment.reasons) sum += reason.points;
        INFO(title);
        CHECK(assessment.score == std::clamp(sum, 0, 100));
        CHECK(assessment.flagged() == !assessment.taxa.empty());
    }
}

TEST_CASE("raw ivory without papers ranks above a farmed leather strap with papers") {
    CHECK(judge("Raw elephant tusk 5 kg, no papers", "en").score >
          judge("Genuine alligator watch strap, with papers", "en").score);
}

TEST_CASE("what is talked of, asked about, shown or sold already is not offered") {
    struct Case {
        const char *title, *language;
        bool flagged;
    };
    const Case cases[] = {
        {"Carved ivory netsuke, Meiji", "en", true},
        {"Does anyone know if this netsuke is ivory?", "en", false},
        {"Ivory netsuke sold for £900", "en", false},
        {"Netsuke aus Elfenbein, Japan um 1900", "de", true},
        {"Ausstellung: Netsuke aus Elfenbein im Museum", "de", false},
        {"Netsuke en ivoire signé", "fr", true},
        {"Quelqu'un sait si ce netsuke est en ivoire ?", "fr", false},
        {"Нэцкэ из слоновой кости", "ru", true},
        {"Нэцкэ из слоновой кости, продано на аукционе", "ru", false},
        {"象牙の根付", "ja", true},
        {"象牙の根付 特別展 美術館", "ja", false},
        {"Tượng ngà voi", "vi", true},
        {"Cho hỏi tượng này là ngà voi hay xương", "vi", false},
    };
    for (const Case& each : cases) {
        INFO(each.title);
        CHECK(judge(each.title, each.language).flagged() == each.flagged);
    }
}

TEST_CASE("the description names the material of what the title offers") {
    CHECK(judge("Old carved figure", "en", "Hand carved in ivory, China, 14 cm").flagged());
    CHECK_FALSE(judge("Old carved figure", "en", "Made of resin, ivory coloured").flagged());
    CHECK(judge("Redfoot tortoise", "en", "Six years old, comes with enclosure").flagged());
    CHECK_FALSE(judge("Tortoise enclosure", "en", "Was used for a redfoot tortoise, no animals included").flagged());
}

TEST_CASE("finished goods of common rosewood are left out, its timber and Brazilian rosewood are not") {
    CHECK_FALSE(judge("Rosewood chess set, folding board", "en").flagged());
    CHECK(judge("Rosewood logs, 3 tonnes", "en").flagged());
    CHECK(judge("Pocket knife, Brazilian rosewood handle", "en").flagged());
}

TEST_CASE("what is said in passing does not turn an animal into a thing") {
    CHECK(judge("Sun conure pair", "en", "Proven pair, 400 the two. Pickup only, kids lost interest, we drive a truck")
              .flagged());
    CHECK(judge("Venus flytrap 3 plants", "en", "In plastic pots, care sheet included, 12.50").flagged());
    CHECK_FALSE(judge("Oil for rosewood fretboards 118 ml", "en").flagged());
}

TEST_CASE("a short word that a code word asks for does not stand inside others") {
    CHECK(judge("RETF pair, tads morphing", "en").flagged());
    CHECK_FALSE(judge("RETF pair, heartads morphed", "en").flagged());
}

TEST_CASE("a title that offers a part makes the animal below it no aside") {
    const char* below =
        "Brown bear taken in Kamchatka with a licence. Length over the spine 2.3 m, no bald spots, thick "
        "everywhere. Posted by courier at your cost, payment on collection is possible.";
    const auto in_passing = [&](const char* title) {
        const std::vector<detector::Reason> reasons = judge(title, "en", below).reasons;
        return std::any_of(reasons.begin(), reasons.end(),
                           [](const detector::Reason& reason) { return reason.rule == "in-passing"; });
    };
    CHECK_FALSE(in_passing("Hide with head and paws, tanned 2022"));
    CHECK(in_passing("Hunting memories of a lifetime, tales of 2022"));
}

TEST_CASE("words parted by signs are found with the words beside them", "[disguise]") {
    CHECK(judge("Cao h.ổ cốt nguyên chất 1 lạng", "vi").flagged());
    CHECK_FALSE(judge("Phở h.ộp ngon 1 lạng", "vi").flagged());
    CHECK(judge("c.ao h.ổ nhà nấu 1 lạng", "vi").flagged());  // the neighbour is parted too
    CHECK_FALSE(judge("c.ao ", "vi").flagged());
    CHECK_FALSE(judge("x.y c.ao h.ai", "vi").flagged());
}

TEST_CASE("a title or a sentence that asks offers nothing, one that seeks to buy does") {
    CHECK_FALSE(judge("Do sulcata tortoises need heat overnight?", "en").flagged());
    CHECK_FALSE(judge("Czym karmić żółwia greckiego zimą? początkująca", "pl").flagged());
    CHECK_FALSE(judge("کیا گھر میں گرے پیرٹ رکھنے کا لائسنس بنتا ہے؟", "ur").flagged());
    CHECK(judge("Wanted: sulcata tortoise, anyone selling?", "en").flagged());
}

TEST_CASE("a post in which nothing speaks of an offer is talk") {
    CHECK_FALSE(judge("", "en", "movie villains ALWAYS have an ivory letter opener").flagged());
    CHECK(judge("", "en", "Georgian ivory letter opener, now in the shop at £180").flagged());
    CHECK(judge("Ivory letter opener", "en").flagged());  // a title offers by itself
}

TEST_CASE("corals have no leather, jewels bear likenesses") {
    CHECK_FALSE(judge("Green Sinularia finger leather coral frag", "en").flagged());
    CHECK_FALSE(judge("Pulseira prata 925 pingente arara azul esmaltada", "pt").flagged());
}

TEST_CASE("a Devanagari nasal and the dot that others write are one name") {
    CHECK(judge("लाल चन्दन की लकड़ी असली 1 kg", "hi").flagged());
    CHECK(judge("लाल चंदन की लकड़ी असली 1 kg", "hi").flagged());
}

TEST_CASE("an animal that got away is not offered, a parrot that no list holds is not listed") {
    CHECK_FALSE(judge("Lost African grey in Leeds, reward offered", "en").flagged());
    CHECK_FALSE(judge("Smarrita tartaruga di terra, ricompensa", "it").flagged());
    CHECK_FALSE(judge("Inseparabile roseicollis allevato a mano", "it").flagged());
    CHECK(judge("Inseparabile fischeri allevato a mano", "it").flagged());
}

TEST_CASE("marks tell Vietnamese words apart") {
    CHECK(judge("Nanh hổ thật, hàng gia truyền", "vi").flagged());  // gia, family
    CHECK_FALSE(judge("Nanh hổ giả bằng nhựa", "vi").flagged());    // giả, fake
}

TEST_CASE("the adverts of tests/adverts are judged well in every language") {
    struct Tally {
        int hits = 0, missed = 0, false_alarms = 0;
        double f1() const { return 2.0 * hits / (2.0 * hits + missed + false_alarms); }
    };
    std::map<std::string, Tally> tallies;
    std::size_t rows = 0;
    for (const auto& entry : fs::directory_iterator(root / "tests" / "adverts")) {
        if (entry.path().extension() != ".tsv") continue;
        std::ifstream in(entry.path());
        std::string line;
        std::getline(in, line);
        const bool described = line == "label\ttaxon\tset\tlanguage\ttitle\tdescription";
        REQUIRE((described || line == "label\ttaxon\tset\tlanguage\ttitle"));
        while (std::getline(in, line)) {
            const std::vector<std::string> row = cells(line);
            REQUIRE(row.size() == (described ? 6 : 5));
            ++rows;
            const bool wanted = row[0] == "1", flagged = judge(row[4], row[3], described ? row[5] : "").flagged();
            Tally& tally = tallies[row[3]];
            tally.hits += wanted && flagged;
            tally.missed += wanted && !flagged;
            tally.false_alarms += !wanted && flagged;
        }
    }
    CHECK(rows >= 2300);
    CHECK(tallies.size() >= 24);
    for (const auto& [language, tally] : tallies) {
        INFO(language << ": " << tally.hits << " hits, " << tally.missed << " missed, " << tally.false_alarms);
        // Of some languages the tables hold ordinary goods only.
        if (tally.hits + tally.missed == 0)
            CHECK(tally.false_alarms == 0);
        else
            CHECK(tally.f1() >= 0.95);
    }
}

TEST_CASE("a bad rule is refused with its file and line") {
    CHECK(error_of("cue\tpattern\tnote\nprice\t(\t\n").find(":2: the pattern does not compile") != std::string::npos);
    CHECK(error_of("cue\tpattern\tnote\nprice\ta*\t\n").find("matches nothing at all") != std::string::npos);
    CHECK(error_of("rule\tfor\tcue\twhere\tpoints\tsays\na\tnoble\tprice\tnear\t1\tx\n").find(":2: 'noble'") !=
          std::string::npos);
    CHECK(error_of("rule\tfor\tcue\twhere\tpoints\tsays\na\t*\tprice\tyonder\t1\tx\n").find("is no place") !=
          std::string::npos);
    CHECK(error_of("what\tis\tthis\n").find("kind of rule file") != std::string::npos);
    CHECK(error_of("cue\tlanguage\twords\nprint\t\tlook\n").find("names no language") != std::string::npos);
    CHECK(error_of("cue\tlanguage\twords\nmy-print\ten\tlook\n").find("no name of a cue") != std::string::npos);
    CHECK(error_of("rule\tfor\tcue\twhere\tpoints\tsays\na\t*\tprice+trade-link-toy\tadvert\t1\tx\n").empty());
    CHECK(error_of("rule\tfor\tcue\twhere\tpoints\tsays\na\t*\tprice-toy+trade\tadvert\t1\tx\n").find(":2:") !=
          std::string::npos);
}

TEST_CASE("what is weighed is bounded, whatever the text") {
    detector::Scanner scanner = lists::matcher().make_scanner();
    std::string every_name;
    for (const detector::Taxon& taxon : lists::lexicon().taxa()) (every_name += taxon.name) += ", ";
    const std::string units[] = {
        "ivory carved, ",    "not faux ivory not ", "tiger tiger-print ", "genuine elephant tusk for sale ",
        "cage for parrots ", "象牙色 象牙 仿 ",     "عاج أصلي ",          "1v0ry b4ngle ",
        every_name};
    for (const std::string& unit : units) {
        INFO(unit.substr(0, 60));
        std::string text;
        while (text.size() < 200'000) text += unit;
        detector::Listing listing;
        listing.passages.push_back({detector::Field::title, {}, text});
        const detector::ScanResult& scan = scanner.scan(listing);
        const detector::Advert advert = detector::lay_out(listing, scan, lists::lexicon(), rules().storage());
        CHECK(detector::find_mentions(advert).size() <= 64);
        for (detector::CueId id = 0; id < rules().storage().cue_names.size(); ++id)
            CHECK(advert.places_of(id).size() <= 48);
        const detector::Assessment assessment = detector::assess(listing, scan, lists::lexicon(), rules());
        CHECK(assessment.score <= 100);
        CHECK(assessment.reasons.size() <= 64);
    }
}
