#include "tools/report/charts.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <set>

#include "tools/report/html_text.h"

namespace tools::report {

namespace {

using std::chrono::sys_days;

sys_days to_day(const std::string& text) {
    int year = 1970;
    unsigned month = 1, day = 1;
    std::sscanf(text.c_str(), "%d-%u-%u", &year, &month, &day);
    return std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day);
}

std::string to_text(sys_days day) {
    const std::chrono::year_month_day date{day};
    return fmt::format("{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

sys_days column_start(sys_days day, Step step) {
    if (step == Step::day) return day;
    if (step == Step::week) return day - (std::chrono::weekday{day} - std::chrono::Monday);
    const std::chrono::year_month_day date{day};
    return date.year() / date.month() / std::chrono::day{1};
}

sys_days column_after(sys_days start, Step step) {
    if (step == Step::day) return start + std::chrono::days{1};
    if (step == Step::week) return start + std::chrono::days{7};
    return std::chrono::year_month_day{start} + std::chrono::months{1};
}

std::int64_t largest(const std::vector<Bar>& bars) {
    std::int64_t most = 1;
    for (const Bar& bar : bars) most = std::max(most, bar.count);
    return most;
}

// A cap for the axis that people like to read: 1, 2 or 5 times a power of ten.
std::int64_t rounded_up(std::int64_t count) {
    for (std::int64_t power = 1;; power *= 10)
        for (const std::int64_t step : {1, 2, 5})
            if (step * power >= count) return step * power;
}

}  // namespace

std::vector<Bar> bars_of(const std::vector<casebook::Count>& counts, const MessageCatalogue& words,
                         const std::string& tone, const std::string& names) {
    constexpr std::size_t most_bars = 12;
    std::vector<Bar> shown;
    std::int64_t others = 0, unknown = 0, left_out = 0;
    for (const casebook::Count& count : counts) {
        if (shown.size() + 1 >= most_bars && counts.size() > most_bars) {
            others += count.count;
            ++left_out;
            continue;
        }
        if (count.name.empty()) {
            unknown = count.count;
            continue;
        }
        shown.push_back({.label = names.empty() ? count.name : words(names + count.name),
                         .count = count.count,
                         .tone = tone.empty() ? "" : tone + count.name});
    }
    if (left_out) shown.push_back({.label = words.counted("chart.others", left_out), .count = others, .apart = true});
    if (unknown) shown.push_back({.label = words("unknown"), .count = unknown, .apart = true});
    return shown;
}

namespace {

// Of a path what tells it from others: "/cases/2026/adverts/ar.tsv" -> "…/adverts/ar.tsv".
std::string short_path(const std::string& label) {
    const std::size_t last = label.rfind('/');
    if (last == std::string::npos || last == 0 || label.find("://") != std::string::npos) return label;
    const std::size_t parent = label.rfind('/', last - 1);
    return parent == std::string::npos || parent == 0 ? label : "…" + label.substr(parent);
}

}  // namespace

// Rows of a table, so that labels wrap and letters keep their size at any width; only the bar is drawn. What many
// lesser ones add up to, and what nothing is known of, is told beside the scale: as bars they would dwarf all others.
std::string bar_chart(std::string_view title, const std::vector<Bar>& bars, const MessageCatalogue& words) {
    std::int64_t most = 1;
    for (const Bar& bar : bars)
        if (!bar.apart) most = std::max(most, bar.count);
    std::string rows;
    for (const Bar& bar : bars) {
        const std::string label = escaped(shortened(short_path(bar.label), 60));
        if (bar.apart) {
            rows += fmt::format("<tr class=\"apart\"><th scope=\"row\">{}</th><td>{}</td></tr>", label,
                                words.number(bar.count));
            continue;
        }
        // A bar of 80 % leaves room for its figure.
        const double length = std::max(0.6, static_cast<double>(bar.count) / static_cast<double>(most) * 80);
        rows += fmt::format(
            "<tr><th scope=\"row\" title=\"{}\"><bdi>{}</bdi></th><td><svg height=\"18\">"
            "<rect class=\"bar {}\" y=\"1\" width=\"{:.1f}%\" height=\"16\" rx=\"3\"/>"
            "<text class=\"count\" x=\"{:.1f}%\" dx=\"6\" y=\"14\">{}</text></svg></td></tr>",
            escaped(bar.label), label, escaped(bar.tone), length, length, words.number(bar.count));
    }
    return fmt::format("<figure><figcaption>{}</figcaption><table class=\"bars\">{}</table></figure>", escaped(title),
                       rows);
}

std::string column_chart(std::string_view title, const std::vector<Bar>& columns, const MessageCatalogue& words) {
    // Across in hundredths of whatever width there is, down in pixels.
    constexpr double height = 190, bottom = 26, top = 10, plot = height - bottom - top;
    const std::int64_t cap = rounded_up(largest(columns));
    std::string svg = fmt::format(
        "<figure class=\"wide\"><figcaption>{}</figcaption><svg class=\"time\" height=\"{}\" role=\"img\" "
        "aria-label=\"{}\">",
        escaped(title), height, escaped(title));
    for (const std::int64_t tick : std::set{std::int64_t{0}, cap / 2, cap}) {
        const double y = top + plot * (1 - static_cast<double>(tick) / static_cast<double>(cap));
        svg += fmt::format("<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>", y, y);
        svg += fmt::format("<text class=\"label\" x=\"-8\" y=\"{:.1f}\">{}</text>", y + 4, words.number(tick));
    }
    const double step = 100 / static_cast<double>(std::max<std::size_t>(columns.size(), 12));
    const std::size_t every = std::max<std::size_t>(1, columns.size() / 6);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double x = step * static_cast<double>(i) + step * 0.12;
        const double tall = plot * static_cast<double>(columns[i].count) / static_cast<double>(cap);
        if (columns[i].count > 0)
            svg += fmt::format(
                "<rect class=\"bar\" x=\"{:.2f}%\" y=\"{:.1f}\" width=\"{:.2f}%\" height=\"{:.1f}\" rx=\"2\">"
                "<title>{}: {}</title></rect>",
                x, top + plot - tall, step * 0.76, std::max(tall, 1.5), columns[i].label,
                words.number(columns[i].count));
        if (i % every != 0) continue;
        const bool at_end = x > 88;  // where a date would run out of the picture
        svg += fmt::format("<text class=\"tick{}{}\" x=\"{:.2f}%\" y=\"{}\">{}</text>", at_end ? " end" : "",
                           i / every % 3 ? " seldom" : "", at_end ? x + step * 0.76 : x, height - 6, columns[i].label);
    }
    return svg + "</svg></figure>";
}

Timeline over_time(const std::vector<casebook::Count>& days) {
    Timeline timeline;
    if (days.empty()) return timeline;
    const sys_days first = to_day(days.front().name), last = to_day(days.back().name);
    const auto length = (last - first).count();
    timeline.step = length <= 62 ? Step::day : length <= 430 ? Step::week : Step::month;
    auto next = days.begin();
    for (sys_days start = column_start(first, timeline.step); start <= last;
         start = column_after(start, timeline.step)) {
        Bar column{.label = to_text(start).substr(0, timeline.step == Step::month ? 7 : 10)};
        for (; next != days.end() && to_day(next->name) < column_after(start, timeline.step); ++next)
            column.count += next->count;
        timeline.columns.push_back(std::move(column));
    }
    return timeline;
}

}  // namespace tools::report
