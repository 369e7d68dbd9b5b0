// The main text: what an author wrote, without what a site puts round and between the paragraphs.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

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

TEST_CASE("of a post with a picture the caption is the text, of an article it is kept with the pictures",
          "[extract][content]") {
    const std::string post =
        "<div class=\"post\"><img src=\"/1.jpg\"><div class=\"caption\">Two tortoises need a new home, "
        "both eat well, collection from Leeds, 200 the pair, message me for more.</div></div>";
    CHECK(text_of(post).find("tortoises need a new home") != std::string::npos);
    const std::string html = "<html><body><h1>A year</h1><div>" + kFirst + "<p class=\"caption\">A carved tusk</p>" +
                             kSecond + "</div></body></html>";
    const Page page = read_page({html, "https://news.example/a", "text/html; charset=utf-8", {}, nullptr});
    CHECK(page.listing.first(Field::description).find("carved tusk") == std::string::npos);
    CHECK(page.listing.first(Field::image_text) == "A carved tusk");
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

namespace {

// Rows of four words and how often they stand in a text; of single characters where words have no blanks.
std::map<std::vector<std::string>, int> shingles(const std::string& text) {
    std::vector<std::string> words;
    std::string word;
    const auto close = [&] {
        if (!word.empty()) words.push_back(std::move(word));
        word.clear();
    };
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        const std::string one = text.substr(i, size);
        i += size;
        if (lead < 0x80 && !std::isalnum(lead)) {
            close();
        } else if (lead >= 0xE3) {
            close();
            words.push_back(one);
        } else {
            word += one;
        }
    }
    close();
    std::map<std::vector<std::string>, int> counts;
    for (std::size_t i = 0; i + 4 <= words.size(); ++i)
        ++counts[{words.begin() + static_cast<std::ptrdiff_t>(i), words.begin() + static_cast<std::ptrdiff_t>(i) + 4}];
    return counts;
}

double f1(const std::string& text, const std::string& wanted) {
    const auto given = shingles(text), asked = shingles(wanted);
    int both = 0, all = 0;
    for (const auto& [row, count] : given) {
        all += count;
        if (const auto found = asked.find(row); found != asked.end()) both += std::min(count, found->second);
    }
    for (const auto& [row, count] : asked) all += count;
    return all ? 2.0 * both / all : 0;
}

}  // namespace

TEST_CASE("articles, posts and adverts of many sites give their text", "[extract][content]") {
    std::ifstream in(CITESWATCH_SOURCE_DIR "/tests/crawler/pages/articles.txt");
    struct Article {
        std::string name, url, body, text;
    };
    std::vector<Article> articles;
    bool text = false;
    for (std::string line; std::getline(in, line);) {
        if (line.rfind("=== ", 0) == 0) {
            Article& article = articles.emplace_back();
            std::string bar;
            std::istringstream(line.substr(4)) >> article.name >> bar >> article.url;
            text = false;
        } else if (line == "--- text") {
            text = true;
        } else if (!articles.empty()) {
            (text ? articles.back().text : articles.back().body) += line + "\n";
        }
    }
    REQUIRE(articles.size() >= 110);
    double sum = 0;
    std::string worst;
    for (const Article& each : articles) {
        const Page page = read_page({each.body, each.url, "text/html; charset=utf-8", {}, nullptr});
        const double one = f1(std::string(page.listing.first(Field::description)), each.text);
        sum += one;
        if (one < 0.9) worst += "\n" + each.name + " " + std::to_string(one);
    }
    INFO("below 0.9:" << worst);
    CHECK(sum / static_cast<double>(articles.size()) >= 0.97);
}
