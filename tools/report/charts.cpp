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
    std::int64_t others = 0;
    std::size_t left_out = 0;
    for (const casebook::Count& count : counts) {
        if (shown.size() + 1 >= most_bars && counts.size() > most_bars) {
            others += count.count;
            ++left_out;
            continue;
        }
        std::string label = count.name.empty() ? words("unknown")
                            : names.empty()    ? count.name
                                               : words(names + count.name);
        shown.push_back({std::move(label), count.count, tone.empty() ? "" : tone + count.name});
    }
    if (left_out) shown.push_back({words("chart.others", std::to_string(left_out)), others, "others"});
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

std::string bar_chart(std::string_view title, const std::vector<Bar>& bars, const MessageCatalogue& words) {
    constexpr int row = 26, label_width = 188, bar_width = 232, width = 480;
    const std::int64_t most = largest(bars);
    std::string svg =
        fmt::format("<figure><figcaption>{}</figcaption><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
                    escaped(title), width, static_cast<int>(bars.size()) * row, escaped(title));
    int y = 0;
    for (const Bar& bar : bars) {
        const double length = std::max(2.0, static_cast<double>(bar.count) / static_cast<double>(most) * bar_width);
        svg += fmt::format(
            "<text class=\"label\" x=\"{}\" y=\"{}\"><title>{}</title>{}</text>"
            "<rect class=\"bar {}\" x=\"{}\" y=\"{}\" width=\"{:.1f}\" height=\"16\" rx=\"3\"/>"
            "<text class=\"count\" x=\"{:.1f}\" y=\"{}\">{}</text>",
            label_width - 8, y + 17, escaped(bar.label), escaped(shortened(short_path(bar.label), 25)),
            escaped(bar.tone), label_width, y + 5, length, label_width + length + 6, y + 17, words.number(bar.count));
        y += row;
    }
    return svg + "</svg></figure>";
}

std::string column_chart(std::string_view title, const std::vector<Bar>& columns, const MessageCatalogue& words) {
    constexpr double width = 980, height = 190, left = 44, bottom = 26, top = 10;
    const std::int64_t cap = rounded_up(largest(columns));
    const double plot = height - bottom - top;
    std::string svg = fmt::format(
        "<figure class=\"wide\"><figcaption>{}</figcaption><svg viewBox=\"0 0 {} {}\" role=\"img\" aria-label=\"{}\">",
        escaped(title), width, height, escaped(title));
    for (const std::int64_t tick : std::set{std::int64_t{0}, cap / 2, cap}) {
        const double y = top + plot * (1 - static_cast<double>(tick) / static_cast<double>(cap));
        svg += fmt::format("<line class=\"grid\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>", left, width, y, y);
        svg +=
            fmt::format("<text class=\"label\" x=\"{}\" y=\"{:.1f}\">{}</text>", left - 8, y + 4, words.number(tick));
    }
    const double step = (width - left) / static_cast<double>(std::max<std::size_t>(columns.size(), 12));
    const std::size_t every = std::max<std::size_t>(1, columns.size() / 6);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double x = left + step * static_cast<double>(i);
        const double tall = plot * static_cast<double>(columns[i].count) / static_cast<double>(cap);
        if (columns[i].count > 0)
            svg += fmt::format(
                "<rect class=\"bar\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"2\">"
                "<title>{}: {}</title></rect>",
                x + step * 0.12, top + plot - tall, step * 0.76, std::max(tall, 1.5), columns[i].label,
                words.number(columns[i].count));
        if (i % every == 0)
            svg += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\">{}</text>", x + step * 0.12, height - 6,
                               columns[i].label);
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
