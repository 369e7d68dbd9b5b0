// Sources that speak to APIs, from the configuration to the casebook, against loopback servers that answer in the
// documented shapes (../shared/conformance/api): pages, tokens that run out, budgets that are spent, errors.
#include <fmt/format.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <mutex>
#include <nlohmann/json.hpp>

#include "tests/tools/loopback_crawl.h"
#include "tools/http_server.h"

using nlohmann::json;
using tests::LoopbackCrawl;
using tools::HttpRequest;
using tools::HttpResponse;
using tools::HttpServer;

namespace {

HttpResponse json_answer(const json& body, int status = 200,
                         std::vector<std::pair<std::string, std::string>> headers = {}) {
    return {status, "application/json", body.dump(), std::move(headers), {}};
}

std::string source(const std::string& type, const std::string& origin, const std::string& more = "") {
    return fmt::format(
        "[[source]]\nname = \"{0}\"\ntype = \"{0}\"\nurl = \"{1}\"\nallow_private = true\ndelay = "
        "\"0ms\"\n{2}\n",
        type, origin, more);
}

std::string documented(const std::string& name) {
    std::ifstream file(CITESWATCH_SOURCE_DIR "/../shared/conformance/api/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Every member of what the test's server says is one that the documentation has.
void check_members(const json& said, const json& documented_members) {
    for (const auto& [name, value] : said.items()) {
        CAPTURE(name);
        CHECK(documented_members.contains(name));
    }
}

std::size_t asked(const HttpServer& server, const std::string& start) {
    const auto log = server.log();
    return static_cast<std::size_t>(
        std::count_if(log.begin(), log.end(), [&](const auto& request) { return request.target.starts_with(start); }));
}

// eBay's Browse API with three pages of results; a token is good for `token_uses` searches.
struct EbayServer {
    std::atomic<int> tokens{0}, searches{0};
    int token_uses = 2;
    bool broken = false;
    std::mutex mutex;  // guards what follows
    std::string valid;
    int left = 0;
    json shown_item, shown_page;
    HttpServer server{{.keep_log = true}, [this](const HttpRequest& request) { return answer(request); }};

    HttpResponse answer(const HttpRequest& request) {
        const std::lock_guard lock(mutex);
        if (request.path == "/identity/v1/oauth2/token") {
            if (request.method != "POST" || request.header("authorization") != "Basic bXktaWQ6bXktc2VjcmV0" ||
                request.parameter("grant_type") != "client_credentials")
                return json_answer({{"error", "invalid_client"}, {"error_description", "client authentication failed"}},
                                   401);
            valid = "token-" + std::to_string(++tokens);
            left = token_uses;
            return json_answer(
                {{"access_token", valid}, {"expires_in", 7200}, {"token_type", "Application Access Token"}});
        }
        if (request.path != "/buy/browse/v1/item_summary/search") return json_answer({}, 404);
        if (request.header("authorization") != "Bearer " + valid || left-- <= 0)
            return json_answer({{"errors",
                                 {{{"errorId", 1001},
                                   {"domain", "OAuth"},
                                   {"category", "REQUEST"},
                                   {"message", "Invalid access token"}}}}},
                               401);
        ++searches;
        if (broken)
            return json_answer({{"errors",
                                 {{{"errorId", 12001},
                                   {"domain", "API_BROWSE"},
                                   {"category", "REQUEST"},
                                   {"message", "The call must have a valid 'q' query parameter."}}}}},
                               400);
        const std::string q = request.parameter("q");
        const int offset = std::atoi(request.parameter("offset").c_str());
        const std::string id = fmt::format("v1|{}{}|0", q, offset);
        shown_item = {{"itemId", id},
                      {"title", fmt::format("{} number {}", q, offset)},
                      {"itemWebUrl", fmt::format("https://www.ebay.example/itm/{}{}?hash=1", q, offset)},
                      {"price", {{"value", "99.50"}, {"currency", "USD"}}},
                      {"seller", {{"username", "carver"}}},
                      {"condition", "Used"},
                      {"itemLocation", {{"city", "Hull"}, {"country", "GB"}}},
                      {"categories", {{{"categoryId", "1"}, {"categoryName", "Antiques"}}}}};
        shown_page = {{"total", 3}, {"limit", 1}, {"offset", offset}, {"itemSummaries", {shown_item}}};
        if (offset < 2)
            shown_page["next"] = fmt::format("{}/buy/browse/v1/item_summary/search?q={}&limit=1&offset={}",
                                             server.origin(), q, offset + 1);
        CHECK(request.header("x-ebay-c-marketplace-id") == "EBAY_GB");
        return json_answer(shown_page);
    }

    std::string configuration() const {
        setenv("TEST_EBAY_ID", "my-id", 1);
        setenv("TEST_EBAY_SECRET", "my-secret", 1);
        return source("ebay", server.origin(),
                      "client_id = \"env:TEST_EBAY_ID\"\nclient_secret = \"env:TEST_EBAY_SECRET\"\n"
                      "marketplace = \"EBAY_GB\"\nterms = [\"tusk\", \"bangle\"]");
    }
};

}  // namespace

TEST_CASE("eBay is paged to the end although its tokens run out on the way, and no key reaches the casebook") {
    EbayServer ebay;
    LoopbackCrawl crawl;
    const tools::CrawlTotals totals = crawl.run(ebay.configuration());
    CHECK(totals.complete);
    CHECK(ebay.tokens >= 3);
    CHECK(ebay.tokens <= 8);
    CHECK(ebay.searches == 6);
    const auto listings = crawl.listings();
    REQUIRE(listings.size() == 6);
    CHECK(listings[0].listing.url == "https://www.ebay.example/itm/bangle0");
    CHECK(listings[0].listing.price.amount == "99.50");
    CHECK(listings[0].listing.location == "Hull, GB");
    CHECK(listings[0].listing.seller == "carver");

    std::ifstream stored(crawl.file(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stored), {}};
    for (const char* secret : {"my-secret", "token-1", "bXktaWQ6bXktc2VjcmV0"})
        CHECK(bytes.find(secret) == std::string::npos);

    const std::string openapi = documented("ebay-buy-browse-v1-openapi.json");
    if (openapi.empty()) {
        WARN("not checked against the documentation: ../shared/conformance/api is absent");
        return;
    }
    const json schemas = json::parse(openapi)["components"]["schemas"];
    check_members(ebay.shown_item, schemas["ItemSummary"]["properties"]);
    check_members(ebay.shown_page, schemas["SearchPagedCollection"]["properties"]);
}

TEST_CASE("A crawl cut off between an expired token and its renewal takes up every search again") {
    EbayServer ebay;
    LoopbackCrawl crawl;
    crawl.options.max_pages = 4;  // the token, two searches, and one that meets the expired token
    CHECK_FALSE(crawl.run(ebay.configuration()).complete);
    crawl.options.max_pages = 0;
    CHECK(crawl.run(ebay.configuration()).complete);
    CHECK(crawl.listings().size() == 6);
}

TEST_CASE("eBay's refusals and errors are recorded in its own words, and asked for no more than a few times") {
    EbayServer ebay;
    LoopbackCrawl refused;
    const std::string wrong = ebay.configuration();
    setenv("TEST_EBAY_SECRET", "wrong", 1);
    CHECK(refused.run(wrong).complete);
    CHECK(ebay.tokens == 0);
    CHECK(refused.fetches().back().error.find("client authentication failed") != std::string::npos);

    LoopbackCrawl never;  // tokens that are never good
    ebay.token_uses = 0;
    CHECK(never.run(ebay.configuration()).complete);
    CHECK(asked(ebay.server, "/buy/") <= 3 * crawler::limits::attempts);
    CHECK(never.listings().empty());

    LoopbackCrawl broken;
    ebay.token_uses = 100;
    ebay.broken = true;
    CHECK(broken.run(ebay.configuration()).complete);
    CHECK(broken.fetches().back().error.find("valid 'q' query parameter") != std::string::npos);
}

TEST_CASE("Mastodon timelines are followed by their Link headers, searches with the token, until the budget is spent") {
    const std::string page = documented("mastodon/Status.md");
    json status = {{"id", "1"}, {"content", "<p>tusk for sale</p>"}, {"account", {{"acct", "carver"}}}};
    if (const std::size_t begin = page.find("```json\n"); begin != std::string::npos)
        status = json::parse(page.substr(begin + 8, page.find("```", begin + 8) - begin - 8));
    else
        WARN("a made-up status: ../shared/conformance/api is absent");
    std::atomic<int> requests{0};
    std::atomic<bool> spent{false};
    std::string origin;
    HttpServer server({.keep_log = true}, [&](const HttpRequest& request) {
        json one = status;
        const std::string before = request.parameter("max_id");
        const int number = before.empty() ? 30 : std::atoi(before.c_str()) - 10;
        one["id"] = std::to_string(number);
        one["url"] = fmt::format("{}/@carver/{}", origin, number);
        ++requests;
        std::vector<std::pair<std::string, std::string>> headers{{"X-RateLimit-Limit", "300"},
                                                                 {"X-RateLimit-Remaining", spent ? "0" : "299"},
                                                                 {"X-RateLimit-Reset", "2099-01-01T00:00:00.000Z"}};
        if (request.path == "/api/v2/search") {
            if (request.header("authorization") != "Bearer my-token")
                return json_answer({{"error", "The access token is invalid"}}, 401);
            one["url"] = origin + "/@found/1";
            return json_answer({{"accounts", json::array()}, {"statuses", {one}}, {"hashtags", json::array()}}, 200,
                               headers);
        }
        if (number > 10)
            headers.emplace_back(
                "Link", fmt::format("<{0}{1}?max_id={2}>; rel=\"next\", <{0}{1}?min_id=1>; rel=\"prev\"", origin,
                                    request.path, number));
        return json_answer(json::array({one}), 200, headers);
    });
    origin = server.origin();
    setenv("TEST_MASTODON_TOKEN", "my-token", 1);
    const std::string configuration =
        source("mastodon", origin, "hashtags = [\"ivory\"]\ntoken = \"env:TEST_MASTODON_TOKEN\"");
    LoopbackCrawl crawl;
    CHECK(crawl.run(configuration).complete);
    CHECK(requests == 4);
    REQUIRE(crawl.listings().size() == 4);
    CHECK(crawl.listings()[0].listing.url == origin + "/@carver/10");

    spent = true;  // the first answer says that nothing is left: nothing more is asked, now or by the next run
    requests = 0;
    LoopbackCrawl careful;
    const tools::CrawlTotals totals = careful.run(configuration);
    CHECK_FALSE(totals.complete);
    CHECK(requests == 1);
    REQUIRE(totals.left_hosts.size() == 1);
    CHECK(totals.left_hosts[0].find("Retry-After") != std::string::npos);
    CHECK_FALSE(careful.run(configuration).complete);
    CHECK(requests == 1);
}

TEST_CASE("Discourse lists, searches and topics are read; one that asks to wait is waited for") {
    std::atomic<int> limited{1};
    HttpServer server({.keep_log = true}, [&](const HttpRequest& request) {
        if (request.path == "/latest.json") {
            if (request.parameter("page") == "1")
                return json_answer({{"topic_list", {{"topics", {{{"id", 7}, {"slug", "old"}}}}}}});
            return json_answer({{"topic_list",
                                 {{"more_topics_url", "/latest?page=1"},
                                  {"per_page", 30},
                                  {"topics", {{{"id", 5}, {"slug", "tusks"}, {"title", "x"}}}}}}});
        }
        if (limited-- > 0)
            return json_answer({{"errors", {"You’ve performed this action too many times, please try again later."}},
                                {"error_type", "rate_limit"},
                                {"extras", {{"wait_seconds", 0}}}},
                               429, {{"Retry-After", "0"}});
        if (request.path == "/t/7.json")
            return json_answer(
                {{"errors", {"The requested URL or resource could not be found."}}, {"error_type", "not_found"}}, 404);
        return json_answer({{"id", 5},
                            {"slug", "tusks"},
                            {"title", "Selling tusks"},
                            {"tags", {"sale"}},
                            {"post_stream",
                             {{"posts",
                               {{{"post_number", 1}, {"username", "a"}, {"cooked", "<p>two tusks</p>"}},
                                {{"post_number", 2}, {"username", "b"}, {"cooked", "<p>mine too</p>"}}}}}}});
    });
    LoopbackCrawl crawl;
    CHECK(crawl.run(source("discourse", server.origin())).complete);
    CHECK(crawl.count("rate_limited") == 1);
    CHECK(crawl.count("gone") == 1);
    const auto listings = crawl.listings();
    REQUIRE(listings.size() == 2);
    CHECK(listings[0].listing.first(detector::Field::title) == "Selling tusks");
    CHECK(listings[1].listing.url == server.origin() + "/t/tusks/5/2");
}

TEST_CASE("WooCommerce shops are paged by their count of pages, prices in minor units, errors in their words") {
    json product = {{"id", 1},
                    {"name", "Pennant"},
                    {"prices", {{"price", "1105"}, {"currency_code", "GBP"}, {"currency_minor_unit", 2}}}};
    if (const std::string sample = documented("woocommerce-store-v1-products.json"); !sample.empty())
        product = json::parse(sample)[0];
    else
        WARN("a made-up product: ../shared/conformance/api is absent");
    std::atomic<bool> closed{false};
    HttpServer server({.keep_log = true}, [&](const HttpRequest& request) {
        if (closed)
            return json_answer({{"code", "rest_no_route"},
                                {"message", "No route was found matching the URL and request method."},
                                {"data", {{"status", 404}}}},
                               400);
        const std::string page = request.parameter("page");
        json one = product;
        one["id"] = std::atoi(page.c_str());
        one["permalink"] = "https://shop.example/product/" + page;
        return json_answer(json::array({one}), 200,
                           {{"X-WP-Total", "3"},
                            {"X-WP-TotalPages", "3"},
                            {"RateLimit-Limit", "25"},
                            {"RateLimit-Remaining", "24"},
                            {"RateLimit-Reset", "1642175940"}});
    });
    LoopbackCrawl crawl;
    CHECK(crawl.run(source("woocommerce", server.origin())).complete);
    const auto listings = crawl.listings();
    REQUIRE(listings.size() == 3);
    CHECK(listings[2].listing.url == "https://shop.example/product/3");
    CHECK(listings[2].listing.price.amount == "11.05");
    CHECK(listings[2].listing.price.currency == "GBP");
    CHECK(asked(server, "/wp-json/wc/store/v1/products?per_page=100&page=") == 3);

    closed = true;
    LoopbackCrawl refused;
    CHECK(refused.run(source("woocommerce", server.origin())).complete);
    CHECK(refused.fetches().back().error.find("No route was found") != std::string::npos);
}

TEST_CASE("Shopify storefronts are paged until an empty page, a busy one is asked again") {
    json product = {{"id", 1}, {"title", "IPod"}, {"variants", {{{"price", "199.00"}}}}};
    if (const std::string sample = documented("shopify-admin-products.json"); !sample.empty())
        product = json::parse(sample)["products"][0];
    else
        WARN("a made-up product: ../shared/conformance/api is absent");
    std::atomic<int> busy{2};
    HttpServer server({.keep_log = true}, [&](const HttpRequest& request) {
        const int page = std::atoi(request.parameter("page").c_str());
        if (page == 2 && busy-- > 0) return HttpResponse{503, "text/html", "busy", {}, {}};
        if (page > 2) return json_answer({{"products", json::array()}});
        json one = product;
        one["handle"] = "thing-" + std::to_string(page);
        one["tags"] = {"ivory", "antique"};  // the storefront's form: a list
        return json_answer({{"products", {one}}});
    });
    LoopbackCrawl crawl;
    CHECK(crawl.run(source("shopify", server.origin(), "currency = \"EUR\"")).complete);
    const auto listings = crawl.listings();
    REQUIRE(listings.size() == 2);
    CHECK(listings[0].listing.url == server.origin() + "/products/thing-1");
    CHECK(listings[0].listing.price.currency == "EUR");
    CHECK(listings[0].listing.first(detector::Field::tag) == "ivory");
    CHECK(asked(server, "/products.json?limit=250&page=2") == 3);
    CHECK(asked(server, "/products.json") == 5);
}

TEST_CASE("Telegram channels are read to their older pages; a private one is said to be so") {
    HttpServer server({.keep_log = true}, [&](const HttpRequest& request) -> HttpResponse {
        if (request.path == "/robots.txt") return {404, "text/plain", "", {}, {}};
        if (request.path != "/s/wildpets") return {302, "text/html", "", {{"Location", "/private"}}, {}};
        const std::string before = request.parameter("before");
        const int number = before.empty() ? 30 : std::atoi(before.c_str()) - 10;
        const std::string older =
            number > 10 ? fmt::format("<link rel=\"prev\" href=\"/s/wildpets?before={}\">", number) : std::string();
        return {200,
                "text/html; charset=utf-8",
                fmt::format("<html><head>{}</head><body><div class=\"tgme_widget_message js-widget_message\" "
                            "data-post=\"wildpets/{}\"><div class=\"tgme_widget_message_text\">slow loris {}</div>"
                            "<time datetime=\"2024-05-01T10:00:00+00:00\"></time></div></body></html>",
                            older, number, number),
                {},
                {}};
    });
    LoopbackCrawl crawl;
    CHECK(crawl.run(source("telegram", server.origin(), "channels = [\"wildpets\", \"closed\"]")).complete);
    const auto listings = crawl.listings();
    REQUIRE(listings.size() == 3);
    CHECK(listings[0].listing.url == server.origin() + "/wildpets/10");
    CHECK(asked(server, "/private") == 0);
}
