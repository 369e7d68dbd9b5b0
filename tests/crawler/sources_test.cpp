#include "crawler/sources/source.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include <catch2/catch.hpp>

#include "crawler/canonical.h"
#include "crawler/frontier.h"

using namespace crawler;

namespace {

const std::string kApi = CITESWATCH_SOURCE_DIR "/../shared/conformance/api/";

std::string bytes_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

FetchResult answer_of(const std::string& url, std::string body, int http_status = 200, Headers headers = {}) {
    FetchResult result;
    result.status = http_status < 400 ? FetchStatus::ok : FetchStatus::http_error;
    result.http_status = http_status;
    result.url = url;
    result.body = std::move(body);
    result.headers = std::move(headers);
    return result;
}

Reading read(const Source& source, const Lead& lead, const FetchResult& result) {
    return source.read({result, lead.kind, lead.depth, lead.context});
}

SourceConfig config_of(SourceType type, const std::string& url) {
    SourceConfig config;
    config.name = "test";
    config.type = type;
    config.urls = {url};
    return config;
}

// A market of the test's own language: each line of a body is "listing TITLE", "link URL", "next URL", "nofollow".
Page read_lines(const PageInput& input) {
    Page page;
    std::string_view rest = input.body;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        const std::string word(line.substr(0, line.find(' ')));
        const std::string value(line.substr(std::min(word.size() + 1, line.size())));
        auto absolute = [&] { return Url::parse(input.url)->resolve(value)->text(); };
        if (word == "listing") {
            page.kind = PageKind::listing;
            page.listing.passages.push_back({detector::Field::title, "", value});
        }
        if (word == "link") page.links.push_back({absolute(), "", LinkKind::anchor, false});
        if (word == "next") page.links.push_back({absolute(), "", LinkKind::next, false});
        if (word == "nofollow") page.nofollow = true;
    }
    page.canonical = std::string(input.url);
    return page;
}

SourceParts parts_with(std::vector<std::string> terms = {}) {
    SourceParts parts;
    parts.read_page = read_lines;
    parts.terms = std::move(terms);
    return parts;
}

std::set<std::string> urls_of(const std::vector<Lead>& leads) {
    std::set<std::string> out;
    for (const Lead& lead : leads) out.insert(lead.url);
    return out;
}

// Runs a source against a web of bodies until nothing is left; requests in order of asking.
struct Walk {
    std::vector<std::string> asked;
    std::vector<detector::Listing> listings;
};
Walk walk(const Source& source, const std::map<std::string, std::string>& web) {
    Walk out;
    std::vector<Lead> waiting = source.seeds();
    std::set<std::string> seen;
    while (!waiting.empty() && out.asked.size() < 500) {
        const Lead lead = waiting.front();
        waiting.erase(waiting.begin());
        if (!lead.again && !seen.insert(lead.url).second) continue;
        out.asked.push_back(lead.url);
        const auto body = web.find(lead.url);
        if (body == web.end()) continue;
        Reading reading = read(source, lead, answer_of(lead.url, body->second));
        for (Lead& next : reading.leads) waiting.push_back(std::move(next));
        for (detector::Listing& listing : reading.listings) out.listings.push_back(std::move(listing));
    }
    return out;
}

}  // namespace

TEST_CASE("A site is followed within its scope and no further") {
    SourceConfig config = config_of(SourceType::site, "https://m.example/");
    config.exclude = {"*/login*"};
    const auto source = make_source(config, parts_with());
    const Walk got =
        walk(*source,
             {{"https://m.example/", "link /a?utm_source=x\nlink /login\nlink https://other.example/\nnext /?page=2"},
              {"https://m.example/a", "listing Tusk\nlink /b"},
              {"https://m.example/b", "nofollow\nlink /c"},
              {"https://m.example/?page=2", "link /d"}});
    CHECK(got.asked == std::vector<std::string>{"https://m.example/", "https://m.example/a",
                                                "https://m.example/?page=2", "https://m.example/b",
                                                "https://m.example/d"});
    REQUIRE(got.listings.size() == 1);
    CHECK(got.listings[0].source == "test");
    CHECK(got.listings[0].url == "https://m.example/a");
}

