// Articles as sites build them: in wrappers, beside lists of other stories, with answers that open.
#include <catch2/catch.hpp>
#include <string>

#include "crawler/extract/furniture.h"
#include "crawler/extract/page.h"

using namespace crawler;
using detector::Field;

namespace {

std::string text_of_page(const std::string& html) {
    return std::string(read_page({html, "https://news.example/a", "text/html; charset=utf-8", {}, nullptr})
                           .listing.first(Field::description));
}

std::string text_of(const std::string& body) {
    return text_of_page("<html><head><title>The last heron</title></head><body><h1>The last heron</h1>" + body +
                        "</body></html>");
}

const std::string kFirst =
    "<p>The heron came to the pond in March, stood among the reeds for a week, and took eleven "
    "goldfish before anybody thought of a net.</p>";
const std::string kSecond =
    "<p>By June there were two of them, and the gardener, who had counted every fish twice, began "
    "to buy his carp by the dozen.</p>";
const std::string kBoth =
    "The heron came to the pond in March, stood among the reeds for a week, and took eleven "
    "goldfish before anybody thought of a net.\n"
    "By June there were two of them, and the gardener, who had counted every fish twice, began "
    "to buy his carp by the dozen.";

std::string wrapped(const std::string& text) {
    return "<div class=\"block text-block\"><div class=\"inner\">" + text + "</div></div>";
}

std::string teaser(const std::string& element, const std::string& title) {
    return "<" + element + "><h3><a href=\"/" + title + "\">What the " + title + " did in the night</a></h3>" +
           "<p>It was seen by the lock keeper, the vicar and both of his dogs, and nobody has slept since.</p></" +
           element + ">";
}

}  // namespace

TEST_CASE("a text in several wrappers is one text", "[extract][content]") {
    const std::string short_part = "<p>A net is up now, for all the good it does.</p>";
    CHECK(text_of("<div class=\"col\">" + wrapped(kFirst + kSecond) +
                  "<div class=\"block image-block\"><img src=\"/1.jpg\"></div>" + wrapped(short_part) + "</div>") ==
          kBoth + "\nA net is up now, for all the good it does.");
}

TEST_CASE("parts of a text in wrappers without a class are told by what they wrap", "[extract][content]") {
    const auto part = [](const std::string& text) {
        return "<div data-area=\"text\"><div class=\"rich-text\">" + text + "</div></div>";
    };
    CHECK(text_of("<div>" + part(kFirst) + "<div><iframe src=\"/ad\"></iframe></div>" + part(kSecond) + "</div>") ==
          kBoth);
}

TEST_CASE("boxes that lead to other stories are no text", "[extract][content]") {
    const std::string more = teaser("article", "otter") + teaser("article", "badger") + teaser("article", "mink") +
                             teaser("article", "fox") + teaser("article", "stoat");
    CHECK(text_of("<main><div>" + kFirst + kSecond + "</div><section><h2>More of this</h2>" + more +
                  "</section></main>") == kBoth);
    CHECK(text_of("<div>" + kFirst + teaser("article", "otter") + kSecond + "</div>") == kBoth);
    CHECK(text_of("<div>" + kFirst + kSecond + teaser("div", "otter") + teaser("div", "fox") + teaser("div", "mink") +
                  "</div>") == kBoth);
}

TEST_CASE("posts of one page that link to themselves stay", "[extract][content]") {
    std::string posts;
    for (const char* hour : {"12", "13", "14"})
        posts += "<article><h2><a href=\"#at-" + std::string(hour) + "\">News of hour " + hour + "</a></h2>" + kFirst +
                 "</article>";
    CHECK(text_of("<div>" + posts + "</div>").find("News of hour 13") != std::string::npos);
}

TEST_CASE("a page of nothing but stories keeps them", "[extract][content]") {
    CHECK(text_of("<div>" + teaser("div", "otter") + teaser("div", "fox") + teaser("div", "mink") + "</div>")
              .find("lock keeper") != std::string::npos);
}

TEST_CASE("answers that open below their questions are read, other hidden text is not", "[extract][content]") {
    const std::string answer =
        "<div style=\"display:none\"><p>Only if it can stand in it, up to a foot deep.</p></div>";
    CHECK(text_of("<div>" + kFirst + kSecond + "<h3><button>Will it fish in my pond?</button></h3>" + answer + "</div>")
              .find("Will it fish in my pond?\nOnly if it can stand") != std::string::npos);
    CHECK(text_of("<div>" + kFirst + kSecond + answer + "</div>") == kBoth);
}

