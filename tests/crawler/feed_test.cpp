#include "crawler/feed.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include <catch2/catch.hpp>

#include "crawler/gzip.h"
#include "crawler/limits.h"
#include "crawler/sitemap.h"

using namespace crawler;

namespace {

const std::string kShared = CITESWATCH_SOURCE_DIR "/../shared/conformance/";

std::string bytes_of(const std::string& file) {
    std::ifstream stream(file, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

// The one expectation of a feedparser file we have a field for: "entries[0]['link'] == 'http://...'".
bool field_of(const FeedEntry& entry, const std::string& key, std::string& out) {
    if (key == "['link']")
        out = entry.link;
    else if (key == "['title']")
        out = entry.title;
    else if (key == "['id']" || key == "['guid']")
        out = entry.id;
    else if (key == "['description']" || key == "['summary']")
        out = entry.summary;
    else if (key == "['content'][0]['value']")
        out = entry.content;
    else if (key == "['published']")
        out = entry.published;
    else
        return false;
    return true;
}

}  // namespace

TEST_CASE("Product feeds give price, picture and categories; markup in XHTML stays markup") {
    const Feed products = parse_feed(
        "<rss version='2.0' xmlns:g='http://base.google.com/ns/1.0'><channel><item><title>Tusk</title>"
        "<g:price>12.00 EUR</g:price><g:image_link> https://shop.example/1.jpg </g:image_link>"
        "<category>Antiques</category><category>Ivory</category></item></channel></rss>");
    REQUIRE(products.entries.size() == 1);
    CHECK(products.entries[0].price == "12.00 EUR");
    CHECK(products.entries[0].images == std::vector<std::string>{"https://shop.example/1.jpg"});
    CHECK(products.entries[0].categories == std::vector<std::string>{"Antiques", "Ivory"});
    const Feed atom = parse_feed(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>t</title><content type='xhtml'>"
        "<div xmlns='http://www.w3.org/1999/xhtml'>a <b>bold</b> <![CDATA[1 < 2 & 3 > "
        "2]]></div></content></entry></feed>");
    REQUIRE(atom.entries.size() == 1);
    CHECK(atom.entries[0].content.find("1 &lt; 2 &amp; 3 &gt; 2") != std::string::npos);
}

TEST_CASE("Feeds are read in the encoding that they declare") {
    const std::u16string wide =
        u"\uFEFF<?xml version='1.0' encoding='utf-16'?><rss version='2.0'><channel><item><title>\u8c61\u7259 \U0001F418"
        u"</title></item></channel></rss>";
    for (const bool big_endian : {false, true}) {
        std::string bytes;
        for (const char16_t unit : wide) {
            const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
            bytes += big_endian ? high : low;
            bytes += big_endian ? low : high;
        }
        const Feed feed = parse_feed(bytes);
        REQUIRE(feed.entries.size() == 1);
        CHECK(feed.entries[0].title == "象牙 \U0001F418");
    }
    const struct {
        const char *encoding, *title, *expected;
    } legacy[] = {{"ISO-8859-1",
                   "D\xE9"
                   "fense \x80 5",
                   "Défense € 5"},
                  {"windows-1251", "\xC1\xE8\xE2\xE5\xED\xFC", "Бивень"},
                  {"KOI8-R", "\xE2\xC9\xD7\xC5\xCE\xD8", "Бивень"},
                  {"GB2312", "\xCF\xF3\xD1\xC0", "象牙"},
                  {"Shift_JIS", "\x8F\xDB\x89\xE5", "象牙"},
                  {"utf-16", "Defense", "Defense"},  // a declaration that reads as ASCII is not in UTF-16
                  {"no-such", "caf\xC3\xA9", "café"}};
    for (const auto& each : legacy) {
        const Feed feed =
            parse_feed("<?xml version='1.0' encoding='" + std::string(each.encoding) +
                       "'?><rss version='2.0'><channel><item><title>" + each.title + "</title></item></channel></rss>");
        REQUIRE(feed.entries.size() == 1);
        CHECK(feed.entries[0].title == each.expected);
    }
}

TEST_CASE("Feedparser's feeds give what their comments expect") {
    if (!std::filesystem::exists(kShared + "feeds")) {
        WARN("skipped: ../shared/conformance/feeds is absent");
        return;
    }
    std::size_t checked = 0;
    for (const char* folder : {"feeds/rss", "feeds/atom10"})
        for (const auto& file : std::filesystem::directory_iterator(kShared + folder)) {
            const std::string text = bytes_of(file.path().string());
            const std::size_t at = text.find("entries[0]");
            const std::size_t equals = text.find(" == ", at);
            if (at == std::string::npos || equals == std::string::npos) continue;
            const Feed feed = parse_feed(text);
            INFO(file.path().filename().string());
            REQUIRE(!feed.entries.empty());
            std::string got;
            if (!field_of(feed.entries[0], text.substr(at + 10, equals - at - 10), got)) continue;
            std::string_view rest = std::string_view(text).substr(equals + 4);
            const bool triple = rest.substr(0, 3) == "\"\"\"";
            const std::string quote(rest.substr(0, triple ? 3 : 1));
            if (quote != "'" && quote[0] != '"') continue;
            rest.remove_prefix(quote.size());
            const std::string wanted(rest.substr(0, rest.find(quote)));
            // feedparser sanitises markup and resolves ids against the namespace: not a reader's business.
            if (file.path().filename() == "item_description_not_a_doctype.xml") continue;
            for (std::size_t i = 0; (i = got.find("<br/>", i)) != std::string::npos;) got.replace(i, 5, "<br />");
            INFO(text);
            CHECK(got == wanted);
            ++checked;
        }
    CHECK(checked >= 45);
}

TEST_CASE("The crawler-commons feed gives its links, wherever they hide") {
    const std::string text = bytes_of(kShared + "feeds/feed.rss");
    if (text.empty()) {
        WARN("skipped: ../shared/conformance/feeds is absent");
        return;
    }
    const Feed feed = parse_feed(text);
    CHECK(feed.version == "rss");
    CHECK(feed.title == "RSS Title");
    REQUIRE(feed.entries.size() >= 3);
    CHECK(feed.entries[0].link == "https://www.example.com/blog/post/1");
    CHECK(feed.entries[1].link == "https://www.example.com/guid.html");
}

TEST_CASE("A feed cut short or unclosed keeps its entries") {
    const Feed feed = parse_feed(
        "<rss><channel><item><title>Tusk & <b>horn</b></title><link>http://m.example/1</link>"
        "<item><title>Second<link>http://m.example/2</link></item>"
        "<item><title><![CDATA[Third]]></title><link>http://m.example/3</link><description>cut he");
    REQUIRE(feed.entries.size() == 3);
    CHECK(feed.entries[0].title == "Tusk & <b>horn</b>");
    CHECK(feed.entries[0].link == "http://m.example/1");
    CHECK(feed.entries[2].title == "Third");
    CHECK(feed.entries[2].summary == "cut he");
    CHECK(parse_feed("<html><body><article><title>x</title></article></body></html>").version.empty());
}

TEST_CASE("Sitemaps of every kind give their addresses") {
    if (!std::filesystem::exists(kShared + "sitemaps")) {
        WARN("skipped: ../shared/conformance/sitemaps is absent");
        return;
    }
    struct Row {
        const char* file;
        std::size_t pages, sitemaps;
        const char* first;
    };
    for (const Row& row : {
             Row{"sitemap.badns.xml", 2, 0, "http://www.example.com/1"},
             Row{"sitemap.ns.xml", 2, 0, "http://www.example.com/1"},
             Row{"sitemap.txt", 2, 0, "http://www.domain.com/page1.html"},
             Row{"do-not-visit.txt", 1, 0, "http://www.example.com/do-not-visit-here"},
             Row{"atom.xml", 1, 0, "http://example.org/2003/12/13/atom03.html"},
         }) {
        INFO(row.file);
        const Sitemap sitemap = parse_sitemap(bytes_of(kShared + "sitemaps/" + row.file));
        CHECK(sitemap.pages.size() == row.pages);
        CHECK(sitemap.sitemaps.size() == row.sitemaps);
        if (!sitemap.pages.empty()) CHECK(sitemap.pages[0].url == row.first);
    }
    CHECK(parse_sitemap(bytes_of(kShared + "sitemaps/sitemap.index.xml")).sitemaps.size() >= 2);
    for (const char* file : {"sitemap.txt.gz", "xmlSitemap.gz", "sitemap-with-bom.txt"}) {
        INFO(file);
        CHECK(!parse_sitemap(bytes_of(kShared + "sitemaps/" + file)).pages.empty());
    }
    for (const auto& file : std::filesystem::directory_iterator(kShared + "sitemaps/extension")) {
        INFO(file.path().filename().string());
        const Sitemap sitemap = parse_sitemap(bytes_of(file.path().string()));
        CHECK(!sitemap.pages.empty());
        for (const SitemapEntry& entry : sitemap.pages) {
            CHECK(entry.url.find(".jpg") == std::string::npos);  // images and videos are not pages
            CHECK(entry.url.find(".flv") == std::string::npos);
        }
    }
}

TEST_CASE("Sitemaps stop at their limits, bombs included") {
    std::string text = "<urlset>";
    for (int i = 0; i < 60'000; ++i) text += "<url><loc>http://m.example/" + std::to_string(i) + "</loc></url>";
    CHECK(parse_sitemap(gzip_member(text)).pages.size() == limits::sitemap_urls);
    const Sitemap bomb = parse_sitemap(gzip_member(std::string(200u << 20, ' '), 9));
    CHECK(bomb.pages.empty());
    CHECK(bomb.note == "gzip too large");
    CHECK(parse_sitemap("<!DOCTYPE x [<!ENTITY a \"&b;&b;\">]><urlset><url><loc>http://m.example/&a;</loc></url>")
              .pages.size() == 1);
}

TEST_CASE("Any bytes are some feed and some sitemap") {
    std::mt19937 random(3);
    const std::string alphabet = "<>/!?[]-\"'= abitemlnkdrsu&;#x0C&DATA";
    for (int i = 0; i < 3000; ++i) {
        std::string bytes = i % 3 == 0 ? "<rss><item>" : "<";
        for (int n = 0; n < 200; ++n) bytes += alphabet[random() % alphabet.size()];
        parse_feed(bytes);
        parse_sitemap(bytes);
    }
}
