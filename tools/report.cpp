#include "tools/report.h"

#include "tools/case_summary.h"
#include "tools/data_folders.h"
#include "tools/output_file.h"
#include "tools/referral.h"
#include "tools/report/export_log.h"

namespace tools {

int run(const ReportOptions& options, Console& console) {
    if (!options.referral.empty()) return refer(options, console);
    if (!options.case_name.empty()) return summarise_case(options, console);

    const MessageCatalogue words(data_folder() / "config" / "messages", options.language);
    const report::CitesWords cites(data_folder() / "species_lists", options.language);
    casebook::Reader reader(options.casebook);
    casebook::LinkReader links(options.casebook);
    OutputFile output(options.output);
    casebook::Writer::Export taken{.who = report::export_name(options.who),
                                   .kind = "report " + std::string(name_of(options.format)),
                                   .filter = casebook::to_string(options.filter)};
    const report::ReportPlan plan{.casebook = options.casebook.filename().string(),
                                  .format = options.format,
                                  .filter = options.filter,
                                  .limit = options.limit,
                                  .made_ms = report::unix_now()};
    taken.listings = report::write_report(plan, reader, links, words, cites, report::Countries(),
                                          [&](std::string_view bytes) { output.write(bytes); });
    taken.sha256 = output.finish();

    report::record_export(options.casebook, taken, plan.made_ms, console);
    if (!output.to_standard_output())
        console.note(options.output.string() + ": " + grouped(taken.listings.size()) + " adverts");
    return 0;
}

}  // namespace tools