TEST_CASE("what readers wrote is told by its heading", "[extract][content]") {
    for (const char* heading : {"34 Responses to “The last heron”", "Comments (3)", "2 Kommentare"}) {
        INFO(heading);
        CHECK(text_of("<div>" + kFirst + kSecond + "<h3>" + heading +
                      "</h3><ol><li><p>We had one in our garden, it ate the frogs, the newts and the plastic "
                      "duck, in that order.</p></li></ol></div>") == kBoth);
    }
}

TEST_CASE("the column that holds the text is the text", "[extract][content]") {
    CHECK(text_of("<table><tr><td><font>In this issue<br>Cars left on the odd side, which nobody can tell from the "
                  "even one, will be towed.</font></td><td><font>" +
                  kFirst + kSecond + "</font></td></tr></table>") == kBoth);
}

TEST_CASE("labels, dates and links above, within and below a text go", "[extract][content]") {
    for (const char* box :
         {"<div><span>Advertisement</span><p>Nets for every pond, delivered tomorrow.</p></div>",
          "<div><strong>Lesen Sie auch:</strong> <a href=\"/2\">Reiher frisst Ente</a></div>",
          "<figure><img src=\"/1.jpg\"><p>The heron, photographed from the kitchen.</p></figure>",
          "<div class=\"video-player\"><p>Our reporter went to the pond, and this is what she saw.</p></div>",
          "<x-video><div>The heron takes a fish, in slow motion.</div></x-video>",
          "<div><a href=\"/1\">Back to the birds</a> | <a href=\"/2\">All ponds</a></div>",
          "<div>Seen at <time>12:40</time></div>", "<p>© 2024 The Pond Gazette</p>",
          "<p>Support our work with a small gift.</p>"}) {
        INFO(box);
        CHECK(text_of("<div>" + kFirst + box + kSecond + "</div>") == kBoth);
    }
    CHECK(text_of("<div><div>Sunday, 19 February 2023, 05:00</div>" + kFirst + kSecond + "</div>") == kBoth);
    CHECK(text_of_page("<html><head><title>The last heron</title></head><body><div><span>Nature</span><h1>The last "
                       "heron</h1>" +
                       kFirst + kSecond + "</div></body></html>") == kBoth);
}

TEST_CASE("what a seller writes in short lines of figures is no date line", "[extract][content]") {
    const std::string lines =
        "Born 2021, 1.1 pair with 12 shed skins\nPython regius pastel 2023 x 4\nWatch: Omega 1968";
    CHECK(without_furniture(lines + "\nBoth feed every week on thawed rats.", "Royal python").starts_with(lines));
    CHECK(without_furniture("Domingo, 19 de febrero 2023, 05:00\nA clock was mended.", "") == "A clock was mended.");
}

TEST_CASE("a sentence about a date, a right or a cookie is a sentence", "[extract][content]") {
    for (const char* text : {"On 19 February 2023, at 05:00, the heron came back.", "Copyright was not what he minded.",
                             "She left a cookie on the wall, and it took that too."})
        CHECK(without_furniture(text, "") == text);
    CHECK(is_small_print("We use cookies. By going on you accept the cookies of our partners."));
    CHECK(is_small_print("Der Teich-Bote. Alle Rechte vorbehalten."));
    CHECK_FALSE(is_small_print("Mix the cookies' flour with an egg, and wait."));
}

TEST_CASE("the name of the site is not the heading of its article", "[extract][content]") {
    const std::string html =
        "<html><head><title>Pond notes | The last heron</title><meta property=\"og:title\" "
        "content=\"The last heron\"></head><body><h1><a href=\"/\">Pond notes</a></h1>"
        "<div><h2>The last heron</h2>" +
        kFirst + kSecond + "</div></body></html>";
    const Page page = read_page({html, "https://news.example/a", "text/html; charset=utf-8", {}, nullptr});
    CHECK(page.listing.first(Field::title) == "The last heron");
    CHECK(page.listing.first(Field::description) == kBoth);
}

TEST_CASE("the text of an article that microdata names is read from its element", "[extract][content]") {
    CHECK(text_of("<article itemscope itemtype=\"http://schema.org/Article\"><meta itemprop=\"headline\" content=\"The "
                  "last heron\"><div itemprop=\"articleBody\">" +
                  kFirst + "<div><span>Anzeige</span><p>Netze für jeden Teich.</p></div>" + kSecond +
                  "</div></article>") == kBoth);
}
