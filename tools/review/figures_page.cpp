// Charts over the adverts a search selects, and how often rules and words were right.
#include <fmt/core.h>

#include "tools/report/charts.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

Html precision_table(const Visit& visit, const char* heading_key, const char* name_key,
                     const std::vector<casebook::Precision>& all, bool words_of_lists) {
    const MessageCatalogue& words = visit.words;
    Html rows;
    for (const casebook::Precision& each : all) {
        const std::int64_t decided = each.confirmed + each.dismissed;
        if (decided == 0) continue;
        const double share = static_cast<double>(each.confirmed) / static_cast<double>(decided);
        std::string link = "/?status=all&rule=" + percent_encoded(each.name);
        if (words_of_lists) {
            const std::size_t comma = each.detail.find(", ");
            link = "/word?word=" + percent_encoded(each.name) +
                   "&word_kind=" + percent_encoded(each.detail.substr(0, comma)) +
                   "&word_language=" + percent_encoded(comma == std::string::npos ? "" : each.detail.substr(comma + 2));
        }
        rows.add(
            "<tr><td><a href=\"{}\"><bdi>{}</bdi></a> <small>{}</small></td><td class=\"n\">{}</td><td "
            "class=\"n\">{}</td>"
            "<td class=\"n\">{}</td><td><meter min=\"0\" max=\"1\" value=\"{}\" aria-label=\"{}\"></meter></td></tr>",
            link, each.name, each.detail, each.confirmed, each.dismissed, fmt::format("{:.0f} %", share * 100),
            fmt::format("{:.3f}", share), words("desk.precision"));
    }
    if (rows.empty())
        return html("<h2>{}</h2><p class=\"soft\">{}</p>", words(heading_key), words("desk.no_decisions"));
    return html(
        "<h2>{}</h2><div class=\"scroll\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">{}</th><th scope=\"col\" "
        "class=\"n\">{}</th>"
        "<th scope=\"col\" class=\"n\">{}</th><th scope=\"col\" class=\"n\">{}</th><th scope=\"col\"><span "
        "class=\"unseen\">{}</span></th>"
        "</tr></thead><tbody>{}</tbody></table></div>",
        words(heading_key), words(name_key), words("status.confirmed"), words("status.dismissed"),
        words("desk.precision"), words("desk.precision"), rows);
}

}  // namespace

HttpResponse figures_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    Search search = read_search(visit.request);
    if (visit.request.parameter("status").empty())
        search.filter.status.clear();  // figures are of all, queues of what waits
    Html flagged_only;
    if (search.filter.least_level == detector::Level::none) {
        search.filter.least_level = detector::Level::low;
        flagged_only = html("<p class=\"soft\">{}</p>", words("desk.figures_flagged"));
    }
    const casebook::Figures figures = visit.queue.figures(search.filter);
    const casebook::Summary& summary = figures.summary;
    const report::Timeline timeline = report::over_time(summary.by_day);
    const std::string& over_time = words(timeline.step == report::Step::day    ? "chart.time"
                                         : timeline.step == report::Step::week ? "chart.week"
                                                                               : "chart.month");
    Html charts;
    const auto chart = [&](std::string_view title, const std::vector<casebook::Count>& counts,
                           const std::string& tone = {}, const std::string& names = {}) {
        if (!counts.empty())
            charts.add("{}", Html::of_report(
                                 report::bar_chart(words(title), report::bars_of(counts, words, tone, names), words)));
    };
    if (!timeline.columns.empty())
        charts.add("{}", Html::of_report(report::column_chart(over_time, timeline.columns, words)));
    chart("chart.taxon", summary.by_taxon);
    chart("chart.level", summary.by_level, "level-", "level.");
    chart("chart.appendix", summary.by_appendix);
    chart("chart.regime", summary.by_regime);
    chart("chart.source", summary.by_source);
    chart("chart.country", report::by_country(visit.desk.countries, figures.places, words.language()));
    chart("chart.language", summary.by_language);
    chart("chart.status", summary.by_status, "", "status.");
    const Html main = html("<h1>{}</h1>{}{}<div class=\"charts\">{}</div>{}{}", words("desk.figures"),
                           description(visit, search.filter), flagged_only, charts,
                           precision_table(visit, "desk.precision_rules", "desk.rule", figures.rules, false),
                           precision_table(visit, "desk.precision_words", "desk.word", figures.words, true));
    return page(visit, words("desk.figures"), main, 200, "/figures");
}

}  // namespace tools::review
