#include "crawler/robots.h"

#include <fmt/core.h>

#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include <catch2/catch.hpp>

#include "crawler/url.h"

using crawler::Robots;
using crawler::Url;

namespace {

const std::string kFolder = CITESWATCH_SOURCE_DIR "/../shared/conformance/robots/";

std::optional<std::string> bytes_of(const std::string& name) {
    std::ifstream file(kFolder + name, std::ios::binary);
    if (!file) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(file), {});
}

std::string latin1(const std::string& utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto c = static_cast<unsigned char>(utf8[i]);
        if (c < 0x80)
            out += static_cast<char>(c);
        else
            out += static_cast<char>(((c & 3) << 6) | (static_cast<unsigned char>(utf8[++i]) & 0x3F));
    }
    return out;
}

bool allowed(std::string_view robots, std::string_view agent, std::string_view path) {
    return Robots::parse(robots, agent).allows(path);
}

// The definition of a match, by trying everything (RFC 9309, section 2.2.3).
bool slow_match(std::string_view path, std::string_view pattern) {
    if (pattern.empty()) return true;
    if (pattern == "$") return path.empty();
    if (pattern[0] == '*') {
        for (std::size_t i = 0; i <= path.size(); ++i)
            if (slow_match(path.substr(i), pattern.substr(1))) return true;
        return false;
    }
    return !path.empty() && path[0] == pattern[0] && slow_match(path.substr(1), pattern.substr(1));
}

}  // namespace

TEST_CASE("Google's robots vectors are decided as its parser decides, but where the RFC says otherwise") {
    std::ifstream file(kFolder + "google_robots_vectors.jsonl");
    if (!file) {
        WARN("skipped: ../shared/conformance/robots is absent");
        return;
    }
    // RFC 9309, section 2.2.2: octets are compared after percent-encoding of both sides is made equal, so an unencoded
    // URL meets its encoded rule and "%62%61%7A" meets "baz". Google's parser leaves both to its caller.
    std::size_t all = 0, departed = 0;
    for (std::string line; std::getline(file, line); ++all) {
        const auto test = nlohmann::json::parse(line);
        const std::string robots = latin1(test["robots_latin1"]);
        const std::string text = test["url"];
        const auto url = Url::parse(text);
        const bool got = Robots::parse(robots, std::string(test["agent"]))
                             .allows(url ? std::string(url->path_and_query()) : crawler::robots_path(text));
        if (got != test["allowed"] && test["test"] == "ID_Encoding") {
            ++departed;
            fmt::print("not as Google's parser, by RFC 9309, section 2.2.2: {}\n", line);
            continue;
        }
        INFO(line);
        CHECK(got == test["allowed"]);
    }
    fmt::print("robots vectors: {} of {} as Google's parser decides\n", all - departed, all);
    CHECK(all >= 145);
    CHECK(departed <= 3);
}

TEST_CASE("Byte-order marks and UTF-16 do not hide the rules") {
    const auto plain = bytes_of("robots-with-utf8-bom.txt");
    if (!plain) {
        WARN("skipped: ../shared/conformance/robots is absent");
        return;
    }
    const Robots reference = Robots::parse(*plain, "any");
    REQUIRE(!reference.rules().empty());
    for (const char* name : {"robots-with-utf16be-bom.txt", "robots-with-utf16le-bom.txt"}) {
        const auto text = bytes_of(name);
        REQUIRE(text);
        for (const std::string& variant : {*text, text->substr(2)}) {  // with the mark and without
            const Robots robots = Robots::parse(variant, "any");
            REQUIRE(robots.rules().size() == reference.rules().size());
            for (std::size_t i = 0; i < robots.rules().size(); ++i)
                CHECK(robots.rules()[i].pattern == reference.rules()[i].pattern);
        }
    }
}

