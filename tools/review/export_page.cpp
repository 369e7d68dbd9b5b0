// The selection as a file: what it would hold first, then the file; who took what is in the casebook.
#include <fmt/core.h>
#include <unistd.h>

#include <fstream>
#include <sstream>

#include "detector/digest.h"
#include "tools/console.h"
#include "tools/data_folders.h"
#include "tools/report/filter_words.h"
#include "tools/report/renderer.h"
#include "tools/review/desk.h"
#include "tools/review/pages.h"

namespace tools::review {

namespace {

constexpr std::size_t most_exported = 20'000;

struct Format {
    const char *name, *ending, *type;
};
constexpr Format formats[] = {{"html", "html", "text/html; charset=utf-8"},
                              {"csv", "csv", "text/csv; charset=utf-8"},
                              {"xlsx", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
                              {"jsonl", "jsonl", "application/x-ndjson"}};

std::unique_ptr<report::Renderer> renderer(std::string_view format, report::Sink sink, const MessageCatalogue& words,
                                           const report::CitesWords& cites) {
    if (format == "csv") return report::csv_renderer(std::move(sink));
    if (format == "xlsx") return report::xlsx_renderer(std::move(sink), words);
    if (format == "jsonl") return report::jsonl_renderer(std::move(sink));
    return report::html_renderer(std::move(sink), words, cites);
}

std::int64_t pick(const HttpRequest& request) {
    const std::string text = request.parameter("pick");
    if (text.empty() || text.size() > 17 || text.find_first_not_of("0123456789") != std::string::npos) return 0;
    return std::stoll(text);
}

// Adverts of a selection, or the one picked, strongest first.
template <typename Take>
void each(const Visit& visit, const Search& search, std::int64_t picked, const Take& take) {
    if (picked != 0) {
        if (const auto stored = visit.adverts.listing(casebook::ListingId{picked})) take(*stored);
        return;
    }
    std::size_t taken = 0;
    visit.adverts.each(search.filter, [&](const casebook::StoredListing& stored) {
        take(stored);
        return ++taken < most_exported;
    });
}

}  // namespace

HttpResponse export_page(const Visit& visit) {
    const MessageCatalogue& words = visit.words;
    const Search search = read_search(visit.request);
    const std::int64_t picked = pick(visit.request);
    const std::int64_t count = picked ? 1 : visit.adverts.count(search.filter);
    Html buttons;
    for (const Format& format : formats)
        buttons.add("<button name=\"format\" value=\"{}\">{}</button>", format.name,
                    words(std::string("desk.format_") + format.name));
    Html bound;
    if (count > static_cast<std::int64_t>(most_exported))
        bound = html("<p class=\"warning\">{}</p>", words("desk.export_bound", grouped(most_exported)));
    return page(
        visit, words("desk.export"),
        html("<h1>{}</h1>{}<p>{}</p>{}<form method=\"post\" action=\"/export\" class=\"card\">{}{}{}<p>{}</p>"
             "<div class=\"buttons\">{}</div></form><p><a href=\"{}\">{}</a></p>",
             words("desk.export"), picked ? Html{} : description(visit, search.filter),
             words("desk.export_holds", grouped(static_cast<std::uint64_t>(count))), bound, token_field(visit),
             hidden("query", query_string(search)), picked ? hidden("pick", std::to_string(picked)) : Html{},
             words("desk.export_recorded"), buttons, with_query("/", query_string(search)), words("desk.to_queue")),
        200, "/");
}

HttpResponse export_selection(const Visit& visit) {
    const std::string wanted = visit.request.parameter("format");
    const Format* format = nullptr;
    for (const Format& each : formats)
        if (wanted == each.name) format = &each;
    if (!format) return redirect("/");
    const Search search = read_search(visit.request.parameter("query"));
    const std::int64_t picked = pick(visit.request);

    std::string bytes;
    report::Head head;
    head.casebook = visit.desk.options.casebook.filename().string();
    head.selection = picked ? visit.words("filter.listings", std::to_string(picked))
                            : report::filter_words(search.filter, visit.words);
    head.software = "citeswatch " CITESWATCH_VERSION;
    head.made_ms = unix_now();
    if (!picked) head.summary = visit.adverts.summary(search.filter);
    if (picked) head.summary.listings = 1;
    casebook::Writer::Export taken{
        .who = visit.analyst,
        .kind = std::string("report ") + format->name,
        .filter = picked ? fmt::format("advert {}", picked) : casebook::to_string(search.filter)};
    const report::CitesWords cites(data_folder() / "species_lists", visit.words.language());
    const auto report = renderer(
        wanted, [&bytes](std::string_view part) { bytes += part; }, visit.words, cites);
    report->begin(head);
    if (report->has_overview())
        each(visit, search, picked, [&](const casebook::StoredListing& stored) { report->overview_row(stored); });
    each(visit, search, picked, [&](const casebook::StoredListing& stored) {
        report->advert(stored, visit.adverts.verdicts(stored.id), visit.adverts.pictures(stored.id));
        taken.listings.push_back(stored.id);
    });
    report->end();
    taken.sha256 = detector::to_hex(detector::sha256(bytes));
    visit.desk.record_export(taken);  // before the bytes leave: nothing is handed out unrecorded
    std::string day = report::iso_time(head.made_ms).substr(0, 10);
    return {.content_type = format->type,
            .body = std::move(bytes),
            .headers = {
                {"Content-Disposition", fmt::format("attachment; filename=\"citeswatch-{}.{}\"", day, format->ending)},
                {"X-Content-SHA256", taken.sha256}}};
}

}  // namespace tools::review
