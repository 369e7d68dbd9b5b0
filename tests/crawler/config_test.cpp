#include "crawler/config.h"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <regex>

#include <catch2/catch.hpp>

#include "detector/error.h"

using namespace crawler;
using namespace std::chrono_literals;

namespace {

const std::string kHead = "[crawler]\nuser_agent = \"citeswatch/0.1 (+https://a.example; c@a.example)\"\n";

std::string complaint(const std::string& text) {
    try {
        parse_config(text, "crawl.toml");
    } catch (const detector::DataError& error) {
        return error.what();
    }
    return "no complaint";
}

std::string about_source(const std::string& lines) { return complaint(kHead + "[[source]]\nname = \"a\"\n" + lines); }

}  // namespace

TEST_CASE("A configuration is read whole") {
    setenv("CITESWATCH_TEST_KEY", "k3y", 1);
    const CrawlConfig config = parse_config(kHead + R"(
delay = "2s"
connections_per_host = 2

[terms.high-risk]
words = ["ivory"]
appendices = ["I"]
groups = ["Felidae"]
languages = ["en", "th"]
limit = 30

[[source]]
name = "example-market"
type = "search"
url = "https://market.example/search?q={term}&page={page}"
terms = "high-risk"
languages = ["en", "th"]
profile = "profiles/example-market.toml"
max_pages = 500
every = "6h"
headers = { X-Api-Key = "env:CITESWATCH_TEST_KEY", Accept-Language = "en" }

[[source]]
name = "list"
type = "urls"
file = "watched.txt"
cron = "0 3 * * *"
delay = "100ms"
allow_private = true
)",
                                            "/etc/citeswatch/crawl.toml");
    CHECK(config.politeness.delay == 2s);
    CHECK(config.politeness.connections_per_host == 2);
    REQUIRE(config.term_set("high-risk"));
    CHECK(config.term_set("high-risk")->limit == 30);
    REQUIRE(config.sources.size() == 2);
    const SourceConfig& market = config.sources[0];
    CHECK(market.type == SourceType::search);
    CHECK(market.term_sets == std::vector<std::string>{"high-risk"});
    CHECK(market.schedule.every == 6h);
    CHECK(market.max_pages == 500);
    CHECK(market.profile == "/etc/citeswatch/profiles/example-market.toml");
    CHECK(market.headers[0].second == "k3y");
    CHECK(market.obey_robots);
    CHECK(config.sources[1].schedule.cron);
    CHECK(config.sources[1].url_files[0] == "/etc/citeswatch/watched.txt");
    CHECK(config.sources[1].delay == 100ms);
}

TEST_CASE("What is wrong is told with file, line and remedy") {
    struct Row {
        std::string got, wanted;
    };
    for (const Row& row : {
             Row{complaint("[crawler"), "crawl.toml:1: "},
             Row{complaint(""), "has no [crawler] section"},
             Row{complaint("[crawler]\n"), "'user_agent' is missing"},
             Row{complaint("[crawler]\nuser_agent = \"me\""), "names no contact"},
             Row{complaint(kHead + "dealy = \"1s\""), "crawl.toml:3: unknown key 'dealy' (did you mean 'delay'?)"},
             Row{complaint(kHead + "[crawlers]"), "unknown key 'crawlers' (did you mean 'crawler'?)"},
             Row{about_source("type = \"sitemaps\""), "crawl.toml:5: 'type' is 'sitemaps' (did you mean 'sitemap'?)"},
             Row{about_source("type = \"site\""), "'url' is missing"},
             Row{about_source("type = \"site\"\nurl = \"ftp://x\""), "is no http or https URL"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\nmax_page = 3"),
                 "crawl.toml:7: unknown key 'max_page' (did you mean 'max_pages'?)"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\nmax_pages = \"3\""), "not a whole number"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\nmax_pages = 0"), "from 1 to"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\nevery = \"soon\""), "is no duration"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\ncron = \"0 0 30 2 *\""), "never comes"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\ntoken = \"abc\""),
                 "must not stand in the file"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\ntoken = \"env:NO_SUCH_VARIABLE\""),
                 "needs the environment variable NO_SUCH_VARIABLE"},
             Row{about_source(
                     "type = \"site\"\nurl = \"https://x.example\"\nproxy = \"http://me:pass@p.example:3128\""),
                 "carries a password"},
             Row{about_source("type = \"site\"\nurl = \"https://x.example\"\nproxy = \"127.0.0.1:9050\""),
                 "is no proxy"},
             Row{about_source(
                     "type = \"site\"\nurl = \"https://x.example\"\nheaders = { Authorization = \"Bearer x\" }"),
                 "carries credentials"},
             Row{about_source("type = \"search\"\nurl = \"https://x.example/?q=a\"\nterms = [\"ivory\"]"),
                 "has no {term}"},
             Row{about_source("type = \"search\"\nurl = \"https://x.example/?q={term}\"\nterms = \"high\""),
                 "names no term set 'high'"},
         }) {
        INFO(row.got);
        CHECK(row.got.find(row.wanted) != std::string::npos);
    }
    const std::string twice = "[[source]]\nname = \"a\"\ntype = \"site\"\nurl = \"https://x.example\"\n";
    CHECK(complaint(kHead + twice + twice).find("is taken") != std::string::npos);
}

TEST_CASE("Globs match whole texts") {
    CHECK(glob_match("*/itm/*", "https://m.example/itm/1"));
    CHECK(glob_match("https://m.example/?", "https://m.example/x"));
    CHECK_FALSE(glob_match("*/itm/", "https://m.example/itm/1"));
    CHECK(glob_match("*", ""));
    std::string stars, text(20000, 'a');
    for (int i = 0; i < 50; ++i) stars += "*a";
    CHECK_FALSE(glob_match(stars + "b", text));
}

TEST_CASE("The example configuration is right, and explains every key there is") {
    const std::string folder = CITESWATCH_SOURCE_DIR;
    std::ifstream file(folder + "/config/crawl.example.toml");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    CHECK(parse_config(text, "crawl.example.toml").sources.size() >= 3);
    std::ifstream reader(folder + "/crawler/config.cpp");
    const std::string code{std::istreambuf_iterator<char>(reader), {}};
    // Keys as the reader asks for them: table.text("delay"), delay_of(table, "strain") ...
    const std::regex asked("(?:\\b(?:text|texts|flag|integer|table|tables|required_text)\\(|table, )\"([a-z_]+)\"");
    std::size_t keys = 0;
    for (std::sregex_iterator key(code.begin(), code.end(), asked), end; key != end; ++key, ++keys) {
        CAPTURE((*key)[1].str());
        CHECK(text.find((*key)[1].str()) != std::string::npos);
    }
    CHECK(keys > 40);
}
