#include "crawler/schedule.h"

#include <algorithm>
#include <array>
#include <vector>

namespace crawler {
namespace {

std::optional<int> number(std::string_view text) {
    if (text.empty() || text.size() > 8) return std::nullopt;
    int value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<int> value_of(std::string_view text, std::string_view names, int first) {
    if (const auto plain = number(text)) return plain;
    if (text.size() != 3 || names.empty()) return std::nullopt;
    std::string name;
    for (char c : text) name += static_cast<char>(c | 0x20);
    const std::size_t at = names.find(name);
    if (at == std::string_view::npos || at % 3 != 0) return std::nullopt;
    return static_cast<int>(at / 3) + first;
}

constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
constexpr std::string_view kWeekdays = "sunmontuewedthufrisat";

template <std::size_t N>
bool parse_field(std::string_view text, int least, int most, std::string_view names, std::bitset<N>& out) {
    while (true) {
        const std::size_t comma = text.find(',');
        std::string_view part = text.substr(0, comma);
        int step = 1;
        const std::size_t slash = part.find('/');
        if (slash != std::string_view::npos) {
            const auto given = number(part.substr(slash + 1));
            if (!given || *given == 0) return false;
            step = *given;
            part = part.substr(0, slash);
        }
        int from = least, to = most;
        if (part != "*") {
            const std::size_t dash = part.find('-');
            const auto low = value_of(part.substr(0, dash), names, least == 0 ? 0 : 1);
            if (!low) return false;
            from = *low;
            to = slash == std::string_view::npos ? from : most;
            if (dash != std::string_view::npos) {
                const auto high = value_of(part.substr(dash + 1), names, least == 0 ? 0 : 1);
                if (!high) return false;
                to = *high;
            }
        }
        if (from < least || to > most || from > to) return false;
        for (int i = from; i <= to; i += step) out.set(static_cast<std::size_t>(i));
        if (comma == std::string_view::npos) return true;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

std::optional<std::chrono::seconds> parse_duration(std::string_view text) {
    std::int64_t total = 0, last_unit = std::int64_t{1} << 40;
    while (!text.empty()) {
        const std::size_t end = text.find_first_not_of("0123456789");
        if (end == std::string_view::npos || end == 0) return std::nullopt;
        const auto count = number(text.substr(0, end));
        std::int64_t unit = 0;
        switch (text[end]) {
            case 's':
                unit = 1;
                break;
            case 'm':
                unit = 60;
                break;
            case 'h':
                unit = 3600;
                break;
            case 'd':
                unit = 86400;
                break;
            case 'w':
                unit = 7 * 86400;
                break;
            default:
                return std::nullopt;
        }
        if (!count || unit >= last_unit) return std::nullopt;
        last_unit = unit;
        total += *count * unit;
        text.remove_prefix(end + 1);
    }
    if (total <= 0 || total > 366LL * 86400 * 10) return std::nullopt;
    return std::chrono::seconds(total);
}

std::optional<std::chrono::milliseconds> parse_delay(std::string_view text) {
    if (text == "0" || text == "0s" || text == "0ms") return std::chrono::milliseconds(0);
    if (text.size() > 2 && text.substr(text.size() - 2) == "ms") {
        const auto value = number(text.substr(0, text.size() - 2));
        return value ? std::optional(std::chrono::milliseconds(*value)) : std::nullopt;
    }
    const std::size_t dot = text.find('.');
    if (dot != std::string_view::npos && text.back() == 's') {
        const auto whole = number(text.substr(0, dot));
        std::string digits(text.substr(dot + 1, text.size() - dot - 2));
        digits.resize(3, '0');
        const auto part = number(digits);
        if (!whole || !part) return std::nullopt;
        return std::chrono::milliseconds(std::int64_t{*whole} * 1000 + *part);
    }
    const auto seconds = parse_duration(text);
    return seconds ? std::optional<std::chrono::milliseconds>(*seconds) : std::nullopt;
}

std::optional<Cron> Cron::parse(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kNamed{{{"@hourly", "0 * * * *"},
                                                                                          {"@daily", "0 0 * * *"},
                                                                                          {"@midnight", "0 0 * * *"},
                                                                                          {"@weekly", "0 0 * * 0"},
                                                                                          {"@monthly", "0 0 1 * *"},
                                                                                          {"@yearly", "0 0 1 1 *"},
                                                                                          {"@annually", "0 0 1 1 *"}}};
    for (const auto& [name, meaning] : kNamed)
        if (text == name) text = meaning;
    std::vector<std::string_view> fields;
    while (!text.empty()) {
        const std::size_t begin = text.find_first_not_of(" \t");
        if (begin == std::string_view::npos) break;
        text.remove_prefix(begin);
        const std::size_t end = std::min(text.find_first_of(" \t"), text.size());
        fields.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    if (fields.size() != 5) return std::nullopt;
    Cron cron;
    std::bitset<8> weekdays;  // 7 is Sunday too
    if (!parse_field(fields[0], 0, 59, {}, cron.minutes_) || !parse_field(fields[1], 0, 23, {}, cron.hours_) ||
        !parse_field(fields[2], 1, 31, {}, cron.days_) || !parse_field(fields[3], 1, 12, kMonths, cron.months_) ||
        !parse_field(fields[4], 0, fields[4] == "*" || fields[4].substr(0, 2) == "*/" ? 6 : 7, kWeekdays, weekdays))
        return std::nullopt;
    for (std::size_t i = 0; i < 8; ++i)
        if (weekdays[i]) cron.weekdays_.set(i % 7);
    cron.any_day_ = fields[2][0] == '*';
    cron.any_weekday_ = fields[4][0] == '*';
    return cron;
}

bool Cron::day_matches(std::chrono::sys_days day) const {
    const std::chrono::year_month_day date(day);
    if (!months_[static_cast<unsigned>(date.month())]) return false;
    const bool by_day = days_[static_cast<unsigned>(date.day())];
    const bool by_weekday = weekdays_[std::chrono::weekday(day).c_encoding()];
    return any_day_ || any_weekday_ ? by_day && by_weekday : by_day || by_weekday;
}

std::optional<UtcSeconds> Cron::next_after(UtcSeconds time) const {
    const auto start = std::chrono::floor<std::chrono::minutes>(time) + std::chrono::minutes(1);
    auto day = std::chrono::floor<std::chrono::days>(start);
    auto minute = static_cast<std::size_t>((start - day).count());
    for (int i = 0; i < 366 * 9; ++i, day += std::chrono::days(1), minute = 0) {
        if (!day_matches(day)) continue;
        for (std::size_t m = minute; m < 24 * 60; ++m)
            if (hours_[m / 60] && minutes_[m % 60]) return UtcSeconds(day + std::chrono::minutes(m));
    }
    return std::nullopt;
}

std::optional<UtcSeconds> Schedule::due_after(UtcSeconds last) const {
    if (cron) return cron->next_after(last);
    if (every) return last + *every;
    return std::nullopt;
}

}  // namespace crawler
