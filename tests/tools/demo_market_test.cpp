#include "tools/demo_market/market.h"

#include <algorithm>
#include <set>

#include "detector/error.h"
#include "tests/tools/http_get.h"
#include "tools/demo_market/pages.h"

using namespace tools::demo_market;
using tests::http_get;

namespace {

const Advert& first_with(const Market& market, bool PageQuirks::*quirk) {
    for (const Advert* advert : market.adverts())
        if (advert->quirks.*quirk) return *advert;
    throw std::logic_error("no advert has that quirk");
}

}  // namespace

TEST_CASE("The demo market is large, multilingual, and mostly innocent") {
    const std::vector<Advert>& adverts = shipped_adverts();
    std::set<std::string> languages, sellers;
    std::size_t suspect = 0;
    for (const Advert& advert : adverts) {
        CAPTURE(advert.id);
        CHECK_FALSE(advert.title.empty());
        CHECK_FALSE(advert.why.empty());
        CHECK((!advert.expected || !advert.taxon.empty()));
        languages.insert(advert.language);
        sellers.insert(advert.seller);
        suspect += advert.expected;
    }
    CHECK(adverts.size() >= 300);
    CHECK(languages.size() >= 12);
    CHECK(sellers.size() >= 50);
    CHECK(suspect * 2 < adverts.size());
}

TEST_CASE("A broken row of the market's table names its line") {
    const std::string header =
        "id\tshop\ttitle\tdescription\tprice\tcurrency\tseller\tlocation\tcategory\tlanguage\t"
        "expected\ttaxon\twhy\tpage\n";
    const auto row = [](const std::string& id, const std::string& expected, const std::string& page) {
        return id + "\ts\tt\td\t1\tEUR\ts\tl\tc\ten\t" + expected + "\t\tw\t" + page + "\n";
    };
    CHECK(parse_adverts(header + row("a", "1", "slow charset=GBK"), "t").at(0).quirks.charset == "GBK");
    CHECK_THROWS_WITH(parse_adverts(header + row("a", "yes", ""), "t.tsv"), Catch::StartsWith("t.tsv:2: "));
    CHECK_THROWS_WITH(parse_adverts(header + row("a", "1", "sloow"), "t.tsv"), Catch::Contains("sloow"));
    CHECK_THROWS_WITH(parse_adverts(header + row("a", "1", "") + row("a", "1", ""), "t.tsv"),
                      Catch::StartsWith("t.tsv:3: "));
    CHECK_THROWS_AS(parse_adverts(header + "too\tfew\n", "t.tsv"), detector::DataError);
}

TEST_CASE("The demo market misbehaves as announced") {
    const Market market({.keep_log = true});

    SECTION("robots.txt forbids an area and asks for a delay") {
        const auto robots = http_get(market.origin("oldbridge") + "/robots.txt");
        CHECK(robots.status == 200);
        CHECK(robots.body.find("Disallow: /private/") != std::string::npos);
        CHECK(robots.body.find("Crawl-delay: 0.1") != std::string::npos);
        CHECK(robots.body.find(market.origin("oldbridge") + "/sitemap.xml") != std::string::npos);
    }
    SECTION("every advert that is not gone can be had at its address") {
        for (const Advert* advert : market.adverts()) {
            CAPTURE(advert->id);
            if (advert->quirks.slow || advert->quirks.busy) continue;
            CHECK(http_get(market.url_of(*advert)).status == (advert->quirks.gone ? 410 : 200));
        }
    }
    SECTION("an old address redirects twice") {
        const Advert& advert = first_with(market, &PageQuirks::moved);
        const auto first = http_get(market.origin(advert.shop) + "/old/" + advert.id);
        CHECK(first.status == 301);
        const auto second = http_get(market.origin(advert.shop) + first.header("Location"));
        CHECK(second.status == 302);
        CHECK(market.origin(advert.shop) + second.header("Location") == market.url_of(advert));
    }
    SECTION("a busy page asks to wait, once") {
        const Advert& advert = first_with(market, &PageQuirks::busy);
        const auto first = http_get(market.url_of(advert));
        CHECK(first.status == 429);
        CHECK(first.header("Retry-After") == "1");
        CHECK(http_get(market.url_of(advert)).status == 200);
    }
    SECTION("a deep page nests 20,000 elements") {
        const std::string body = http_get(market.url_of(first_with(market, &PageQuirks::deep))).body;
        std::size_t depth = 0;
        for (std::size_t at = 0; (at = body.find("<div>", at)) != std::string::npos; at += 5) ++depth;
        CHECK(depth >= deep_nesting);
    }
    SECTION("a category goes on over several pages and ends") {
        std::string url = market.origin("oldbridge") + category_path("Home & Garden");
        std::size_t pages = 0;
        for (; !url.empty() && pages < 20; ++pages) {
            const std::string body = http_get(url).body;
            const std::size_t next = body.find("rel=\"next\" href=\"");
            if (next == std::string::npos) break;
            const std::size_t begin = next + 17;
            url = market.origin("oldbridge") + body.substr(begin, body.find('"', begin) - begin);
        }
        CHECK(pages >= 1);
        CHECK(pages < 20);
        CHECK(http_get(market.origin("oldbridge") + category_path("Home & Garden") + "?page=99").status == 404);
    }
    SECTION("a search finds by word") {
        const std::string body = http_get(market.origin("laplaza") + "/search?q=Testudo").body;
        CHECK(body.find("Tortuga mora") != std::string::npos);
        CHECK(http_get(market.origin("laplaza") + "/search?q=zzz").status == 404);
    }
    SECTION("the log has every request with its times") {
        http_get(market.origin("suq") + "/");
        const auto log = market.log("suq");
        REQUIRE(log.size() == 1);
        CHECK(log[0].target == "/");
        CHECK(log[0].user_agent == "plain");
        CHECK(log[0].status == 200);
        CHECK(log[0].arrived <= log[0].answered);
    }
}

TEST_CASE("A second market finds free ports when the first holds the usual one") {
    const Market first({.shops = {"suq"}});
    const std::string origin = first.origin("suq");
    const int port = std::stoi(origin.substr(origin.rfind(':') + 1));
    const Market second({.port = port, .shops = {"suq"}});
    CHECK(second.origin("suq") != origin);
    CHECK(http_get(second.origin("suq") + "/").status == 200);
}
