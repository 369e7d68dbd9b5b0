// Every language says everything, with the same places for values.
#include "tools/message_catalogue.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

using tools::MessageCatalogue;

namespace {

const std::filesystem::path folder = std::filesystem::path(CITESWATCH_SOURCE_DIR) / "config" / "messages";

std::map<std::string, std::string> texts_of(const std::string& language) {
    std::ifstream in(folder / (language + ".tsv"));
    std::map<std::string, std::string> texts;
    for (std::string line; std::getline(in, line);)
        if (const std::size_t tab = line.find('\t'); !line.starts_with('#') && tab != std::string::npos)
            texts[line.substr(0, tab)] = line.substr(tab + 1);
    return texts;
}

std::size_t places(const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = text.find("{}"); at != std::string::npos; at = text.find("{}", at + 2)) ++count;
    return count;
}

}  // namespace

TEST_CASE("The catalogues have the same keys and the same places for values") {
    const auto english = texts_of("en");
    REQUIRE(english.size() > 100);
    for (const std::string language : {"fr", "es"}) {
        const auto other = texts_of(language);
        CAPTURE(language);
        std::size_t same = 0;
        for (const auto& [key, text] : english) {
            CAPTURE(key);
            REQUIRE(other.contains(key));
            CHECK(places(other.at(key)) == places(text));
            CHECK(places(text) <= 1);
            CHECK_FALSE(other.at(key).empty());
            same += text.size() > 24 && other.at(key) == text;
        }
        CHECK(same == 0);  // a sentence that is the same in two languages was not translated
        CHECK(other.size() == english.size());
        CHECK_NOTHROW(MessageCatalogue(folder, language));
    }
}

TEST_CASE("Numbers are grouped as the language does") {
    CHECK(MessageCatalogue(folder, "en").number(1234567) == "1,234,567");
    CHECK(MessageCatalogue(folder, "en").number(-1234) == "-1,234");
    CHECK(MessageCatalogue(folder, "en").number(999) == "999");
    CHECK(MessageCatalogue(folder, "fr").number(12345) == "12\u202F345");
}