TEST_CASE("A search asks page after page until nothing new comes, and follows results to adverts only") {
    SourceConfig config = config_of(SourceType::search, "https://m.example/search?q={term}&page={page}");
    config.pages_per_term = 10;
    const auto source = make_source(config, parts_with({"ivory tusk", "象牙"}));
    const std::string base = "https://m.example/search?q=ivory%20tusk&page=";
    const Walk got = walk(*source, {{base + "1", "link /i/1\nlink /i/2\nlink /search?q=other"},
                                    {base + "2", "link /i/2\nlink /i/3"},
                                    {base + "3", "link /i/2\nlink /i/3"},  // the last page, repeated for ever
                                    {base + "4", "link /i/4"},
                                    {"https://m.example/i/1", "listing One\nlink /i/9"},
                                    {"https://m.example/search?q=%E8%B1%A1%E7%89%99&page=1", ""}});
    CHECK(std::set<std::string>(got.asked.begin(), got.asked.end()) ==
          std::set<std::string>{base + "1", base + "2", base + "3",
                                "https://m.example/search?q=%E8%B1%A1%E7%89%99&page=1", "https://m.example/i/1",
                                "https://m.example/i/2", "https://m.example/i/3"});
    CHECK(got.listings.size() == 1);
}

TEST_CASE("A search never asks more than its cap, whatever the number of terms") {
    SourceConfig config = config_of(SourceType::search, "https://m.example/search?q={term}");
    config.max_pages = 50;
    std::vector<std::string> names;
    for (int i = 0; i < 39'000; ++i) names.push_back("name " + std::to_string(i));
    CHECK(make_source(config, parts_with(names))->seeds().size() == 50);
    config.max_pages = 100'000;
    CHECK(make_source(config, parts_with(names))->seeds().size() == limits::search_requests);
}

TEST_CASE("Sitemaps and feeds lead to pages in scope; entries that lead nowhere are adverts themselves") {
    const auto sitemap = make_source(config_of(SourceType::sitemap, "https://m.example/sitemap.xml"), parts_with());
    const Walk mapped =
        walk(*sitemap,
             {{"https://m.example/sitemap.xml", "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>"},
              {"https://m.example/s1.xml",
               "<urlset><url><loc>https://m.example/i/1</loc></url>"
               "<url><loc>https://other.example/i/2</loc></url></urlset>"},
              {"https://m.example/i/1", "listing One"}});
    CHECK(mapped.asked.size() == 3);
    CHECK(mapped.listings.size() == 1);
    const auto feed = make_source(config_of(SourceType::feed, "https://m.example/rss"), parts_with());
    const Walk fed = walk(
        *feed, {{"https://m.example/rss",
                 "<rss><channel><item><title>In</title><link>/i/1</link></item><item><title>Out &lt;b&gt;x&lt;/b&gt;"
                 "</title><link>https://other.example/2</link><description>d</description></item></channel></rss>"},
                {"https://m.example/i/1", "listing One"}});
    CHECK(fed.asked == std::vector<std::string>{"https://m.example/rss", "https://m.example/i/1"});
    REQUIRE(fed.listings.size() == 2);
    CHECK(fed.listings[0].first(detector::Field::title) == "Out x");
    CHECK(fed.listings[0].url == "https://other.example/2");
}

TEST_CASE("Shopify products become adverts, page by page until an empty one") {
    const auto source = make_source(config_of(SourceType::shopify, "https://shop.example/"), {});
    const std::string product =
        R"({"id":1,"title":"Netsuke","handle":"netsuke","body_html":"<p>Old &amp; fine</p><p>ivory</p>","vendor":"V","product_type":"Art",
            "tags":["japan","carved"],"variants":[{"title":"Default Title","price":"120.00","sku":"N1","available":true}],
            "images":[{"src":"https://cdn.example/1.jpg"}]})";
    const Walk got =
        walk(*source, {{"https://shop.example/products.json?limit=250&page=1", "{\"products\":[" + product + "]}"},
                       {"https://shop.example/products.json?limit=250&page=2", "{\"products\":[]}"}});
    CHECK(got.asked.size() == 2);
    REQUIRE(got.listings.size() == 1);
    const detector::Listing& listing = got.listings[0];
    CHECK(listing.url == "https://shop.example/products/netsuke");
    CHECK(listing.first(detector::Field::description) == "Old & fine\nivory");
    CHECK(listing.price.amount == "120.00");
    CHECK(listing.availability == "InStock");
    CHECK(listing.sku == "N1");
    CHECK(listing.image_urls.size() == 1);
}

