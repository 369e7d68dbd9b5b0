// What downloads write in one cell: names with their authors, synonyms in a row, HTML, codes of languages.
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tools/lists/language_tag.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/scientific_name.h"

using namespace tools::lists;
using Names = std::vector<std::string>;

TEST_CASE("synonyms part only where a name begins, however many commas the authors hold", "[lists]") {
    struct Row {
        std::string_view list;
        Names names;
    };
    const Row rows[] = {
        {"Physeter catodon Linnaeus, 1758", {"Physeter catodon"}},
        {"Felis tigris Linnaeus, 1758, Tigris striatus Severtzov, 1858", {"Felis tigris", "Tigris striatus"}},
        {"Aloe vera (L.) Burm.f., Aloe barbadensis Mill.", {"Aloe vera", "Aloe barbadensis"}},
        {"Aus bus Smith, Jones in Brown, 1900, Cus dus Poe", {"Aus bus", "Cus dus"}},
        {"Aus bus Smith, Miller et al., 1900", {"Aus bus"}},
        {"Dendrobium nobile var. alba Lindl., Callista nobilis (Lindl.) Kuntze",
         {"Dendrobium nobile var. alba", "Callista nobilis"}},
        {"Myrosmodes Rchb.f.", {"Myrosmodes"}},
        {"", {}},
        {", , ,", {}},
        {"Aus bus X, Aus bus Y", {"Aus bus"}},
    };
    for (const Row& row : rows) {
        INFO(row.list);
        CHECK(split_synonyms(row.list, true) == row.names);
    }
    CHECK(split_synonyms("Myrosmodes, Altensteinia", false) == Names{"Myrosmodes", "Altensteinia"});
}

TEST_CASE("names lose their authors and nothing else", "[lists]") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"Panthera tigris (Linnaeus, 1758)", "Panthera tigris"},
        {"Panthera tigris altaica Temminck, 1844", "Panthera tigris altaica"},
        {"Abronia Gray, 1838", "Abronia"},
        {"Epicrates (Chilabothrus) angulifer Bibron", "Epicrates angulifer"},
        {"Aloe foo subsp. bar Reynolds", "Aloe foo subsp. bar"},
        {"Aloe foo f. bar", "Aloe foo f. bar"},
        {"Rana pipiens de Vries", "Rana pipiens"},
        {"Ceropegia × chrysantha", "Ceropegia × chrysantha"},
        {"not a name", ""},
        {"123", ""},
    };
    for (const auto& [given, wanted] : rows) CHECK(without_author(given) == wanted);
}

TEST_CASE("HTML, character references and no-break spaces become plain text", "[lists]") {
    CHECK(plain_text("<p>Appendix&nbsp;I:\xC2\xA0 all</p><p>but <i>Aus</i></p>") == "Appendix I: all but Aus");
    CHECK(plain_text("&#1041;&#1077;&#x43B;&#1072") == "Бела");  // cut to a width, the last one lost its end
    CHECK(plain_text("a < b & c > d &unknown; &#0; &#xD800;") == "a < b & c > d &unknown; &#0; &#xD800;");
    CHECK(plain_text("tab\tnew\nline\x01") == "tab new line");
    CHECK(plain_text("caf\xE9") == "caf\xEF\xBF\xBD");
    CHECK(shortened("ééé", 5) == "é…");
}

TEST_CASE("common names part at commas outside brackets", "[lists]") {
    CHECK(split_common_names("Cachalot, Cachelot, Pot Whale") == Names{"Cachalot", "Cachelot", "Pot Whale"});
    CHECK(split_common_names("Bear (brown, Asian), Ours") == Names{"Bear (brown, Asian)", "Ours"});
    CHECK(split_common_names("a) b, (c").size() == 2);
}

TEST_CASE("language codes of every download end as BCP 47", "[lists]") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"EN", "en"},   {"deu", "de"}, {"ger", "de"}, {"English", "en"}, {"zh-hans", "zh-Hans"}, {"pt_br", "pt-BR"},
        {"haw", "haw"}, {"", ""},      {"x", ""},     {"12", ""},        {"klingon", ""}};
    for (const auto& [code, tag] : rows) CHECK(language_tag(code) == tag);
}
