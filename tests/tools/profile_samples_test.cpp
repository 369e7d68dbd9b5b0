// Every profile in config/profiles carries sample pages and the listings they must yield: both are run here.
#include "tools/profile_samples.h"

#include <catch2/catch.hpp>
#include <fstream>

#include "detector/error.h"
#include "tests/tools/temporary_folder.h"

namespace fs = std::filesystem;

TEST_CASE("every profile reads its sample pages as expected", "[profile]") {
    std::size_t profiles = 0, samples = 0;
    for (const auto& entry : fs::directory_iterator(CITESWATCH_SOURCE_DIR "/config/profiles")) {
        if (entry.path().extension() != ".toml") continue;
        INFO(entry.path());
        const tools::SampleCheck check = tools::check_samples(entry.path());
        CHECK(check.samples > 0);
        CHECK(check.differences == std::vector<std::string>());
        ++profiles;
        samples += check.samples;
    }
    CHECK(profiles >= 8);
    CHECK(samples >= profiles);
}

TEST_CASE("a sample that is read otherwise is named field by field", "[profile]") {
    const tests::TemporaryFolder folder;
    const auto write = [&](const char* name, const std::string& text) { std::ofstream(folder.path() / name) << text; };
    write("market.toml",
          "name = \"market\"\nlisting_urls = [\"https://m.example/*\"]\n[listing]\ntitle = \"h1\"\nprice = \"b\"\n"
          "[[sample]]\npage = \"page.html\"\nurl = \"https://m.example/1\"\nexpected = \"page.json\"\n");
    write("page.html", "<html><body><h1>Ivory comb</h1><b>12 EUR</b></body></html>");
    write("page.json", R"({"kind": "listing", "title": "Ivory comb", "price": {"amount": "12", "currency": "EUR"}})");
    CHECK(tools::check_samples(folder.path() / "market.toml").differences == std::vector<std::string>());

    const std::string page = (folder.path() / "page.html").string();
    const std::vector<std::pair<std::string, std::string>> wrong = {
        {R"({"title": "Ivory fan"})", page + R"(: title is "Ivory comb", expected "Ivory fan")"},
        {R"({"title": "Ivory comb", "seller": {"name": "x"}})", page + R"(: seller.name is null, expected "x")"},
        {R"({"price": {"amount": "13"}})", page + R"(: price.amount is "12", expected "13")"},
        {R"({"kind": "index"})", page + R"(: kind is "listing", expected "index")"},
        {R"({"colour": "white"})", page + R"(: colour is null, expected "white")"},
        {R"({"teasers": [{"title": "a"}]})", page + ": number of teasers is 0, expected 1"},
        {R"({"attributes": {"Art": "x"}})", page + R"(: attributes lacks {"name":"Art","value":"x"}; there is [])"},
        {R"({"contacts": [["email", "a@b.example"]]})",
         page + R"(: contacts lacks {"kind":"email","value":"a@b.example"}; there is [])"},
        {R"({"next": ["https://m.example/?page=2"]})",
         page + R"(: next lacks {"kind":"next","url":"https://m.example/?page=2"}; there is [])"},
    };
    for (const auto& [expected, difference] : wrong) {
        write("page.json", expected);
        CHECK(tools::check_samples(folder.path() / "market.toml").differences == std::vector<std::string>{difference});
    }
    write("page.json", "{");
    CHECK_THROWS_AS(tools::check_samples(folder.path() / "market.toml"), detector::DataError);
    write("page.json", R"({"price": 12, "contacts": ["email"]})");
    CHECK_THROWS_AS(tools::check_samples(folder.path() / "market.toml"), detector::DataError);
}