TEST_CASE("UTF-16 is read beyond ASCII") {
    for (const bool big_endian : {false, true}) {
        std::string bytes;
        for (const char16_t unit : std::u16string(u"\uFEFFUser-agent: *\nDisallow: /\u00e9/\u8c61/\U0001F418\n")) {
            const char high = static_cast<char>(unit >> 8), low = static_cast<char>(unit & 0xFF);
            bytes += big_endian ? high : low;
            bytes += big_endian ? low : high;
        }
        const Robots robots = Robots::parse(bytes, "any");
        REQUIRE(robots.rules().size() == 1);
        CHECK(robots.rules()[0].pattern == "/%C3%A9/%E8%B1%A1/%F0%9F%90%98");
    }
}

TEST_CASE("Real robots files are read as their comments say") {
    if (!bytes_of("merge-rules.txt")) {
        WARN("skipped: ../shared/conformance/robots is absent");
        return;
    }
    struct Row {
        const char *file, *agent, *path;
        bool allowed;
    };
    for (const Row& row : {
             Row{"merge-rules.txt", "wget", "/foo/bar", true},  // allow wins a draw
             Row{"merge-rules.txt", "wget", "/tmp/bar/x", false},
             Row{"merge-rules.txt", "curl", "/", false},
             Row{"merge-rules.txt", "other", "/foo/bar", false},
             Row{"crawl-delay-group-merging.txt", "mybot", "/private/x", false},
             Row{"crawl-delay-group-merging.txt", "yourbot", "/login/", false},
             Row{"crawl-delay-group-merging.txt", "mybot", "/login/", true},
             Row{"extensions-group-merging.txt", "mybot", "/private/", false},
             Row{"extensions-group-merging.txt", "yourbot", "/login/", false},
             Row{"extensions-group-merging.txt", "stranger", "/x", false},
             Row{"extension-robots.txt", "otherbot", "/admin/", false},
             Row{"extension-robots.txt", "mybot", "/admin/", true},
             Row{"format-errors-robots.txt", "bot1", "/whitespace-before-colon/", false},
             Row{"format-errors-robots.txt", "bot2", "/no-colon-useragent/", false},
             Row{"format-errors-robots.txt", "bot3", "/whitespace-before-colon", true},
             Row{"format-errors-robots.txt", "bot3", "/x", false},
             Row{"directive-typos-robots.txt", "bot1", "/dissalow/", false},
             Row{"directive-typos-robots.txt", "bot2", "/useragent/", false},
             Row{"many-user-agents.txt", "WebZIP", "/", false},
             Row{"extended-standard-robots.txt", "bot1", "/x", true},  // what is no directive is passed over
             Row{"precedence-of-rules.txt", "testy", "/foo/bar", true},
             Row{"precedence-of-rules.txt", "testy", "/foo/baz", false},
             Row{"precedence-of-rules.txt", "wget", "/index.html", true},
             Row{"rfc9309-example-longest-match-robots.txt", "foobot", "/example/page/other.gif", true},
             Row{"rfc9309-example-longest-match-robots.txt", "foobot", "/example/page/disallowed.gif", false},
             Row{"rfc9309-example-rule-group-merging.txt", "ExampleBot", "/baz", false},
             Row{"rfc9309-example-rule-group-merging.txt", "BazBot", "/foo", true},
             Row{"rfc9309-example-simple-robots.txt", "other", "/a/b.gif", false},
             Row{"rfc9309-example-simple-robots.txt", "foobot", "/example/page.html", true},
             Row{"rfc9309-example-simple-robots.txt", "foobot", "/publications/x", false},
             Row{"rfc9309-example-simple-robots.txt", "bazbot", "/example/page.html", false},
             Row{"rfc9309-example-simple-robots.txt", "quxbot", "/example/page.html", true},
             Row{"wildcards.txt", "other", "/gp/registry/wishlist/x/reserve", false},
             Row{"wildcards.txt", "other", "/wishlist/universal-button", true},
             Row{"wildcards.txt", "other", "/any/where/gcrnsts", false},
             Row{"twitter.com-robots.txt", "other", "/someone?lang=en", false},
             Row{"twitter.com-robots.txt", "other", "/someone", true},
             Row{"www.flot.com-robots.txt", "other", "/upload/a.jpg", false},
             Row{"malformed-path.txt", "any", "/wiki/Wikipedia_talk:Mediation_Committee/", false},
         }) {
        INFO(row.file << " " << row.agent << " " << row.path);
        CHECK(allowed(*bytes_of(row.file), row.agent, row.path) == row.allowed);
    }
    CHECK(Robots::parse(*bytes_of("crawl-delay-group-merging.txt"), "mybot").crawl_delay() == std::chrono::seconds(10));
    CHECK(Robots::parse(*bytes_of("astore.amazon.com-robots.txt"), "any").crawl_delay() == std::chrono::seconds(5));
    CHECK(Robots::parse(*bytes_of("twitter.com-robots.txt"), "msnbot").crawl_delay() == std::chrono::seconds(10));
    CHECK(Robots::parse(*bytes_of("relative-sitemap-robots.txt"), "any").sitemaps() ==
          std::vector<std::string>{"/sitemap.xml"});
    CHECK(Robots::parse(*bytes_of("dos-line-endings.txt"), "any").crawl_delay() == std::chrono::seconds(1));
    CHECK_FALSE(Robots::parse(*bytes_of("crawl-delay-group-merging.txt"), "yourbot").crawl_delay());
    CHECK(Robots::parse(*bytes_of("crawl-delay-group-merging.txt"), "x").crawl_delay() == std::chrono::seconds(30));
    CHECK(Robots::parse(*bytes_of("sitemap-robots-dedup.txt"), "x").sitemaps() ==
          std::vector<std::string>{"http://example.org/sitemap.xml"});
    CHECK(Robots::parse(*bytes_of("sitemap-robots.txt"), "x").sitemaps().back() ==
          "http://domain.com/dir/MixedCased-sitemap.xml");
}