TEST_CASE("The documented Shopify, WooCommerce and Mastodon samples are read") {
    const std::string shopify = bytes_of(kApi + "shopify-admin-products.json");
    if (shopify.empty()) {
        WARN("skipped: ../shared/conformance/api is absent");
        return;
    }
    const auto shop = make_source(config_of(SourceType::shopify, "https://shop.example"), {});
    const Reading products = read(*shop, shop->seeds()[0], answer_of(shop->seeds()[0].url, shopify));
    REQUIRE(products.listings.size() >= 2);
    CHECK(products.listings[0].first(detector::Field::title) == "IPod Nano - 8GB");
    CHECK(products.listings[0].price.amount == "199.00");
    CHECK(products.listings[0].first(detector::Field::tag) == "Emotive, Flash Memory, MP3, Music");

    const auto woo = make_source(config_of(SourceType::woocommerce, "https://woo.example"), {});
    const Reading pennant = read(*woo, woo->seeds()[0],
                                 answer_of(woo->seeds()[0].url, bytes_of(kApi + "woocommerce-store-v1-products.json"),
                                           200, {{"x-wp-totalpages", "3"}}));
    REQUIRE(pennant.listings.size() >= 1);
    CHECK(pennant.listings[0].first(detector::Field::title) == "WordPress Pennant");
    CHECK(pennant.listings[0].price.amount == "11.05");
    CHECK(pennant.listings[0].price.currency == "GBP");
    CHECK(pennant.listings[0].availability == "InStock");
    REQUIRE(pennant.leads.size() == 1);
    CHECK(pennant.leads[0].url == "https://woo.example/wp-json/wc/store/v1/products?per_page=100&page=2");

    const std::string page = bytes_of(kApi + "mastodon/Status.md");
    const std::size_t begin = page.find("```json\n") + 8;
    SourceConfig social = config_of(SourceType::mastodon, "https://mastodon.example");
    const auto mastodon = make_source(social, parts_with({"ivory", "Elfen bein"}));
    CHECK(mastodon->seeds()[1].url == "https://mastodon.example/api/v1/timelines/tag/Elfenbein?limit=40");
    const Reading statuses =
        read(*mastodon, mastodon->seeds()[0],
             answer_of(mastodon->seeds()[0].url, "[" + page.substr(begin, page.find("```", begin) - begin) + "]", 200,
                       {{"link",
                         "<https://mastodon.example/api/v1/timelines/tag/ivory?max_id=1>; rel=\"next\", <https://x/>; "
                         "rel=\"prev\""}}));
    REQUIRE(statuses.listings.size() == 1);
    CHECK(statuses.listings[0].seller == "Gargron");
    CHECK(statuses.listings[0].language == "en");
    CHECK(statuses.listings[0].first(detector::Field::description).substr(0, 24) == "\"I lost my inheritance w");
    REQUIRE(statuses.leads.size() == 1);
    CHECK(statuses.leads[0].url == "https://mastodon.example/api/v1/timelines/tag/ivory?max_id=1");
}

