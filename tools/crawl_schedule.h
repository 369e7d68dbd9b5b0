// The resident service: `crawl --schedule`. Which source is due when, and the loop that runs them.
//
// A source is due by its `every` or `cron`, counted from the start of its last pass; one never passed or interrupted is
// due at once; of several missed times one is made up for. Due sources run together in one crawl, the most overdue
// first; when another comes due meanwhile, that crawl is stopped well and goes on with it: a small source never waits
// for a large one. A source whose remaining hosts must all be left alone waits for the first of them, or for its next
// time, and then begins a new pass. A little jitter, the same for the same source and time, keeps many services from
// knocking at once. One scheduler a casebook (a lock beside it). SIGHUP reads the configuration again, also under a
// crawl: when it is broken the old one stays. SIGINT and SIGTERM end the crawl under way well, or the waiting at once.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "casebook/records.h"
#include "crawler/config.h"
#include "tools/console.h"
#include "tools/crawl.h"

namespace tools {

using UnixTime = std::chrono::sys_time<std::chrono::milliseconds>;

struct DueSource {
    std::string name;
    UnixTime at;                             // in the past: overdue
    std::optional<casebook::PassId> to_end;  // its pass cannot be finished: what is left joins the next one
    std::optional<UnixTime> then;            // where a new pass begins: when the one after it is due
};

// Interrupted sources that wait for hosts to be visited again, until when.
using RestingSources = std::map<std::string, UnixTime>;

// Sources with a schedule, the most overdue first. Pure.
std::vector<DueSource> due_sources(const crawler::CrawlConfig& config, const std::vector<casebook::PassState>& passes,
                                   const RestingSources& resting, UnixTime now);

// Until a stop is asked for. Exit code: 0, or 1 when some crawl had failures.
int run_schedule(const CrawlOptions& options, Console& console);

}  // namespace tools
