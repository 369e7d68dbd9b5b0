// Shop pages of the shapes that shops have (tests/crawler/pages): what is asked for now, told from list prices,
// instalments, carts and other people's offers; the item number from its label; stock from words and buttons.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "crawler/extract/page.h"

using namespace crawler;
using detector::Field;

namespace {

const std::string kPages = CITESWATCH_SOURCE_DIR "/tests/crawler/pages/";

std::string file_text(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("shop pages give price, item number and stock", "[extract][shop]") {
    const auto expected = nlohmann::json::parse(file_text(kPages + "expected.json"));
    for (const auto& [name, wanted] : expected.items()) {
        const std::string body = file_text(kPages + name + ".html");
        const std::string url = wanted["url"];
        const Page page = read_page({body, url, "text/html", {}, nullptr});
        INFO(name);
        CHECK(page.kind == PageKind::listing);
        CHECK(page.listing.price.amount == wanted["amount"].get<std::string>());
        CHECK(page.listing.price.currency == wanted["currency"].get<std::string>());
        CHECK(page.listing.sku == wanted["sku"].get<std::string>());
        CHECK(page.listing.availability == wanted["availability"].get<std::string>());
        CHECK(!page.listing.first(Field::title).empty());
    }
}

namespace {

// "=== name | address | price=12.50 cur=EUR sku=A-1 avail=InStock" and the page below it.
struct ShopPage {
    std::string name, url, body;
    std::map<std::string, std::string> expected;  // "-" left out
};

std::vector<ShopPage> shop_pages(const std::string& file) {
    std::vector<ShopPage> pages;
    std::istringstream lines(file_text(kPages + file));
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("=== ", 0) != 0) {
            if (!pages.empty()) pages.back().body += line + "\n";
            continue;
        }
        ShopPage& page = pages.emplace_back();
        std::istringstream head(line.substr(4));
        std::string bar;
        head >> page.name >> bar >> page.url >> bar;
        for (std::string field; head >> field;) {
            const auto equals = field.find('=');
            std::string value = field.substr(equals + 1);
            std::replace(value.begin(), value.end(), '+', ' ');
            if (value != "-") page.expected[field.substr(0, equals)] = value;
        }
    }
    return pages;
}

// Counts of one field over all pages, as extraction benchmarks count: a wrong value is both wrong and missed.
struct Count {
    int right = 0, given = 0, wanted = 0;
    double f1() const { return 2.0 * right / std::max(1, given + wanted); }
};

std::map<std::string, Count> counts_of(const std::vector<ShopPage>& pages, std::string& missed) {
    std::map<std::string, Count> counts;
    for (const ShopPage& shop : pages) {
        const Page page = read_page({shop.body, shop.url, "text/html; charset=utf-8", {}, nullptr});
        const detector::Listing& read = page.listing;
        const std::map<std::string, std::string> given{{"price", read.price.amount},
                                                       {"cur", read.price.currency},
                                                       {"sku", read.sku},
                                                       {"avail", read.availability}};
        for (const auto& [field, value] : given) {
            const auto wanted = shop.expected.find(field);
            const std::string want = wanted == shop.expected.end() ? "" : wanted->second;
            const bool same = field == "price" && !want.empty() && !value.empty() ? std::stod(want) == std::stod(value)
                                                                                  : want == value;
            counts[field].given += !value.empty();
            counts[field].wanted += !want.empty();
            counts[field].right += same && !want.empty();
            if (!same) missed += "\n" + shop.name + " " + field + ": wanted '" + want + "', read '" + value + "'";
        }
    }
    return counts;
}

}  // namespace

TEST_CASE("shops of the whole world are read: price, currency, item number, stock", "[extract][shop]") {
    const struct {
        const char* file;
        std::size_t pages;
        double price, currency, sku, availability;  // least F1
    } sets[] = {{"shops.txt", 85, 0.98, 0.98, 0.95, 0.98}, {"shops_noisy.txt", 546, 0.975, 0.975, 0.95, 0.95}};
    for (const auto& set : sets) {
        const std::vector<ShopPage> pages = shop_pages(set.file);
        REQUIRE(pages.size() > set.pages);
        std::string missed;
        auto counts = counts_of(pages, missed);
        INFO(set.file << ": not as expected:" << missed);
        CHECK(counts["price"].f1() >= set.price);
        CHECK(counts["cur"].f1() >= set.currency);
        CHECK(counts["sku"].f1() >= set.sku);
        CHECK(counts["avail"].f1() >= set.availability);
    }
}

