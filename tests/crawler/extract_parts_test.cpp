// The parts under read_page(): tokens, entities, tolerant JSON, nesting guard, selectors, contacts, charsets.
#include <catch2/catch.hpp>
#include <ctime>

#include "crawler/canonical.h"
#include "crawler/extract/charset.h"
#include "crawler/extract/contacts.h"
#include "crawler/extract/entities.h"
#include "crawler/extract/html.h"
#include "crawler/extract/nesting.h"
#include "crawler/extract/page.h"
#include "crawler/extract/resolve.h"
#include "crawler/extract/selector.h"
#include "crawler/extract/text.h"
#include "crawler/extract/value.h"

using namespace crawler;

TEST_CASE("character references decode as the standard says", "[extract][entities]") {
    CHECK(decoded("a &amp; b") == "a & b");
    CHECK(decoded("&eacute;&#233;&#xE9;") == "ééé");
    CHECK(decoded("&copy 2024") == "© 2024");
    CHECK(decoded("?a=1&copy=2", true) == "?a=1&copy=2");
    CHECK(decoded("&notit; &nosuch; & &#; &#x;") == "¬it; &nosuch; & &#; &#x;");
    CHECK(decoded("&#150;") == "–");
    CHECK(decoded("&#0;&#x110000;&#xD800;") == "\uFFFD\uFFFD\uFFFD");
}