TEST_CASE("eBay is asked with a token, renewed when it expires, and the keys go nowhere else") {
    SourceConfig config = config_of(SourceType::ebay, "https://api.ebay.example");
    config.client_id = "id";
    config.client_secret = "secret";
    const auto source = make_source(config, parts_with({"ivory"}));
    const Lead token = source->seeds()[0];
    CHECK(token.kind == LeadKind::token);
    FetchRequest request = source->request(token.url, token.kind, token.context);
    CHECK(request.method == "POST");
    CHECK(request.body == "grant_type=client_credentials&scope=https%3A%2F%2Fapi.ebay.com%2Foauth%2Fapi_scope");
    CHECK(request.headers.at(1).second == "Basic aWQ6c2VjcmV0");
    const Reading first = read(*source, token, answer_of(token.url, R"({"access_token":"t1","expires_in":7200})"));
    REQUIRE(first.leads.size() == 1);
    const Lead search = first.leads[0];
    CHECK(search.url ==
          "https://api.ebay.example/buy/browse/v1/item_summary/"
          "search?q=ivory&limit=200&fieldgroups=EXTENDED,MATCHING_ITEMS");
    request = source->request(search.url, search.kind, search.context);
    CHECK(request.headers.at(0).second == "Bearer t1");
    for (const FetchRequest& other : {source->request("https://evil.example/x", LeadKind::api, ""),
                                      source->request("https://api.ebay.example.evil/x", LeadKind::token, "")}) {
        CHECK(other.headers.empty());
        CHECK(other.body.empty());
    }
    const Reading expired = read(*source, search, answer_of(search.url, "{}", 401));
    CHECK(expired.again);
    REQUIRE(expired.leads.size() == 1);
    CHECK(expired.leads[0].kind == LeadKind::token);
    CHECK(expired.leads[0].again);
    CHECK(read(*source, search, answer_of(search.url + "&offset=200", "{}", 401)).leads.empty());  // one is on its way
    const Reading renewed = read(*source, expired.leads[0], answer_of(token.url, R"({"access_token":"t2"})"));
    CHECK(urls_of(renewed.leads) == std::set<std::string>{search.url, search.url + "&offset=200"});
    CHECK(source->request(search.url, LeadKind::api, "").headers.at(0).second == "Bearer t2");
    const Reading items = read(
        *source, search,
        answer_of(
            search.url,
            R"({"next":"https://api.ebay.example/buy/browse/v1/item_summary/search?q=ivory&offset=200","itemSummaries":[
                  {"itemId":"v1|1|0","title":"Carved tusk","price":{"value":"99.50","currency":"USD"},"seller":{"username":"s"},
                   "itemLocation":{"city":"Hull","country":"GB"},"itemWebUrl":"https://www.ebay.example/itm/1?hash=2",
                   "image":{"imageUrl":"https://i.example/1.jpg"},"categories":[{"categoryName":"Antiques"}]}]})"));
    REQUIRE(items.listings.size() == 1);
    CHECK(items.listings[0].url == "https://www.ebay.example/itm/1");
    CHECK(items.listings[0].location == "Hull, GB");
    CHECK(items.listings[0].price.amount == "99.50");
    CHECK(items.leads.size() == 1);
}

TEST_CASE("Discourse topics come from lists and searches, each post an advert or a reply") {
    const auto source = make_source(config_of(SourceType::discourse, "https://forum.example"), parts_with());
    const Walk got =
        walk(*source, {{"https://forum.example/latest.json",
                        R"({"topic_list":{"more_topics_url":"/latest?page=1","topics":[{"id":5,"title":"x"}]}})"},
                       {"https://forum.example/latest.json?page=1", R"({"topic_list":{"topics":[{"id":5},{"id":6}]}})"},
                       {"https://forum.example/t/5.json",
                        R"({"id":5,"slug":"tusks","title":"Selling tusks","tags":["sale"],"post_stream":{"posts":[
             {"post_number":1,"username":"a","cooked":"<p>two tusks</p>","created_at":"2024-01-01T00:00:00Z"},
             {"post_number":2,"username":"b","cooked":"<p>I have one too</p>"}]}})"}});
    CHECK(urls_of(source->seeds()) == std::set<std::string>{"https://forum.example/latest.json"});
    CHECK(std::set<std::string>(got.asked.begin(), got.asked.end()) ==
          std::set<std::string>{"https://forum.example/latest.json", "https://forum.example/latest.json?page=1",
                                "https://forum.example/t/5.json", "https://forum.example/t/6.json"});
    REQUIRE(got.listings.size() == 2);
    CHECK(got.listings[0].url == "https://forum.example/t/tusks/5");
    CHECK(got.listings[0].first(detector::Field::title) == "Selling tusks");
    CHECK(got.listings[1].url == "https://forum.example/t/tusks/5/2");
    CHECK(got.listings[1].seller == "b");
}

