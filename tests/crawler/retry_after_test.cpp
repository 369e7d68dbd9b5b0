#include "crawler/retry_after.h"

#include <catch2/catch.hpp>

using namespace std::chrono_literals;

TEST_CASE("Retry-After is read in seconds and in all three forms of an HTTP date") {
    const auto now = *crawler::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
    CHECK(now.time_since_epoch() == 784111777s);
    struct Row {
        const char* value;
        std::optional<std::chrono::seconds> wait;
    };
    for (const Row& row :
         {Row{"120", 120s}, Row{" 0 ", 0s}, Row{"Sun, 06 Nov 1994 08:50:07 GMT", 30s},
          Row{"Sunday, 06-Nov-94 08:50:07 GMT", 30s}, Row{"Sun Nov  6 08:50:07 1994", 30s},
          Row{"Sat, 05 Nov 1994 08:50:07 GMT", 0s}, Row{"99999999999999999999", 24h}, Row{"soon", std::nullopt},
          Row{"", std::nullopt}, Row{"-5", std::nullopt}, Row{"Sun, 31 Feb 1994 08:50:07 GMT", std::nullopt}}) {
        INFO(row.value);
        CHECK(crawler::parse_retry_after(row.value, now) == row.wait);
    }
}

TEST_CASE("A spent budget of requests is a wait until its reset, in the forms APIs use") {
    const auto now = *crawler::parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT");
    struct Row {
        const char *remaining, *reset;
        std::optional<std::chrono::seconds> wait;
    };
    for (const Row& row :
         {Row{"0", "1994-11-06T08:54:37.123Z", 300s}, Row{"0", "45", 45s}, Row{"3", "45", std::nullopt},
          Row{"0", "", std::nullopt}, Row{"", "45", std::nullopt}, Row{"0", "soon", std::nullopt},
          Row{"0", "1994-13-06T08:54:37Z", std::nullopt}, Row{"0", "1994-11-06T08:00:00Z", 0s}}) {
        INFO(row.remaining << " " << row.reset);
        CHECK(crawler::parse_rate_limit(row.remaining, row.reset, now) == row.wait);
    }
    const std::chrono::system_clock::time_point later(1'800'000'000s);
    CHECK(crawler::parse_rate_limit("0", "1800000060", later) == 60s);
    CHECK(crawler::parse_rate_limit("0", "1799999999", later) == 0s);
    CHECK(crawler::parse_rate_limit("0", "99999999999999999999", later) == 24h);
    CHECK(crawler::parse_rate_limit("0", "9999-12-31T23:59:59Z", later) == 24h);
    CHECK(crawler::parse_rate_limit("0", "0001-01-01T00:00:00Z", later) == 0s);
    CHECK(crawler::parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", later) == 24h);
    CHECK(crawler::parse_retry_after("Mon, 01 Jan 1601 00:00:00 GMT", later) == 0s);
}