TEST_CASE("JSON reads as it is found in pages", "[extract][json]") {
    const std::vector<std::pair<const char*, const char*>> cases{
        {R"({"a":1,"b":[1,2,],})", R"({"a":1,"b":[1,2]})"},
        {"{\"a\": \"line\nbreak\ttab\"}", "{\"a\":\"line\\nbreak\\u0009tab\"}"},
        {R"(/* c */ {"a": 1 // x
             , "b": "http://x"})",
         R"({"a":1,"b":"http://x"})"},
        {R"({'a': 'b', c: true})", R"({"a":"b","c":true})"},
        {R"({"a": "24" tusk, old"})", R"({"a":"24\" tusk, old"})"},
        {R"({"a": "é😀\/"})", R"({"a":"é😀/"})"},
        {R"({"a": {"b": [1, {"c": null}]}, "d": -1.5e3})", R"({"a":{"b":[1,{"c":null}]},"d":-1.5e3})"},
        {R"({"a": [)", R"({"a":[]})"},
        {"<!-- {\"a\":\xC2\xA0[1]} -->", R"({"a":[1]})"},
        {R"({"a": "\ud83d\u0041 \x41", "b": "x",, "c": 1})", "{\"a\":\"\uFFFDA A\",\"b\":\"x\",\"c\":1}"},
        // More bytes than a quotation mark needs are none.
        {"{\"a\": \"\xE0\x80\xA2 \xF0\x80\x80\xA2\"}", "{\"a\":\"\uFFFD\uFFFD\uFFFD \uFFFD\uFFFD\uFFFD\uFFFD\"}"},
        {R"({})", R"({})"},
        {R"([])", R"([])"},
    };
    for (const auto& [text, wanted] : cases) {
        INFO(text);
        const auto value = read_json(text);
        REQUIRE(value);
        CHECK(write_json(*value) == wanted);
    }
    for (const char* text : {"", "   ", "function(){}", "}", ":"}) CHECK_FALSE(read_json(text));
    CHECK(read_json(std::string(100'000, '[')));
    CHECK(read_json(std::string(100'000, '{')).has_value() == read_json("{{").has_value());
}

TEST_CASE("links read without the parser are those it would give", "[extract][links]") {
    const std::string_view letters = "/ab-_.A7%?#;:@~\\ \xC3";
    std::uint32_t random = 7;
    const auto draw = [&](std::uint32_t below) {
        random = random * 1664525 + 1013904223;
        return (random >> 8) % below;
    };
    for (const std::string page : {"https://shop.example/a/b.html", "http://shop.example:8080/", "https://SHOP.example",
                                   "https://shop.example./x", "https://me@shop.example/x", "https://1.2.3/"}) {
        const BaseUrl base(page);
        const std::optional<Url> url = Url::parse(page);
        REQUIRE(url);
        for (int i = 0; i < 20'000; ++i) {
            std::string reference = i % 3 == 0 ? url->origin() : i % 3 == 1 ? "/" : "";
            for (std::uint32_t length = draw(9); length; --length) {
                // Mostly what the short way takes, so that it is taken often.
                const auto among = draw(4) ? 8u : static_cast<std::uint32_t>(letters.size());
                reference += letters[draw(among)];
            }
            const std::string_view trim = trimmed(reference);
            if (trim.empty()) continue;
            INFO(page << " " << reference);
            const std::optional<Url> parsed = Url::parse(trim, &*url);
            CHECK(base.resolve(reference) == (parsed ? parsed->text() : std::string()));
            if (trim[0] != '#') CHECK(base.link(reference) == (parsed ? canonical(*parsed).text() : std::string()));
        }
    }
}

TEST_CASE("deep nesting is cut before the tree builder sees it", "[extract][nesting]") {
    std::string deep = "<title>t</title>";
    for (int i = 0; i < 20'000; ++i) deep += "<div>";
    deep += "<a href='/x'>x</a>";
    const Guarded guarded = guard_nesting(deep);
    CHECK(guarded.changed);
    const std::clock_t before = std::clock();
    const Tree tree = Tree::parse(deep);
    CHECK(tree.was_cut());
    CHECK(tree.size() < 1'000);
    for (const char* unit : {"<b>", "<font color=x>", "<a>", "<span class=x><p>", "<table><tr><td>", "<svg>", "<x-y>",
                             "<button>", "<ul><li>", "</p>", "<table>x", "<select><option>", "</b>", "<i><p>"}) {
        std::string page;
        while (page.size() < 400'000) page += unit;
        INFO(unit);
        CHECK(Tree::parse(page).size() > 0);
    }
    // Processor seconds, with room for sanitizers: what is quadratic takes minutes here.
    CHECK((std::clock() - before) / CLOCKS_PER_SEC < 60);
    CHECK_FALSE(guard_nesting("<div><p><p><li><li><br><img></div>").changed);
    std::string attributes = "<div";
    for (int i = 0; i < 5'000; ++i) attributes += " a" + std::to_string(i);
    CHECK(guard_nesting(attributes + ">x").changed);
}

TEST_CASE("selectors choose what CSS says", "[extract][selector]") {
    const Tree tree = Tree::parse(
        "<div id=main class='a b'><h1>T</h1><p lang=en-GB>one</p><p data-x='Foo bar'>two <b>bold</b></p><p>three</p>"
        "<ul><li>1<li class=x>2<li>3<li>4</ul></div><div><p>Price: 4</p></div>");
    const auto texts = [&](const char* written) {
        std::string error;
        const auto selector = Selector::parse(written, error);
        INFO(written << ": " << error);
        REQUIRE(selector);
        std::string out;
        for (NodeId id : selector->select(tree, 0)) out += (out.empty() ? "" : "|") + tree.text(id);
        return out;
    };
    CHECK(texts("h1") == "T");
    CHECK(texts("#main > p:first-of-type") == "one");
    CHECK(texts(".a.b p[lang|=en]") == "one");
    CHECK(texts("p[data-x~=bar]") == "two bold");
    CHECK(texts("p[data-x^=foo i]") == "two bold");
    CHECK(texts("p[data-x$=bar], h1") == "T|two bold");
    CHECK(texts("p[data-x*='o b']") == "two bold");
    CHECK(texts("h1 + p") == "one");
    CHECK(texts("h1 ~ p") == "one|two bold|three");
    CHECK(texts("li:nth-child(odd)") == "1|3");
    CHECK(texts("li:nth-child(-n+2)") == "1|2");
    CHECK(texts("li:nth-last-child(1)") == "4");
    CHECK(texts("li:not(.x):not(:first-child)") == "3|4");
    CHECK(texts("#main p:not([lang], :has(b))") == "three");
    CHECK(texts("p:has(> b)") == "two bold");
    CHECK(texts("p:has-text('price')") == "Price: 4");
    CHECK(texts("div:is(.a, .c) > *:nth-of-type(2)") == "two bold");
    CHECK(texts("* b") == "bold");
    CHECK(texts("p[data-x='Foo bar']") == "two bold");
    CHECK(texts("p[data-x='FOO BAR' i], p[data-x='FOO BAR']") == "two bold");
    CHECK(texts("li:nth-last-of-type(2)") == "3");
    CHECK(texts("p:has(+ ul)") == "three");
    CHECK(texts("p:has(~ p)") == "one|two bold");
    CHECK(texts("b:only-child") == "bold");
    CHECK(texts("li:only-child") == "");
    CHECK(texts("li:empty") == "");
    CHECK(texts("div:root") == "");
    CHECK(texts("#ma\\in h1") == "T");
    std::string error;
    for (const char* bad : {"", "h1[", "p >", ":nosuch(1)", "p:nth-child(x)", "a,,b", "..a", "p[x='y]", ">", ":not(",
                            "a)", "a$", "p[x=y", "p:foo", "p:is(a"}) {
        INFO(bad);
        CHECK_FALSE(Selector::parse(bad, error));
        CHECK(!error.empty());
    }
}

TEST_CASE("contacts are found however they are written", "[extract][contacts]") {
    struct Case {
        const char* text;
        const char* country;
        ContactKind kind;
        const char* value;
    };
    const std::vector<Case> cases{
        {"call 020 7946 0958 today", "uk", ContactKind::phone, "+442079460958"},
        {"LH: 0912.345.678", "vn", ContactKind::phone, "+84912345678"},
        {"ring +1 415-555-2671", "", ContactKind::phone, "+14155552671"},
        {"mail John.Doe@Mail.example now", "", ContactKind::email, "john.doe@mail.example"},
        {"john (at) mail [dot] example", "", ContactKind::email, "john@mail.example"},
        {"write john at mail dot example please", "", ContactKind::email, "john@mail.example"},
        {"Zalo 0912 345 678", "vn", ContactKind::zalo, "+84912345678"},
        {"WhatsApp: +84 912 345 678", "", ContactKind::whatsapp, "+84912345678"},
        {"WhatsApp 07400 123456", "uk", ContactKind::whatsapp, "+447400123456"},
        {"telegram @ivory_king", "", ContactKind::telegram, "ivory_king"},
        {"微信号：abc_1234", "cn", ContactKind::wechat, "abc_1234"},
        {"Line ID: parrot99", "th", ContactKind::line, "parrot99"},
        {"t.me/birdmarket", "", ContactKind::telegram, "birdmarket"},
        {"０９１２３４５６７８", "vn", ContactKind::phone, "+84912345678"},
    };
    for (const Case& each : cases) {
        INFO(each.text);
        const auto found = find_contacts(each.text, each.country);
        REQUIRE(!found.empty());
        CHECK(found[0].kind == each.kind);
        CHECK(found[0].value == each.value);
    }
    for (const char* text :
         {"price 1,250,000 and size 40x50", "I use telegram a lot", "see image@2x.png", "year 1920-1930"}) {
        INFO(text);
        CHECK(find_contacts(text, "us").empty());
    }
}

TEST_CASE("legacy encodings of the watched markets decode", "[extract][charset]") {
    struct Case {
        const char* bytes;
        const char* content_type;
        const char* text;
        const char* charset;
    };
    const std::vector<Case> cases{
        {"\xD6\xD0\xB9\xFA", "text/html; charset=GBK", "中国", "GBK"},
        {"\xB6\x48\xA4\xFA", "text/html; charset=big5", "象牙", "Big5"},
        {"\x8F\xDB\x89\xE5", "text/html; charset=Shift_JIS", "象牙", "Shift_JIS"},
        {"\xBB\xF3\xBE\xC6", "text/html; charset=euc-kr", "상아", "EUC-KR"},
        {"\xF1\xEB\xEE\xED", "text/html; charset=windows-1251", "слон", "windows-1251"},
        {"\xD3\xCC\xCF\xCE", "text/html; charset=koi8-r", "слон", "KOI8-R"},
        {"\xAA\xE9\xD2\xA7", "text/html; charset=tis-620", "ช้าง", "windows-874"},
        {"\xFF\xFE<\0b\0>\0x\0", "", "<b>x", "UTF-16LE"},
        {"caf\xE9", "text/html; charset=iso-8859-1", "café", "windows-1252"},
        {"caf\xC3\xA9", "", "café", "UTF-8"},
    };
    for (const Case& each : cases) {
        DecodedText out;
        const std::string bytes = each.bytes[0] == '\xFF' ? std::string(each.bytes, 10) : std::string(each.bytes);
        decode_page(bytes, each.content_type, out);
        INFO(each.content_type);
        CHECK(out.text == each.text);
        CHECK(out.charset.name == each.charset);
    }
}

TEST_CASE("what the bytes are counts more than what a page declares", "[extract][charset]") {
    DecodedText out;
    const std::string french = "déjà vu à l'été, où l'éléphant";
    decode_page(french, "text/html; charset=iso-8859-1", out);
    CHECK(out.text == french);
    CHECK(out.charset.name == "UTF-8");
    CHECK(out.contradicted);

    const std::string russian = "Продам бивень мамонта и старую шкатулку из кости, недорого, возможен торг";
    std::string bytes;
    for (std::size_t at = 0; at < russian.size();) {
        const char32_t c = next_character(russian, at);
        bytes += static_cast<char>(c >= 0x410 ? 0xC0 + (c - 0x410) : c);
    }
    decode_page(bytes, "text/html; charset=utf-8", out);
    CHECK(out.text == russian);
    CHECK(out.charset.name == "windows-1251");
    CHECK(out.contradicted);
}

TEST_CASE("lower case covers the alphabets of the watched markets", "[extract][text]") {
    for (const auto& [text, wanted] : std::vector<std::pair<const char*, const char*>>{{"ΤΙΜΗ", "τιμη"},
                                                                                       {"ЦЕНА", "цена"},
                                                                                       {"ЂЉ", "ђљ"},
                                                                                       {"ŁÓDŹ", "łódź"},
                                                                                       {"ČEŇ ĽUĎ", "čeň ľuď"},
                                                                                       {"GİYİM", "gİyİm"},
                                                                                       {"ĐẾN ŠUŽ", "đến šuž"},
                                                                                       {"3×4", "3×4"}})
        CHECK(lowered(text) == wanted);
}

TEST_CASE("any bytes give a page", "[extract]") {
    static constexpr char alphabet[] = "<>&;\"'=/ abdilps!-#x0[]{}:,\0\xC3\xA9\xFF";
    std::string noise;
    unsigned state = 7;
    for (int i = 0; i < 20'000; ++i) {
        state = state * 1103515245 + 12345;
        noise += alphabet[(state >> 16) % (sizeof alphabet - 1)];
    }
    for (std::size_t length : {std::size_t{0}, std::size_t{1}, std::size_t{17}, std::size_t{333}, noise.size()}) {
        const Page page = read_page({std::string_view(noise).substr(0, length), "https://x.example/", "", "", nullptr});
        CHECK(page.structured_json.front() == '[');
    }
    CHECK(!read_page({"%PDF-1.4 ...", "", "", "", nullptr}).notes.empty());
}
