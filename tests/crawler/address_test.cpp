#include "crawler/address.h"

#include <catch2/catch.hpp>

#include "crawler/challenge.h"

TEST_CASE("Only globally reachable addresses may be visited, however they are written") {
    for (const char* text : {"0.0.0.0",
                             "10.1.2.3",
                             "100.64.0.1",
                             "100.100.100.200",
                             "127.0.0.1",
                             "127.255.255.255",
                             "169.254.169.254",
                             "172.16.0.1",
                             "172.31.255.255",
                             "192.0.0.8",
                             "192.0.2.1",
                             "192.168.1.1",
                             "198.18.0.1",
                             "198.19.255.255",
                             "198.51.100.7",
                             "203.0.113.9",
                             "224.0.0.1",
                             "240.0.0.1",
                             "255.255.255.255",
                             "::",
                             "::1",
                             "[::1]",
                             "::ffff:127.0.0.1",
                             "::ffff:10.0.0.1",
                             "::127.0.0.1",
                             "::8.8.8.8",
                             "64:ff9b::10.0.0.1",
                             "64:ff9b:1::1",
                             "2002:7f00:1::",
                             "2002:a00:1::1",
                             "2001::1",
                             "2001:0:4136:e378:8000:63bf:f5ff:fffe",
                             "2001:db8::1",
                             "fc00::1",
                             "fd00:ec2::254",
                             "fe80::1",
                             "fe80::1%eth0",
                             "fec0::1",
                             "ff02::1",
                             "100::1",
                             "3fff::1",
                             "::ffff:0:127.0.0.1"}) {
        INFO(text);
        CHECK_FALSE(crawler::may_visit(text));
    }
    for (const char* text :
         {"8.8.8.8", "100.63.255.255", "100.128.0.1", "172.15.0.1", "172.32.0.1", "192.0.1.1", "198.17.255.255",
          "198.20.0.1", "223.255.255.255", "2606:4700::1111", "[2a00:1450::1]", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8",
          "2002:808:808::1", "market.example", "notlocalhost", "localhost.example"}) {
        INFO(text);
        CHECK(crawler::may_visit(text));
    }
    for (const char* name : {"localhost", "localhost.", "a.localhost"}) CHECK_FALSE(crawler::may_visit(name));
}

TEST_CASE("Challenge pages are recognised by their vendors' marks, ordinary pages are not") {
    using crawler::challenge_of;
    const crawler::Headers html{{"content-type", "text/html; charset=utf-8"}};
    CHECK(challenge_of(403, {{"cf-mitigated", "challenge"}}, "") == "Cloudflare");
    CHECK(challenge_of(503, html, "<script>window._cf_chl_opt={}</script>") == "Cloudflare");
    CHECK(challenge_of(403, html, "<script src='https://ct.captcha-delivery.com/c.js'>") == "DataDome");
    CHECK(challenge_of(403, html, "<div id=\"px-captcha\"></div>") == "PerimeterX");
    CHECK(challenge_of(200, html, "<div id=\"sec-if-cpt-container\">") == "Akamai");
    CHECK(challenge_of(403, html, "<div class=\"g-recaptcha\">") == "captcha");
    CHECK(challenge_of(202, {{"x-amzn-waf-action", "challenge"}}, "") == "AWS WAF");
    // A contact form with a captcha widget, a long page that quotes a mark, a JSON answer, a plain refusal.
    CHECK(challenge_of(200, html, "<form><div class=\"g-recaptcha\"></div></form>").empty());
    CHECK(challenge_of(200, html, std::string(20000, 'x') + "px-captcha").empty());
    CHECK(challenge_of(403, {{"content-type", "application/json"}}, "{\"a\":\"px-captcha\"}").empty());
    CHECK(challenge_of(403, html, "<h1>Forbidden</h1>").empty());
    CHECK(challenge_of(404, html, "px-captcha").empty());
}
