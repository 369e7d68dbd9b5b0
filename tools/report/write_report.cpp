#include "tools/report/write_report.h"

#include "tools/report/filter_words.h"

namespace tools {

std::string_view name_of(ReportFormat format) {
    constexpr std::string_view names[] = {"html", "csv", "xlsx", "jsonl"};
    return names[static_cast<std::size_t>(format)];
}

namespace report {

namespace {

std::unique_ptr<Renderer> renderer(ReportFormat format, Sink sink, const MessageCatalogue& words,
                                   const CitesWords& cites) {
    switch (format) {
        case ReportFormat::html:
            return html_renderer(std::move(sink), words, cites);
        case ReportFormat::csv:
            return csv_renderer(std::move(sink));
        case ReportFormat::xlsx:
            return xlsx_renderer(std::move(sink), words);
        case ReportFormat::jsonl:
            break;
    }
    return jsonl_renderer(std::move(sink));
}

}  // namespace

std::vector<casebook::ListingId> write_report(const ReportPlan& plan, casebook::Reader& reader,
                                              casebook::LinkReader& links, const MessageCatalogue& words,
                                              const CitesWords& cites, const Countries& countries, Sink sink) {
    const auto report = renderer(plan.format, std::move(sink), words, cites);
    report->begin({.casebook = plan.casebook,
                   .selection = filter_words(plan.filter, words),
                   .software = "citeswatch " CITESWATCH_VERSION,
                   .made_ms = plan.made_ms,
                   .summary = reader.summary(plan.filter),
                   .by_country = by_country(countries, reader.locations(plan.filter), words.language()),
                   .groups = links.groups(plan.filter)});
    std::size_t rows = 0;
    if (report->has_overview())
        reader.each(plan.filter, [&](const casebook::StoredListing& stored) {
            report->overview_row(stored);
            return ++rows < plan.limit || plan.limit == 0;
        });
    std::vector<casebook::ListingId> held;
    reader.each(plan.filter, [&](const casebook::StoredListing& stored) {
        report->advert(stored, reader.verdicts(stored.id), reader.pictures(stored.id));
        held.push_back(stored.id);
        return held.size() < plan.limit || plan.limit == 0;
    });
    report->end();
    return held;
}

}  // namespace report
}  // namespace tools
