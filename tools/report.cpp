#include "tools/report.h"

#include <chrono>
#include <optional>

#include "casebook/error.h"
#include "casebook/writer.h"
#include "tools/data_folders.h"
#include "tools/login_name.h"
#include "tools/output_file.h"
#include "tools/report/renderer.h"

namespace tools {

namespace {

casebook::Milliseconds unix_now() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::unique_ptr<report::Renderer> renderer(ReportFormat format, report::Sink sink, const MessageCatalogue& words) {
    switch (format) {
        case ReportFormat::html:
            return report::html_renderer(std::move(sink), words);
        case ReportFormat::csv:
            return report::csv_renderer(std::move(sink));
        case ReportFormat::xlsx:
            return report::xlsx_renderer(std::move(sink), words);
        case ReportFormat::jsonl:
            break;
    }
    return report::jsonl_renderer(std::move(sink));
}

constexpr const char* kind_of(ReportFormat format) {
    constexpr const char* kinds[] = {"report html", "report csv", "report xlsx", "report jsonl"};
    return kinds[static_cast<int>(format)];
}

}  // namespace

int run(const ReportOptions& options, Console& console) {
    const MessageCatalogue words(data_folder() / "config" / "messages", options.language);
    casebook::Reader reader(options.casebook);
    report::Head head;
    head.casebook = options.casebook.filename().string();
    head.filter = casebook::to_string(options.filter);
    head.software = "citeswatch " CITESWATCH_VERSION;
    head.made_ms = unix_now();
    head.summary = reader.summary(options.filter);

    OutputFile output(options.output);
    const auto report = renderer(
        options.format, [&](std::string_view bytes) { output.write(bytes); }, words);
    casebook::Writer::Export taken{.who = options.who.empty() ? login_name() : options.who,
                                   .kind = kind_of(options.format),
                                   .filter = head.filter};
    report->begin(head);
    if (report->has_overview()) {
        std::size_t rows = 0;
        reader.each(options.filter, [&](const casebook::StoredListing& stored) {
            report->overview_row(stored);
            return ++rows < options.limit || options.limit == 0;
        });
    }
    reader.each(options.filter, [&](const casebook::StoredListing& stored) {
        report->advert(stored, reader.verdicts(stored.id));
        taken.listings.push_back(stored.id);
        return options.limit == 0 || taken.listings.size() < options.limit;
    });
    report->end();
    taken.sha256 = output.finish();

    try {
        casebook::Writer(options.casebook, {.duty = casebook::Duty::desk}).record_export(taken, head.made_ms);
    } catch (const casebook::StoreError& error) {
        console.warn(std::string("the export is not recorded in the casebook: ") + error.what());
    }
    if (!output.to_standard_output())
        console.note(options.output.string() + ": " + grouped(taken.listings.size()) + " adverts");
    return 0;
}

}  // namespace tools
