#include "crawler/url.h"

#include <fmt/core.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include <catch2/catch.hpp>

#include "crawler/idna.h"
#include "crawler/percent.h"
#include "crawler/public_suffix.h"

using crawler::Url;
using nlohmann::json;

namespace {

json load(const std::string& name) {
    std::ifstream file(std::string(CITESWATCH_SOURCE_DIR "/../shared/conformance/url/") + name);
    if (!file) return nullptr;
    return json::parse(file);
}

std::string text_or(const json& value) { return value.is_string() ? value.get<std::string>() : std::string(); }

}  // namespace

TEST_CASE("Web-platform URL vectors for http and https parse as browsers parse them") {
    const json cases = load("urltestdata.json");
    if (cases.is_null()) {
        WARN("skipped: ../shared/conformance/url is absent");
        return;
    }
    std::size_t applicable = 0, failed = 0;
    for (const json& test : cases) {
        if (!test.is_object()) continue;
        std::string input = text_or(test["input"]);
        const std::string base_text = text_or(test["base"]);
        const std::optional<Url> base = base_text.empty() ? std::nullopt : Url::parse(base_text);
        const std::string protocol = test.value("protocol", "");
        const bool failure = test.value("failure", false);
        std::string start = input.substr(
            input.find_first_not_of(" \t\n") == std::string::npos ? 0 : input.find_first_not_of(" \t\n"), 5);
        for (char& c : start) c = static_cast<char>(std::tolower(c));
        const bool ours = failure ? start.rfind("http:", 0) == 0 || start.rfind("https", 0) == 0 || base.has_value()
                                  : protocol == "http:" || protocol == "https:";
        if (!ours) continue;
        ++applicable;
        const std::optional<Url> url = Url::parse(input, base ? &*base : nullptr);
        std::string wrong;
        auto expect = [&](const char* key, std::string_view got) {
            if (test.contains(key) && test[key] != got) wrong += std::string(key) + "=" + std::string(got) + " ";
        };
        if (failure) {
            if (url) wrong = "parsed: " + url->text();
        } else if (!url) {
            wrong = "refused";
        } else {
            expect("href", url->text());
            expect("origin", url->origin());
            expect("username", url->username());
            expect("password", url->password());
            expect("hostname", url->host());
            expect("port", url->explicit_port());
            expect("pathname", url->path());
            expect("search", url->query().empty() ? "" : "?" + std::string(url->query()));
            expect("hash", url->fragment().empty() ? "" : "#" + std::string(url->fragment()));
        }
        if (wrong.empty()) continue;
        ++failed;
        UNSCOPED_INFO("not as the vector says: " << json(input).dump() << " base " << base_text << " -> " << wrong
                                                 << " wanted " << test.value("href", "failure"));
    }
    fmt::print("URL vectors for http and https: {} of {} as the WHATWG says\n", applicable - failed, applicable);
    CHECK(applicable > 350);
    CHECK(failed == 0);
}

TEST_CASE("Domains become ASCII as the standard says") {
    const json cases = load("toascii.json");
    if (cases.is_null()) {
        WARN("skipped: ../shared/conformance/url is absent");
        return;
    }
    // ICU 72 has Unicode 15.0 data; these vectors are of Unicode 15.1 and later, which changed their mapping or status.
    const std::set<std::string> newer{
        "ẞ.com", "ẞ.foo.com", "Ӏ.com", "Ↄ.com", "look\u180eout.net", "look\u206bout.net", "\U0002F868.com"};
    std::size_t all = 0, departed = 0;
    for (const json& test : cases) {
        if (!test.is_object()) continue;
        const std::string input = test["input"];
        INFO(test.dump());
        const std::string wanted = test["output"].is_null() ? "refused" : test["output"].get<std::string>();
        const std::string got = crawler::parse_host(input).value_or("refused");
        ++all;
        if (newer.count(input) && got != wanted) {
            fmt::print("not as toascii.json says, whose Unicode is newer than ICU's: {}\n", input);
            ++departed;
            continue;
        }
        CHECK(got == wanted);
    }
    fmt::print("toascii vectors: {} of {} as the WHATWG says\n", all - departed, all);
    CHECK(all > 50);
}

TEST_CASE("Queries and fragments are percent-encoded in UTF-8") {
    const json cases = load("percent-encoding.json");
    if (cases.is_null()) {
        WARN("skipped: ../shared/conformance/url is absent");
        return;
    }
    for (const json& test : cases) {
        if (!test.is_object()) continue;
        const std::optional<Url> url =
            Url::parse("https://doesnotmatter.invalid/?" + test["input"].get<std::string>() + "#");
        REQUIRE(url);
        CHECK(url->query() == test["output"]["utf-8"].get<std::string>());  // pages in other charsets: decoded before
    }
}

TEST_CASE("Parts of a URL are what they are called") {
    const Url url = *Url::parse("HTTPS://user:pw@Bücher.example:8443/a/../b?q=1#f");
    CHECK(url.text() == "https://user:pw@xn--bcher-kva.example:8443/b?q=1#f");
    CHECK(url.port() == 8443);
    CHECK(url.path_and_query() == "/b?q=1");
    CHECK(url.origin() == "https://xn--bcher-kva.example:8443");
    CHECK(Url::from_parts(url.parts())->text() == url.text());
    CHECK(crawler::domain_to_unicode(url.host()) == "bücher.example");
}

TEST_CASE("Other schemes and overlong addresses are no URLs here") {
    for (const char* text : {"javascript:alert(1)", "mailto:a@b.example", "ftp://x.example/", "data:,x", "", "//x"})
        CHECK_FALSE(Url::parse(text));
    CHECK_FALSE(Url::parse("http://x.example/" + std::string(9000, 'a')));
    CHECK_FALSE(Url::parse("http://" + std::string(100000, 'a')));
}

TEST_CASE("The registrable domain follows the public suffix list") {
    CHECK(crawler::registrable_domain("shop.example.co.uk") == "example.co.uk");
    CHECK(crawler::registrable_domain("a.b.example.com") == "example.com");
    CHECK(crawler::registrable_domain("co.uk") == "co.uk");
    CHECK(crawler::registrable_domain("127.0.0.1") == "127.0.0.1");
    CHECK(crawler::registrable_domain("[::1]") == "[::1]");
    CHECK(crawler::registrable_domain("localhost") == "localhost");
}
