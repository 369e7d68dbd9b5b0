#include "tools/page_fetch.h"

#include "detector/error.h"
#include "tools/demo_market/market.h"

using namespace tools;

namespace {

const PageFetchOptions kOptions{.user_agent = "test/1 (+https://agency.example)", .allow_private = true};

const demo_market::Advert& moved_advert(const demo_market::Market& market) {
    for (const demo_market::Advert* advert : market.adverts())
        if (advert->quirks.moved) return *advert;
    throw std::logic_error("no advert has moved");
}

}  // namespace

TEST_CASE("One page is fetched through its redirects, after robots.txt") {
    const demo_market::Market market({.crawl_delay_seconds = 0.01, .misbehave = false, .keep_log = true});
    const demo_market::Advert& advert = moved_advert(market);
    const crawler::FetchResult result = fetch_page(market.origin(advert.shop) + "/old/" + advert.id, kOptions);
    CHECK(result.http_status == 200);
    CHECK(result.url == market.url_of(advert));
    CHECK(result.body.find("<") != std::string::npos);
    const auto log = market.log(advert.shop);
    REQUIRE(log.size() == 4);  // robots.txt, two redirects, the page
    CHECK(log[0].target == "/robots.txt");
}

TEST_CASE("What robots.txt forbids is not fetched, nor a private address unless allowed") {
    const demo_market::Market market({.crawl_delay_seconds = 0.01, .misbehave = false, .keep_log = true});
    const std::string origin = market.origin("oldbridge");
    CHECK_THROWS_WITH(fetch_page(origin + "/private/x", kOptions), Catch::Contains("robots.txt"));
    for (const auto& request : market.log("oldbridge")) CHECK(request.target == "/robots.txt");
    CHECK_THROWS_AS(fetch_page(origin + "/", {.user_agent = kOptions.user_agent, .allow_private = false}),
                    detector::DataError);
    CHECK_THROWS_WITH(fetch_page("ftp://x.example/", kOptions), Catch::Contains("not an http"));
}