TEST_CASE("Wildcards match as the definition says, on every small case") {
    std::mt19937 random(1);
    auto make = [&](std::string_view alphabet, std::size_t longest) {
        std::string out;
        for (std::size_t n = random() % (longest + 1); n; --n) out += alphabet[random() % alphabet.size()];
        return out;
    };
    for (int i = 0; i < 20000; ++i) {
        const std::string pattern = "/" + make("ab*", 6) + (random() % 3 ? "" : "$");
        const std::string path = "/" + make("ab", 8);
        INFO(pattern << " on " << path);
        CHECK(allowed("user-agent: *\ndisallow: " + pattern, "x", path) == !slow_match(path, pattern));
    }
}

TEST_CASE("Five hundred kibibytes of rules are read to the last") {
    std::string text = "user-agent: *\n";
    while (text.size() < 512u * 1024) text += "disallow: /none" + std::to_string(text.size()) + "\n";
    text += "disallow: /last\n";
    CHECK_FALSE(allowed(text, "x", "/last"));
}

TEST_CASE("Hostile stars cost no more than a reading of the path") {
    std::string stars;
    for (int i = 0; i < 4000; ++i) stars += "*a";
    std::string text = "user-agent: *\n";
    for (int i = 0; i < 100; ++i) text += "disallow: /" + stars + "b\n";
    CHECK(allowed(text, "x", "/" + std::string(8000, 'a')));  // exponential matchers never return
}

TEST_CASE("Any bytes give an answer") {
    std::mt19937 random(7);
    for (int i = 0; i < 300; ++i) {
        std::string bytes;
        for (int n = 0; n < 400; ++n) bytes += static_cast<char>(random());
        Robots::parse(bytes, "x").allows("/x");
    }
    CHECK(allowed("<html><body>not found</body></html>", "x", "/"));
    CHECK(allowed("User-agent: *\nDisallow: /", "x", "/robots.txt"));
    CHECK(crawler::product_token("citeswatch/0.1 (+https://a.example)") == "citeswatch");
}
