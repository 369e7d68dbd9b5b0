// The command line as one value: raw arguments are read once, checked, and become the options of one subcommand.
//
// The tables of options in command_line/ are the only ones: help, completions and parsing all come from them.
#pragma once

#include <string>
#include <variant>

#include "tools/console.h"
#include "tools/crawl.h"
#include "tools/demo.h"
#include "tools/evaluate.h"
#include "tools/evidence.h"
#include "tools/evidence_export.h"
#include "tools/inspect_page.h"
#include "tools/inspect_robots.h"
#include "tools/inspect_text.h"
#include "tools/inspect_url.h"
#include "tools/lists/lists_command.h"
#include "tools/migrate.h"
#include "tools/purge.h"
#include "tools/report.h"
#include "tools/rescan.h"
#include "tools/review/review.h"
#include "tools/scan.h"
#include "tools/status.h"

namespace tools {

using Command = std::variant<CrawlOptions, DemoOptions, EvaluateOptions, ExportOptions, InspectPageOptions,
                             InspectRobotsOptions, InspectTextOptions, InspectUrlOptions, MigrateOptions, PurgeOptions,
                             ReportOptions, RescanOptions, ReviewOptions, ScanOptions, StampOptions, StatusOptions,
                             VerifyOptions, lists::CheckOptions, lists::DiffOptions, lists::ImportOptions,
                             lists::SearchOptions, lists::StatsOptions, lists::UseOptions>;

struct Arguments {
    ConsoleOptions console;
    Command command;
};

// Help or the version was asked for, or the arguments cannot be used: print `text`, exit with `exit_code`.
struct Usage {
    std::string text;
    bool is_error = false;
    int exit_code = 0;
};

std::variant<Arguments, Usage> parse_command_line(int argc, const char* const* argv);

}  // namespace tools
