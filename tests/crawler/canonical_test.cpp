#include "crawler/canonical.h"

#include <fmt/core.h>

#include <fstream>
#include <set>

#include <catch2/catch.hpp>

using crawler::Trap;
using crawler::Url;

namespace {

std::string canonical(const std::string& text) {
    const auto url = Url::parse(text);
    return url ? crawler::canonical(*url).text() : "refused";
}

// "a, b" with optional quotes around either.
std::vector<std::string> cells(const std::string& line) {
    std::vector<std::string> out(1);
    bool quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"')
            out.back() += line[++i];
        else if (line[i] == '"')
            quoted = !quoted;
        else if (line[i] == ',' && !quoted)
            out.emplace_back();
        else if (line[i] != ' ' || !out.back().empty())
            out.back() += line[i];
    }
    return out;
}

std::ifstream open(const char* name) {
    return std::ifstream(std::string(CITESWATCH_SOURCE_DIR "/../shared/conformance/url/") + name);
}

}  // namespace

TEST_CASE("Weird spellings of a page have the address crawler-commons gives them") {
    std::ifstream file = open("weirdToNormalizedUrls.csv");
    if (!file) {
        WARN("skipped: ../shared/conformance/url is absent");
        return;
    }
    // Where the WHATWG standard decides otherwise, or a scheme is not ours; "" = any scheme but http(s).
    const std::set<std::string> departures{
        "foo.com/index.html",        // no scheme: not a URL without a base
        "http:////", "http:///////"  // no host: no URL
    };
    std::size_t checked = 0, rows = 0;
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto row = cells(line);
        ++rows;
        if (row.size() < 2 || row[0].rfind("ftp", 0) == 0 || row[0].rfind("file", 0) == 0 || departures.count(row[0]))
            continue;
        INFO(line);
        CHECK(canonical(row[0]) == row[1]);
        CHECK(canonical(row[1]) == row[1]);
        ++checked;
    }
    fmt::print("normaliser rows: {} checked, {} of other schemes or no URL\n", checked, rows - checked);
    CHECK(checked > 100);
}

TEST_CASE("References resolve as crawler-commons resolves them") {
    std::ifstream file = open("url-resolve.csv");
    if (!file) {
        WARN("skipped: ../shared/conformance/url is absent");
        return;
    }
    for (std::string line; std::getline(file, line);) {
        if (line.empty() || line[0] == '#') continue;
        const auto row = cells(line);
        REQUIRE(row.size() == 3);
        if (row[1].rfind("file", 0) == 0) continue;
        const auto base = Url::parse(row[1]);
        INFO(line);
        const auto url = Url::parse(row[0], base ? &*base : nullptr);
        REQUIRE(url);
        CHECK(url->text() == row[2]);
    }
}

TEST_CASE("Invalid URLs are refused") {
    for (const char* text : {"https://example%2Xcom/", "https://abc%FEdef.org/"}) CHECK_FALSE(Url::parse(text));
}

TEST_CASE("What only tells visits apart is dropped, what chooses a page stays") {
    struct Row {
        const char *url, *expected;
    };
    for (const Row& row : {
             Row{"https://m.example/i/1?utm_source=x&id=3&gclid=y#top", "https://m.example/i/1?id=3"},
             Row{"https://m.example/i;jsessionid=1F2?a=1", "https://m.example/i?a=1"},
             Row{"https://m.example/i?PHPSESSID=1", "https://m.example/i"},
             Row{"https://www.ebay.example/itm/1?_trksid=p1&hash=2&_trkparms=z",
                 "https://www.ebay.example/itm/1?hash=2"},
             Row{"https://u:p@m.example:443/a//b/../c?", "https://m.example/a/c"},
             Row{"https://m.example/s?q=%E8%B1%A1%E7%89%99&page=2", "https://m.example/s?page=2&q=%E8%B1%A1%E7%89%99"},
             // Found by fuzzing: order and sessions are told after spelling is uniform.
             Row{"https://m.example/s?e=1&|a=2", "https://m.example/s?%7Ca=2&e=1"},
             Row{"https://m.example/i;%6Asessionid=1", "https://m.example/i"},
             Row{"https://m.example/s?a[]=2&a[]=1", "https://m.example/s?a%5B%5D=2&a%5B%5D=1"},
         }) {
        CHECK(canonical(row.url) == row.expected);
        CHECK(canonical(row.expected) == row.expected);
    }
}

TEST_CASE("Traps are named") {
    auto trap = [](const std::string& text) { return crawler::trap_of(*Url::parse(text)); };
    CHECK(trap("https://m.example/i/1?a=1") == Trap::none);
    CHECK(trap("https://m.example/" + std::string(3000, 'a')) == Trap::too_long);
    std::string many = "https://m.example/?x=1";
    for (int i = 0; i < 30; ++i) many += "&p" + std::to_string(i) + "=1";
    CHECK(trap(many) == Trap::too_many_parameters);
    CHECK(trap("https://m.example/a/b/aa/b/aa/b/aa/b/aa/c") == Trap::repeated_segments);
    std::string deep = "https://m.example";
    for (int i = 0; i < 30; ++i) deep += "/p" + std::to_string(i);
    CHECK(trap(deep) == Trap::too_many_segments);
    CHECK(trap("https://m.example/calendar/2471/01") == Trap::calendar);
    CHECK(trap("https://m.example/calendar/2026/01") == Trap::none);
}