TEST_CASE("structured data is read however it is nested", "[extract][structured]") {
    struct Case {
        const char* data;
        const char *amount, *currency, *location;
    };
    const std::vector<Case> cases{
        {R"({"@type":"Product","name":"Carved bangle","offers":{"priceSpecification":[
             {"priceType":"https://schema.org/ListPrice","price":"120","priceCurrency":"EUR"},
             {"price":"90","priceCurrency":"EUR"}]}})",
         "90", "EUR", ""},
        {R"({"@type":"Product","name":"Carved bangle","offers":{"priceSpecification":[
             {"price":"90","priceCurrency":"EUR"},
             {"priceType":"https://schema.org/StrikethroughPrice","price":"120","priceCurrency":"EUR"}]}})",
         "90", "EUR", ""},
        {R"({"@type":"Product","name":"Carved bangle",
             "offers":{"priceSpecification":{"minPrice":"70","priceCurrency":"CHF"}}})",
         "70", "CHF", ""},
        {R"({"@type":"Product","name":"Carved bangle",
             "offers":{"@type":"AggregateOffer","offers":[{"price":"15.00","priceCurrency":"USD"}]}})",
         "15.00", "USD", ""},
        {R"({"@type":"Product","name":"Carved bangle","offers":[{"seller":{"name":"ann"}},
             {"price":"8","priceCurrency":"EUR","availability":"OutOfStock"},
             {"price":"9","priceCurrency":"EUR","availability":"InStock"}]})",
         "9", "EUR", ""},
        {R"({"@graph":[{"@type":"Offer","price":"30","priceCurrency":"GBP","itemOffered":{"@id":"#p"},
             "availableAtOrFrom":{"address":{"addressLocality":"Lyon","addressCountry":"FR"}}},
             {"@id":"#p","@type":"IndividualProduct","name":"Carved bangle"}]})",
         "30", "GBP", "Lyon, FR"},
        {R"({"@type":"Product","name":"Carved bangle","offers":{"price":"0","priceCurrency":"EUR"},
             "contentLocation":[{"name":"Hanoi"}]})",
         "0", "EUR", "Hanoi"},
        {R"({"@type":"Product","name":"Carved bangle","offers":{"price":"5","priceCurrency":"EUR"},
             "address":"12 rue Haute, Lyon"})",
         "5", "EUR", "12 rue Haute, Lyon"},
        {"{&quot;@type&quot;:&quot;Product&quot;,&quot;name&quot;:&quot;Carved bangle&quot;,"
         "&quot;offers&quot;:{&quot;price&quot;:&quot;6&quot;,&quot;priceCurrency&quot;:&quot;EUR&quot;}}",
         "6", "EUR", ""},
    };
    for (const Case& each : cases) {
        INFO(each.data);
        const std::string html = "<title>Carved bangle</title><script type=application/ld+json>" +
                                 std::string(each.data) + "</script><h1>Carved bangle</h1>";
        const detector::Listing read = read_page({html, "https://shop.example/1", "", "", nullptr}).listing;
        CHECK(read.first(Field::title) == "Carved bangle");
        CHECK(read.price.amount == each.amount);
        CHECK(read.price.currency == each.currency);
        CHECK(read.location == each.location);
    }
}

TEST_CASE("attributes, tags, categories and numbers of structured data become passages", "[extract][structured]") {
    const Page page = read_page(
        {R"(<title>Carved bangle</title><script type=application/ld+json>{"@type":"Product","name":"Carved bangle",
            "productID":"sku:AB-1","keywords":"africa, old","category":["Antiques","Jewellery"],
            "additionalProperty":[{"name":"Made of","value":"ivory"}],
            "offers":{"price":"5","priceCurrency":"EUR"}}</script><h1>Carved bangle</h1>)",
         "https://shop.example/1", "", "", nullptr});
    CHECK(page.listing.sku == "AB-1");
    std::vector<std::string> read;
    for (const detector::Passage& passage : page.listing.passages)
        if (passage.field != Field::title)
            read.push_back(std::string(to_string(passage.field)) + ' ' + passage.label + '=' + passage.text);
    for (const char* wanted : {"attribute Made of=ivory", "category =Antiques > Jewellery", "tag =africa", "tag =old"})
        CHECK(std::count(read.begin(), read.end(), wanted) == 1);
}

