// The main text: what an author wrote, without what a site puts round and between the paragraphs.
#include <catch2/catch.hpp>
#include <string>

#include "crawler/extract/furniture.h"
#include "crawler/extract/page.h"

using namespace crawler;
using detector::Field;

namespace {

std::string text_of(const std::string& body) {
    const std::string html =
        "<html><head><title>A keeper's year</title></head><body><h1>A keeper's year</h1>" + body + "</body></html>";
    return std::string(read_page({html, "https://news.example/a", "text/html; charset=utf-8", {}, nullptr})
                           .listing.first(Field::description));
}

const std::string kFirst =
    "<p>The first tortoise came in March, wrapped in a towel, and by June there were eleven of "
    "them in the yard, each with a number painted on its shell.</p>";
const std::string kSecond =
    "<p>Nobody had told the keeper what they eat, so he tried everything that grew along the "
    "fence, and kept a list of what was left in the evening.</p>";

}  // namespace

TEST_CASE("furniture among the paragraphs is left out", "[extract][content]") {
    for (const char* furniture :
         {"<figcaption>The yard in June</figcaption>", "<p class=\"caption\">The yard in June</p>",
          "<p>Advertisement</p>", "<div>- Werbung -</div>", "<p>By Hannah Bexley</p>", "<p>5 min read</p>",
          "<div class=\"box\"><p>Enjoying this? Join us.</p><input type=\"email\"></div>",
          "<p>Sign up to our newsletter and never miss a story.</p>", "<p>Published: 3 May 2024</p>",
          "<blockquote class=\"pullquote\">by June there were eleven</blockquote>",
          "<ul><li><a href=\"/1\">Ten more stories of keepers</a></li><li><a href=\"/2\">What eats "
          "what</a></li></ul>"}) {
        INFO(furniture);
        CHECK(text_of("<div>" + kFirst + furniture + kSecond + "</div>") ==
              text_of("<div>" + kFirst + kSecond + "</div>"));
    }
}

TEST_CASE("what only looks like furniture stays", "[extract][content]") {
    for (const char* text :
         {"<p>Published in 1998, the book sold well, and its pictures hang in every second house.</p>",
          "<p>By the time the rain came, the fence was finished.</p>",
          "<p>He read the newsletter of the club each month.</p>"}) {
        INFO(text);
        CHECK(text_of("<div>" + kFirst + text + kSecond + "</div>").size() >
              text_of("<div>" + kFirst + kSecond + "</div>").size());
    }
}

TEST_CASE("marks of footnotes and a signature are no words of the text", "[extract][content]") {
    CHECK(text_of("<div>" + kFirst +
                  "<p>Eleven in all<sup><a href=\"#n1\">[1]</a></sup> by the keeper's own count, who "
                  "wrote them down in pencil.</p></div>")
              .find("all by the keeper") != std::string::npos);
    CHECK(without_furniture("First line of a post.\n__________\n'96 Cherokee (in pieces)", "") ==
          "First line of a post.");
    CHECK(without_furniture("", "").empty());
}
