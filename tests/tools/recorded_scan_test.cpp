// A scan into a casebook records everything, whoever stops reading what it prints.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>

#include "casebook/reader.h"
#include "tests/casebook/temporary_folder.h"

TEST_CASE("A scan into a casebook goes on when the reader of its output goes away") {
    const TemporaryFolder folder;
    const std::string adverts = (folder / "adverts.jsonl").string(), file = (folder / "case").string();
    {
        std::ofstream out(adverts);
        for (int i = 0; i < 3000; ++i)  // far more than a pipe holds
            out << R"({"title": "Genuine elephant ivory tusk", "url": "https://m.example/)" << i
                << R"(", "description": "Raw tusk, 3 kg, real elephant ivory, number )" << i << "\"}\n";
    }
    const std::string run = std::string("'") + CITESWATCH + "' -q ";
    const auto ends_well = [](const std::string& command) {
        return std::system(("bash -c \"set -o pipefail; " + command + "\"").c_str()) == 0;
    };
    CHECK(
        ends_well(run + "scan '" + adverts + "' --all --format jsonl --casebook '" + file + "' | head -1 > /dev/null"));
    CHECK(casebook::Reader(file).count({.least_level = detector::Level::none}) == 3000);
    // With nothing to record there is nothing to go on for.
    CHECK_FALSE(ends_well(run + "scan '" + adverts + "' --all --format jsonl | head -1 > /dev/null"));
}

TEST_CASE("A scan records how the seller asks to be reached") {
    const TemporaryFolder folder;
    const std::string adverts = (folder / "adverts.jsonl").string(), file = (folder / "case").string();
    std::ofstream(adverts) << R"({"title": "Genuine elephant ivory tusk", "url": "https://m.example/1", )"
                              R"("description": "Raw tusk, 3 kg, real elephant ivory, whatsapp +33 6 12 34 56 78"})"
                              "\n"
                              R"({"title": "Garden chair", "url": "https://m.example/2", )"
                              R"("description": "Iron, call +33 6 99 99 99 99"})"
                              "\n";
    REQUIRE(
        std::system((std::string("'") + CITESWATCH + "' -q scan '" + adverts + "' --casebook '" + file + "' >/dev/null")
                        .c_str()) == 0);
    std::vector<casebook::Contact> contacts;
    casebook::Reader(file).each({.least_level = detector::Level::none}, [&](const casebook::StoredListing& stored) {
        contacts.insert(contacts.end(), stored.contacts.begin(), stored.contacts.end());
        return true;
    });
    REQUIRE(contacts.size() == 1);  // nobody needs the number of the chair
    CHECK(contacts[0].kind == "whatsapp");
    CHECK(contacts[0].value == "+33612345678");
}

TEST_CASE("A limit on the size of files is told, and what was committed stays") {
    const TemporaryFolder folder;
    const std::string adverts = (folder / "adverts.jsonl").string(), file = (folder / "case").string();
    {
        std::ofstream out(adverts);
        for (int i = 0; i < 3000; ++i)
            out << R"({"title": "Genuine elephant ivory tusk", "url": "https://m.example/)" << i
                << R"(", "description": "Raw tusk, 3 kg, real elephant ivory, number )" << i << "\"}\n";
    }
    const auto scan = [&](const std::string& limit) {
        return std::system(("bash -c \"" + limit + "'" + CITESWATCH + "' -q scan '" + adverts + "' --casebook '" +
                            file + "' > /dev/null 2> '" + (folder / "err").string() + "'\"")
                               .c_str());
    };
    CHECK(WEXITSTATUS(scan("ulimit -f 1500; ")) == 2);  // KiB
    std::ifstream err(folder / "err");
    std::string said;
    std::getline(err, said, '\0');
    CAPTURE(said);
    CHECK(said.find("error: ") != std::string::npos);
    CHECK(said.find("/case: ") != std::string::npos);
    REQUIRE(scan("") == 0);
    CHECK(casebook::Reader(file).count({.least_level = detector::Level::none}) == 3000);
}