TEST_CASE("what RDFa names elsewhere on the page is one with what refers to it", "[extract][structured]") {
    const Page page =
        read_page({"<title>Carved bangle</title><div vocab='https://schema.org/'>"
                   "<p typeof=Offer resource='#o'><span property=price content='20.00'>twenty</span>"
                   "<meta property=priceCurrency content=GBP></p>"
                   "<div typeof=Product><h1 property=name>Carved bangle</h1>"
                   "<link property=offers resource='#o'></div></div>",
                   "https://shop.example/1", "", "", nullptr});
    CHECK(page.listing.first(Field::title) == "Carved bangle");
    CHECK(page.listing.price.amount == "20.00");
    CHECK(page.listing.price.currency == "GBP");
}

TEST_CASE("the state of a shop's application fills what structured data lacks", "[extract][structured]") {
    const Page page = read_page(
        {R"(<title>Carved bangle</title><script type=application/ld+json>{"@type":"Product","name":"Carved bangle"}
            </script><script>window.__INITIAL_STATE__ = {"item":{"title":"Carved bangle","sku":"K7",
            "price":{"value":12.5,"currency":"EUR"},"inStock":false}};</script><h1>Carved bangle</h1>)",
         "https://shop.example/1", "", "", nullptr});
    CHECK(page.listing.price.amount == "12.50");
    CHECK(page.listing.price.currency == "EUR");
    CHECK(page.listing.availability == "OutOfStock");
    CHECK(page.listing.sku == "K7");
}

TEST_CASE("a page that is no advert says so, and keeps its text", "[extract][content]") {
    std::string text;
    for (int i = 0; i < 6; ++i)
        text +=
            "<p>The trade in parrots, which began long before the treaty, moved through three ports, and grew each "
            "year "
            "until the ban of paragraph " +
            std::to_string(i) + ".</p>";
    const std::string html =
        "<title>History of a trade - Paper</title><nav><ul><li><a href=/>Home</a><li><a href=/n>News of "
        "today</a></ul></nav>"
        "<div class=cookie-banner><p>We use cookies, and other things, to make this site work as it should for "
        "you.</p></div>"
        "<dialog open><p>Letters by mail, every week, with all the news, and nothing but the news.</p></dialog>"
        "<div role=complementary><p>Beside the article, a column of other things, to fill the page.</p></div>"
        "<article><h1>History of a trade</h1>" +
        text +
        "</article><div class=comments><p>First comment, which is long enough to be taken for a text, says nothing "
        "new.</p></div>"
        "<aside class=related><p>Related reading: something else entirely, with commas, and more words to "
        "weigh.</p></aside>"
        "<footer><p>Copyright, imprint, terms and conditions, and the rest of what a footer says.</p></footer>";
    const Page page = read_page({html, "https://paper.example/history", "", "", nullptr});
    CHECK(page.kind == PageKind::other);
    CHECK(page.listing.first(Field::title) == "History of a trade");
    const std::string body(page.listing.first(Field::description));
    CHECK(body.find("paragraph 0") != std::string::npos);
    CHECK(body.find("paragraph 5") != std::string::npos);
    for (const char* other : {"cookies", "First comment", "Related reading", "Copyright", "News of today",
                              "Letters by mail", "Beside the article"}) {
        INFO(other);
        CHECK(body.find(other) == std::string::npos);
    }
}

TEST_CASE("search echo is not the advert", "[extract][content]") {
    const Page page =
        read_page({"<title>Shop</title><h1>Search</h1><div class='no-results'>No results for caiman wallet</div>",
                   "https://shop.example/search?q=caiman", "", "", nullptr});
    for (const detector::Passage& passage : page.listing.passages)
        CHECK(passage.text.find("caiman") == std::string::npos);
}

TEST_CASE("an index page gives teasers with price and address", "[extract][index]") {
    std::string html = "<title>Figures</title><h1>Figures</h1><div class=grid>";
    for (int i = 1; i <= 8; ++i)
        html += "<div class=card><a href='/item/" + std::to_string(i) + "'><img data-src='/i" + std::to_string(i) +
                ".jpg' src='data:image/gif;base64,R0' alt=''><h3>Figure number " + std::to_string(i) +
                "</h3></a><del>$99.00</del><span class=price>$" + std::to_string(i) + "0.50</span></div>";
    const Page page = read_page(
        {html + "</div><a rel=next href='?page=2'>Next</a>", "https://shop.example/figures", "", "", nullptr});
    CHECK(page.kind == PageKind::index);
    REQUIRE(page.teasers.size() == 8);
    CHECK(page.teasers[2].url == "https://shop.example/item/3");
    CHECK(page.teasers[2].first(Field::title) == "Figure number 3");
    CHECK(page.teasers[2].price.amount == "30.50");
    CHECK(page.teasers[2].image_urls == std::vector<std::string>{"https://shop.example/i3.jpg"});
}
