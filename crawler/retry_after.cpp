#include "crawler/retry_after.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "crawler/limits.h"

namespace crawler {
namespace {

std::optional<int> number(std::string_view text) {
    if (text.empty() || text.size() > 6) return std::nullopt;
    int value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<int> month(std::string_view text) {
    static constexpr std::array<std::string_view, 12> names{"jan", "feb", "mar", "apr", "may", "jun",
                                                            "jul", "aug", "sep", "oct", "nov", "dec"};
    std::string lower(text.substr(0, 3));
    for (char& c : lower) c = static_cast<char>(c | 0x20);
    const auto at = std::find(names.begin(), names.end(), lower);
    if (at == names.end()) return std::nullopt;
    return static_cast<int>(at - names.begin()) + 1;
}

std::chrono::seconds wait_until(std::chrono::system_clock::time_point then, std::chrono::system_clock::time_point now) {
    return std::clamp(std::chrono::ceil<std::chrono::seconds>(then - now), std::chrono::seconds(0),
                      limits::retry_after_cap);
}

// A moment of the calendar. The clock counts nanoseconds in 64 bits, which end in 2262, and people write the year 9999
// for "never": what lies beyond 2200 is as far as that, what lies before 1970 as long ago.
std::optional<std::chrono::system_clock::time_point> moment(int year, int month, int day, int hours, int minutes,
                                                            int seconds) {
    using namespace std::chrono;
    const year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                              std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || hours > 23 || minutes > 59 || seconds > 60) return std::nullopt;
    if (year > 2200) return sys_days(std::chrono::year(2200) / 1 / 1);
    if (year < 1970) return system_clock::time_point();
    return sys_days(date) + std::chrono::hours(hours) + std::chrono::minutes(minutes) + std::chrono::seconds(seconds);
}

// "2026-03-01T12:00:00.000Z"; the fraction and any offset but Z are passed over.
std::optional<std::chrono::system_clock::time_point> parse_iso_8601(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const auto year = number(text.substr(0, 4)), mon = number(text.substr(5, 2)), day = number(text.substr(8, 2)),
               hours = number(text.substr(11, 2)), minutes = number(text.substr(14, 2)),
               seconds = number(text.substr(17, 2));
    if (!year || !mon || !day || !hours || !minutes || !seconds) return std::nullopt;
    return moment(*year, *mon, *day, *hours, *minutes, *seconds);
}

}  // namespace

// "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"
std::optional<std::chrono::system_clock::time_point> parse_http_date(std::string_view value) {
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < value.size() && words.size() < 10;) {
        const std::size_t end = std::min(value.find_first_of(" ,-\t", i), value.size());
        if (end > i) words.push_back(value.substr(i, end - i));
        i = end + 1;
    }
    if (words.size() < 5) return std::nullopt;
    const bool asctime = month(words[1]).has_value() && words[3].find(':') != std::string_view::npos;
    const auto day = number(words[asctime ? 2 : 1]);
    const auto mon = month(words[asctime ? 1 : 2]);
    auto year = number(words[asctime ? 4 : 3]);
    const std::string_view clock = words[asctime ? 3 : 4];
    if (!day || !mon || !year || clock.size() != 8 || clock[2] != ':' || clock[5] != ':') return std::nullopt;
    const auto hours = number(clock.substr(0, 2)), minutes = number(clock.substr(3, 2)),
               seconds = number(clock.substr(6));
    if (!hours || !minutes || !seconds || *year > 9999) return std::nullopt;
    if (*year < 70) *year += 2000;
    if (*year < 100) *year += 1900;
    return moment(*year, *mon, *day, *hours, *minutes, *seconds);
}

std::optional<std::chrono::seconds> parse_retry_after(std::string_view value,
                                                      std::chrono::system_clock::time_point now) {
    while (!value.empty() && value.front() == ' ') value.remove_prefix(1);
    while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
    if (value.empty()) return std::nullopt;
    if (value.find_first_not_of("0123456789") == std::string_view::npos) {
        std::int64_t seconds = 0;
        for (char c : value)
            seconds = std::min<std::int64_t>(seconds * 10 + (c - '0'), limits::retry_after_cap.count());
        return std::chrono::seconds(seconds);
    }
    const auto date = parse_http_date(value);
    if (!date) return std::nullopt;
    return wait_until(*date, now);
}

std::optional<std::chrono::seconds> parse_rate_limit(std::string_view remaining, std::string_view reset,
                                                     std::chrono::system_clock::time_point now) {
    constexpr std::int64_t year_2001 = 1'000'000'000;  // a larger number is a moment, a smaller one a wait
    if (remaining.empty() || remaining.find_first_not_of('0') != std::string_view::npos || reset.empty())
        return std::nullopt;
    if (reset.find_first_not_of("0123456789") == std::string_view::npos) {
        std::int64_t value = 0;
        for (char c : reset) value = std::min<std::int64_t>(value * 10 + (c - '0'), 4'000'000'000);  // the year 2096
        if (value < year_2001) return std::min(std::chrono::seconds(value), limits::retry_after_cap);
        return wait_until(std::chrono::system_clock::time_point(std::chrono::seconds(value)), now);
    }
    const auto until = parse_iso_8601(reset);
    if (!until) return std::nullopt;
    return wait_until(*until, now);
}

}  // namespace crawler
