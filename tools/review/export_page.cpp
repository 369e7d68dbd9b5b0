// The selection as a file: what it would hold first, then the file; who took what is in the casebook.
#include <fmt/core.h>

#include "tools/evidence_export.h"
#include "tools/report/filter_words.h"
#include "tools/report/renderer.h"
#include "tools/report/write_report.h"
#include "tools/review/bulk_selection.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"
#include "tools/scratch_folder.h"

namespace tools::review {

namespace {

constexpr std::int64_t most_reported = 20'000;
constexpr std::int64_t most_packed = 2'000;  // every capture is read and checked: more is work for the command line

struct Format {
    ReportFormat format;
    const char *name, *type;
};
constexpr Format formats[] = {
    {ReportFormat::html, "html", "text/html; charset=utf-8"},
    {ReportFormat::csv, "csv", "text/csv; charset=utf-8"},
    {ReportFormat::xlsx, "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {ReportFormat::jsonl, "jsonl", "application/x-ndjson"}};

// Those picked, or all that the search selects.
casebook::Filter wanted(const casebook::Filter& searched, const HttpRequest& request) {
    std::vector<casebook::ListingId> picks = picked(request);
    if (picks.empty()) return searched;
    return {.least_level = detector::Level::none, .listings = std::move(picks)};
}

Html package_form(const Visit& visit, const Html& fields, std::int64_t count) {
    const MessageCatalogue& words = visit.words;
    if (count == 0) return {};
    const Html action =
        count > most_packed
            ? html(
                  "<p class=\"warning\">{}</p><pre class=\"row\" tabindex=\"0\">citeswatch evidence export --casebook "
                  "{} "
                  "--output case.zip</pre>",
                  words("desk.package_bound", visit.words.number(static_cast<std::int64_t>(most_packed))),
                  visit.desk.options.casebook.filename().string())
            : html(
                  "<label class=\"field\"><span>{}</span><input name=\"title\" maxlength=\"200\" dir=\"auto\" "
                  "autocomplete=\"off\"></label><div class=\"buttons\"><button name=\"format\" "
                  "value=\"evidence\">{}</button></div>",
                  words("desk.case_title"), words("desk.format_evidence"));
    return html("<form method=\"post\" action=\"/export\" class=\"card\"><h2>{}</h2>{}<p>{}</p>{}</form>",
                words("desk.format_evidence"), fields, words("desk.package_lead"), action);
}

HttpResponse attachment(std::shared_ptr<const Spool> file, const char* type, casebook::Milliseconds made_ms,
                        const std::string& ending, const std::string& sha256) {
    const std::string day = report::iso_time(made_ms).substr(0, 10);
    return {.content_type = type,
            .headers = {{"Content-Disposition", fmt::format("attachment; filename=\"citeswatch-{}.{}\"", day, ending)},
                        {"X-Content-SHA256", sha256}},
            .file = std::move(file)};
}

HttpResponse report_file(const Visit& visit, const casebook::Filter& filter, const Format& format) {
    const auto file = std::make_shared<Spool>();
    const report::ReportPlan plan{.casebook = visit.desk.options.casebook.filename().string(),
                                  .format = format.format,
                                  .filter = filter,
                                  .limit = most_reported,
                                  .made_ms = unix_now()};
    casebook::Writer::Export taken{
        .who = visit.analyst, .kind = std::string("report ") + format.name, .filter = casebook::to_string(filter)};
    taken.listings = report::write_report(plan, visit.adverts, visit.links, visit.words, visit.desk.cites(visit.words),
                                          visit.desk.countries, [&file](std::string_view part) { file->write(part); });
    taken.sha256 = file->sha256();
    visit.desk.record_export(taken);  // before the bytes leave: nothing is handed out unrecorded
    return attachment(file, format.type, plan.made_ms, format.name, taken.sha256);
}

HttpResponse package(const Visit& visit, const casebook::Filter& filter) {
    const std::unique_lock alone(visit.desk.packing, std::try_to_lock);
    if (!alone)  // it reads all it holds: one after the other, and never all the desk's readers at once
        return problem(visit, 503, "desk.package_busy",
                       html("<p><a class=\"button\" href=\"/\">{}</a></p>", visit.words("desk.to_queue")));
    const ScratchFolder folder;
    const Exported made = export_evidence({.casebook = visit.desk.options.casebook,
                                           .archive = visit.desk.options.archive,
                                           .output = folder.path() / "package.zip",
                                           .filter = filter,
                                           .title = visit.request.parameter("title").substr(0, 200),
                                           .language = visit.words.language(),
                                           .who = visit.analyst});
    return attachment(std::make_shared<Spool>(folder.path() / "package.zip"), "application/zip", unix_now(), "zip",
                      made.sha256);
}

}  // namespace

HttpResponse export_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    const Search search = read_search(visit.request);
    const casebook::Filter filter = wanted(search.filter, visit.request);
    const casebook::BoundedCount count = visit.queue.count(filter, most_reported + 1);
    Html fields = html("{}{}", token_field(visit), hidden("query", query_string(search)));
    for (const casebook::ListingId id : filter.listings)
        fields.add("{}", hidden("pick", std::to_string(static_cast<std::int64_t>(id))));
    Html buttons, bound;
    for (const Format& format : formats)
        buttons.add("<button name=\"format\" value=\"{}\">{}</button>", format.name,
                    words(std::string("desk.format_") + format.name));
    if (count.count > most_reported)
        bound = html("<p class=\"warning\">{}</p>",
                     words("desk.export_bound", visit.words.number(static_cast<std::int64_t>(most_reported))));
    return page(
        visit, words("desk.export_title"),
        html("<h1>{}</h1>{}<p>{}</p><p>{}</p><form method=\"post\" action=\"/export\" class=\"card\"><h2>{}</h2>{}{}"
             "<div class=\"buttons\">{}</div></form>{}<p><a href=\"{}\">{}</a></p>",
             words("desk.export_title"), filter.listings.empty() ? description(visit, filter) : Html{},
             words("desk.export_holds", grouped_number(visit.words, count)), words("desk.export_recorded"),
             words("desk.report"), fields, bound, buttons, package_form(visit, fields, count.count),
             with_query("/", query_string(search)), words("desk.to_queue")),
        200, "/");
}

HttpResponse export_selection(const Visit& visit) {
    const std::string name = visit.request.parameter("format");
    const casebook::Filter filter = wanted(read_search(visit.request.parameter("query")).filter, visit.request);
    if (name == "evidence") {
        const std::int64_t count = visit.queue.count(filter, most_packed + 1).count;
        if (count > 0 && count <= most_packed) return package(visit, filter);
    }
    for (const Format& format : formats)
        if (name == format.name) return report_file(visit, filter, format);
    return problem(visit, 400, "desk.not_understood",
                   html("<p><a class=\"button\" href=\"/\">{}</a></p>", visit.words("desk.to_queue")));
}

}  // namespace tools::review
