#include "tools/report.h"

#include <algorithm>
#include <map>

#include "casebook/links.h"
#include "tools/case_summary.h"
#include "tools/data_folders.h"
#include "tools/output_file.h"
#include "tools/referral.h"
#include "tools/report/country.h"
#include "tools/report/export_log.h"
#include "tools/report/filter_words.h"
#include "tools/report/renderer.h"

namespace tools {

namespace {

std::unique_ptr<report::Renderer> renderer(ReportFormat format, report::Sink sink, const MessageCatalogue& words,
                                           const report::CitesWords& cites) {
    switch (format) {
        case ReportFormat::html:
            return report::html_renderer(std::move(sink), words, cites);
        case ReportFormat::csv:
            return report::csv_renderer(std::move(sink));
        case ReportFormat::xlsx:
            return report::xlsx_renderer(std::move(sink), words);
        case ReportFormat::jsonl:
            break;
    }
    return report::jsonl_renderer(std::move(sink));
}

std::vector<casebook::Count> by_country(const std::vector<casebook::LocationCount>& locations,
                                        const std::string& language) {
    const report::Countries countries;
    std::map<std::string, std::int64_t> counts;
    for (const casebook::LocationCount& one : locations) counts[countries.of(one.location, one.host)] += one.count;
    std::vector<casebook::Count> named;
    for (const auto& [code, count] : counts)
        named.push_back({code.empty() ? "" : report::Countries::name(code, language), count});
    std::stable_sort(named.begin(), named.end(), [](const auto& a, const auto& b) { return a.count > b.count; });
    return named;
}

}  // namespace

std::string_view name_of(ReportFormat format) {
    constexpr std::string_view names[] = {"html", "csv", "xlsx", "jsonl"};
    return names[static_cast<std::size_t>(format)];
}

int run(const ReportOptions& options, Console& console) {
    if (!options.referral.empty()) return refer(options, console);
    if (!options.case_name.empty()) return summarise_case(options, console);

    const MessageCatalogue words(data_folder() / "config" / "messages", options.language);
    const report::CitesWords cites(data_folder() / "species_lists", options.language);
    casebook::Reader reader(options.casebook);
    report::Head head;
    head.casebook = options.casebook.filename().string();
    head.selection = report::filter_words(options.filter, words);
    head.software = "citeswatch " CITESWATCH_VERSION;
    head.made_ms = report::unix_now();
    head.summary = reader.summary(options.filter);
    head.by_country = by_country(reader.locations(options.filter), options.language);
    head.groups = casebook::LinkReader(options.casebook).groups(options.filter);

    OutputFile output(options.output);
    const auto report = renderer(
        options.format, [&](std::string_view bytes) { output.write(bytes); }, words, cites);
    casebook::Writer::Export taken{.who = report::export_name(options.who),
                                   .kind = "report " + std::string(name_of(options.format)),
                                   .filter = casebook::to_string(options.filter)};
    report->begin(head);
    if (report->has_overview()) {
        std::size_t rows = 0;
        reader.each(options.filter, [&](const casebook::StoredListing& stored) {
            report->overview_row(stored);
            return ++rows < options.limit || options.limit == 0;
        });
    }
    reader.each(options.filter, [&](const casebook::StoredListing& stored) {
        report->advert(stored, reader.verdicts(stored.id), reader.pictures(stored.id));
        taken.listings.push_back(stored.id);
        return options.limit == 0 || taken.listings.size() < options.limit;
    });
    report->end();
    taken.sha256 = output.finish();

    report::record_export(options.casebook, taken, head.made_ms, console);
    if (!output.to_standard_output())
        console.note(options.output.string() + ": " + grouped(taken.listings.size()) + " adverts");
    return 0;
}

}  // namespace tools
