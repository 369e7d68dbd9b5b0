#include "crawler/schedule.h"

#include <catch2/catch.hpp>

using namespace crawler;
using namespace std::chrono;
using namespace std::chrono_literals;

TEST_CASE("Durations are read in units from large to small") {
    CHECK(parse_duration("6h") == 6h);
    CHECK(parse_duration("1d12h") == 36h);
    CHECK(parse_duration("2w") == 336h);
    CHECK(parse_duration("1h30m5s") == 1h + 30min + 5s);
    for (const char* text : {"", "6", "h", "0s", "6h1d", "6 h", "-1h", "1h1h", "99999999w", "6x"})
        CHECK_FALSE(parse_duration(text));
    CHECK(parse_delay("500ms") == 500ms);
    CHECK(parse_delay("1.5s") == 1500ms);
    CHECK(parse_delay("0") == 0ms);
    CHECK_FALSE(parse_delay("ms"));
}

TEST_CASE("Cron times come when crontab(5) says they do") {
    const UtcSeconds monday = sys_days(2026y / November / 23) + 20h + 30min + 5s;
    struct Row {
        const char* cron;
        UtcSeconds next;
    };
    for (const Row& row : {
             Row{"0 3 * * *", sys_days(2026y / November / 24) + 3h},
             Row{"*/15 * * * *", sys_days(2026y / November / 23) + 20h + 45min},
             Row{"31 20 * * *", sys_days(2026y / November / 23) + 20h + 31min},
             Row{"30 20 * * *", sys_days(2026y / November / 24) + 20h + 30min},
             Row{"0 0 1 * *", sys_days(2026y / December / 1)},
             Row{"0 0 * * sun", sys_days(2026y / November / 29)},
             Row{"0 0 * * 7", sys_days(2026y / November / 29)},
             Row{"0 0 * * mon-fri", sys_days(2026y / November / 24)},
             Row{"0 0 29 2 *", sys_days(2028y / February / 29)},
             Row{"5,10-12/2 4 * jan,mar *", sys_days(2027y / January / 1) + 4h + 5min},
             Row{"0 0 13 * fri", sys_days(2026y / November / 27)},  // day or weekday, both being restricted
             Row{"@hourly", sys_days(2026y / November / 23) + 21h},
         }) {
        INFO(row.cron);
        const auto cron = Cron::parse(row.cron);
        REQUIRE(cron);
        CHECK(cron->next_after(monday) == row.next);
    }
    CHECK_FALSE(Cron::parse("0 0 30 2 *")->next_after(monday));
    for (const char* text : {"", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8",
                             "*/0 * * * *", "5-1 * * * *", "a * * * *", "* * * * * *", "@never"}) {
        INFO(text);
        CHECK_FALSE(Cron::parse(text));
    }
}

TEST_CASE("A cron time agrees with a walk minute by minute") {
    const auto cron = *Cron::parse("7-59/13 5,17 1-10 * tue");
    UtcSeconds time = sys_days(2026y / January / 1);
    for (int i = 0; i < 60; ++i) {
        UtcSeconds slow = floor<minutes>(time) + 1min;
        for (;; slow += 1min) {
            const auto day = floor<days>(slow);
            const auto minute = (slow - day).count() / 60;
            const unsigned date = static_cast<unsigned>(year_month_day(day).day());
            if ((date <= 10 || weekday(day) == Tuesday) && (minute / 60 == 5 || minute / 60 == 17) &&
                minute % 60 >= 7 && (minute % 60 - 7) % 13 == 0)
                break;
        }
        REQUIRE(cron.next_after(time) == slow);
        time = slow;
    }
}
