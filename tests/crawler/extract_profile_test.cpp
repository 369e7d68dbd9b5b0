// Profiles; what they read in their own sample pages is tests/tools/profile_samples_test.cpp.
#include "crawler/extract/profile.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "detector/error.h"

using namespace crawler;
using detector::Field;
using Json = nlohmann::json;
namespace fs = std::filesystem;

namespace {

const fs::path kProfiles = CITESWATCH_SOURCE_DIR "/config/profiles";

std::string file_text(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("sample pages are read without their profile too", "[extract][profile]") {
    // What heuristics alone make of them: the title and price of a listing at least.
    std::size_t listings = 0, titles = 0, prices = 0, priced = 0;
    for (const auto& entry : fs::directory_iterator(kProfiles)) {
        if (entry.path().extension() != ".toml") continue;
        const auto profile = read_profile(entry.path());
        for (const Profile::Sample& sample : profile->samples) {
            const Json wanted = Json::parse(file_text(sample.expected));
            if (wanted["kind"] != "listing") continue;
            const std::string body = file_text(sample.page);
            const Page page = read_page({body, sample.url, "text/html", {}, nullptr});
            ++listings;
            const bool titled = page.listing.first(Field::title) == wanted["title"].get<std::string>();
            titles += titled;
            if (!titled) WARN(sample.page << ": title " << page.listing.first(Field::title));
            if (!wanted.contains("price")) continue;
            ++priced;
            const bool right = page.listing.price.amount == wanted["price"]["amount"].get<std::string>();
            prices += right;
            if (!right) WARN(sample.page << ": price " << page.listing.price.amount);
        }
    }
    CHECK(titles + 1 >= listings);
    CHECK(prices + 1 >= priced);
}

TEST_CASE("a profile with a mistake says where it is", "[extract][profile]") {
    const fs::path file = fs::temp_directory_path() / "citeswatch_profile_test.toml";
    const auto problem = [&](const std::string& text) -> std::string {
        std::ofstream(file) << text;
        try {
            read_profile(file);
        } catch (const detector::DataError& error) {
            return error.what();
        }
        return {};
    };
    CHECK(problem("name = \"x\"\n[listing]\ntitle = \"h1[\"\n").find(":3") != std::string::npos);
    CHECK(problem("name = \"x\"\n[listing]\ntitel = \"h1\"\n").find("title") != std::string::npos);
    CHECK(problem("[listing]\ntitle = \"h1\"\n").find("name") != std::string::npos);
    fs::remove(file);
}