TEST_CASE("Telegram previews give their posts, older pages too") {
    SourceConfig config;
    config.name = "test";
    config.type = SourceType::telegram;
    config.terms = {"@wildpets", "https://t.me/s/other"};
    const auto source = make_source(config, {});
    CHECK(urls_of(source->seeds()) == std::set<std::string>{"https://t.me/s/wildpets", "https://t.me/s/other"});
    const std::string newest = R"html(<html><head><link rel="prev" href="/s/wildpets?before=10"></head><body>
<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message js-widget_message" data-post="wildpets/11">
<a class="tgme_widget_message_owner_name" href="#"><span dir="auto">Wild Pets</span></a>
<a class="tgme_widget_message_photo_wrap" style="width:800px;background-image:url('https://cdn.example/a.jpg')"></a>
<div class="tgme_widget_message_text js-message_text">Slow <b>loris</b> &#128018;<br/>price <div>inner</div> in DM</div>
<time datetime="2024-05-01T10:00:00+00:00" class="time">10:00</time></div></div>
<div class="tgme_widget_message" data-post="wildpets/12"><div class="tgme_widget_message_text">second</div></div>)html";
    const std::string older =
        R"html(<div class="tgme_widget_message" data-post="wildpets/9"><div class="tgme_widget_message_text">older)html";
    const Walk got = walk(*source, {{"https://t.me/s/wildpets", newest}, {"https://t.me/s/wildpets?before=10", older}});
    REQUIRE(got.listings.size() == 3);
    CHECK(got.listings[0].url == "https://t.me/wildpets/11");
    CHECK(got.listings[0].first(detector::Field::description) == "Slow loris 🐒\nprice\ninner\nin DM");
    CHECK(got.listings[0].seller == "Wild Pets");
    CHECK(got.listings[0].published == "2024-05-01T10:00:00+00:00");
    CHECK(got.listings[0].image_urls == std::vector<std::string>{"https://cdn.example/a.jpg"});
    CHECK(got.listings[2].first(detector::Field::description) == "older");
}

TEST_CASE("Credentials of a source stay with its own hosts") {
    SourceConfig config = config_of(SourceType::site, "https://m.example/");
    config.headers = {{"X-Api-Key", "k"}};
    config.token = "t";
    const auto source = make_source(config, parts_with());
    CHECK(source->request("https://m.example/a", LeadKind::page, "").headers.size() == 2);
    CHECK(source->request("https://evil.example/a", LeadKind::page, "").headers.empty());
    CHECK(source->request("https://m.example.evil/a", LeadKind::page, "").headers.empty());
}

TEST_CASE("No answer breaks a source") {
    for (int type = 0; type <= static_cast<int>(SourceType::telegram); ++type) {
        SourceConfig config = config_of(static_cast<SourceType>(type), "https://m.example/{term}");
        config.terms = {"x"};
        const auto source = make_source(config, parts_with({"x"}));
        for (const std::string& body :
             {std::string(), std::string("null"), std::string("[1,2]"), std::string("{\"products\":{}}"),
              std::string("<"), std::string("{\"itemSummaries\":[{\"price\":3}],\"topic_list\":[],\"post_stream\":5}"),
              std::string(5000, '['), std::string("{\"products\":[{\"variants\":[null],\"images\":[[]],\"tags\":7}]}")})
            for (LeadKind kind :
                 {LeadKind::page, LeadKind::index, LeadKind::document, LeadKind::api, LeadKind::token}) {
                const FetchResult result = answer_of("https://m.example/x", body);
                source->read({result, kind, 255, "9|%ZZ|||4,5,"});
            }
    }
    SUCCEED("all came back");
}
