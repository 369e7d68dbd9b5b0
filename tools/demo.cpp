#include "tools/demo.h"

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "casebook/reader.h"
#include "tools/crawl.h"
#include "tools/demo_market/market.h"
#include "tools/judge.h"
#include "tools/judgement_output.h"
#include "tools/report.h"

namespace tools {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int usual_port = 8780;  // so that a second demo finds the same addresses

unsigned terminal_width() {
    winsize size{};
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60) return std::min<unsigned>(size.ws_col, 160);
    return 110;
}

std::string table_row(const casebook::StoredListing& row, unsigned title_columns) {
    const casebook::Judgement& judgement = row.judgement;
    const std::string taxon = judgement.taxa.empty() ? "" : judgement.taxa.front().scientific_name;
    return fmt::format("{} {} {} {} {} {}", fitted(to_string(judgement.level), 8),
                       fitted(fmt::format("{:>3}", judgement.score), 5), fitted(judgement.appendix, 4),
                       fitted(taxon, 26), fitted(row.listing.source, 13),
                       fitted(row.listing.first(detector::Field::title), title_columns));
}

std::int64_t print_flagged(const fs::path& file) {
    casebook::Reader reader(file);
    const unsigned width = terminal_width();
    const unsigned title_columns = std::max(24U, width - 62);
    fmt::print("{} {} {} {} {} {}\n", fitted("LEVEL", 8), fitted("SCORE", 5), fitted("APP.", 4), fitted("TAXON", 26),
               fitted("SHOP", 13), "ADVERT");
    std::int64_t count = 0;
    reader.each({}, [&](const casebook::StoredListing& row) {
        fmt::print("{}\n", table_row(row, title_columns));
        ++count;
        return true;
    });
    return count;
}

std::string where_next(const fs::path& file, const fs::path& report, std::int64_t flagged) {
    const std::string name = file.string();
    return fmt::format(
        "\n{} adverts flagged.\n"
        "The casebook: {}\n"
        "The report:   {}   (open it in a browser)\n"
        "Go on with:\n"
        "  citeswatch report --casebook {} --level high --format csv   a selection, for a spreadsheet\n"
        "  citeswatch inspect text 'TEXT OF AN ADVERT'   why a text is flagged, or not\n"
        "  citeswatch demo                               again: finds what changed\n"
        "  citeswatch crawl --config FILE                your own sources: config/crawl.example.toml explains them\n"
        "(from the source tree: tools/run report ..., tools/run crawl ...)\n",
        flagged, name, report.string(), name);
}

CrawlPass demo_pass(const demo_market::Market& market, const fs::path& file, const Judge& judge) {
    CrawlPass pass = pass_of(crawler::parse_config(market.configuration(), "demo"), {}, judge);
    pass.command = "demo";
    pass.casebook = file;
    pass.engine.patience = std::chrono::seconds(30);
    return pass;
}

}  // namespace

int run(const DemoOptions& options, Console& console) {
    StopAnEngine stopper;
    const Judge judge({}, console);
    const demo_market::Market market({.port = usual_port});
    if (options.casebook.has_parent_path()) fs::create_directories(options.casebook.parent_path());

    console.note(
        fmt::format("A market of {} adverts in {} shops is open on this machine ({} and on); crawling it "
                    "politely, as any market.",
                    market.adverts().size(), demo_market::shops().size(), market.origin("oldbridge")));
    CrawlPass pass = demo_pass(market, options.casebook, judge);
    pass.on_running = stopper.observer();
    const auto begun = steady_clock::now();
    const CrawlTotals totals = crawl_once(std::move(pass), judge, console);
    console.note(summary_text(totals, std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun)));

    const std::int64_t flagged = print_flagged(options.casebook);
    std::fflush(stdout);  // where both go into one file, the table stands before what is said next
    ReportOptions report;
    report.casebook = options.casebook;
    report.output = fs::path(options.casebook).replace_extension(".html");
    run(report, console);
    fmt::print("{}", where_next(options.casebook, report.output, flagged));
    return totals.complete && totals.failed == 0 ? 0 : 1;
}

}  // namespace tools
