#include "tools/crawl.h"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "crawler/toml.h"
#include "detector/error.h"
#include "tools/configured_source.h"
#include "tools/crawl_schedule.h"
#include "tools/name_screen.h"

namespace tools {

namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::vector<const crawler::SourceConfig*> chosen(const crawler::CrawlConfig& config,
                                                 const std::vector<std::string>& names) {
    std::vector<const crawler::SourceConfig*> sources;
    std::vector<std::string> known;
    for (const crawler::SourceConfig& source : config.sources) {
        known.push_back(source.name);
        const bool named = std::find(names.begin(), names.end(), source.name) != names.end();
        if (named || (names.empty() && source.enabled)) sources.push_back(&source);
    }
    for (const std::string& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::optional<std::string> near = crawler::near_miss(name, known);
        throw detector::DataError("--source " + name, 0, "no source of that name is configured",
                                  near ? "did you mean " + *near + "?" : "");
    }
    if (sources.empty()) throw detector::DataError("crawl", 0, "no source is configured or enabled");
    return sources;
}

int show_what_would_be_asked(const CrawlPass& pass) {
    for (const std::unique_ptr<crawler::Source>& source : pass.sources)
        for (const crawler::Lead& lead : source->seeds())
            fmt::print("{}\t{}\t{}\n", source->config().name, to_string(source->config().type), lead.url);
    return 0;
}

}  // namespace

fs::path config_file(const fs::path& named) {
    if (!named.empty()) return named;
    for (const char* usual : {"crawl.toml", "config/crawl.toml"})
        if (fs::exists(usual)) return usual;
    throw detector::DataError(
        "crawl.toml", 0, "is neither here nor in config/",
        "name the sources to crawl with --config FILE; config/crawl.toml of the source tree is one "
        "to start from");
}

fs::path casebook_of(const CrawlOptions& options, const crawler::CrawlConfig& config) {
    if (!options.casebook.empty()) return options.casebook;
    return config.casebook.empty() ? "citeswatch.db" : config.casebook;
}

std::vector<WatchChoice> watch_of(const CrawlOptions& options, const crawler::CrawlConfig& config) {
    std::vector<WatchChoice> watch = for_all_sources(options.watch_lists);
    const auto known = [&](const std::string& file) {
        return std::find_if(watch.begin(), watch.end(), [&](const WatchChoice& each) { return each.file == file; });
    };
    for (const std::string& file : config.watch_lists)
        if (known(file) == watch.end()) watch.push_back({file, {}});
    for (const crawler::SourceConfig& source : config.sources)
        for (const std::string& file : source.watch_lists) {
            const auto found = known(file);
            if (found == watch.end())
                watch.push_back({file, {source.name}});
            else if (!found->sources.empty())  // else it is for all sources
                found->sources.push_back(source.name);
        }
    return watch;
}

CrawlPass pass_of(const crawler::CrawlConfig& config, const std::vector<std::string>& names, const Judge& judge) {
    CrawlPass pass;
    const crawler::Screen screen = name_screen(judge.matcher());
    for (const crawler::SourceConfig* source : chosen(config, names))
        pass.sources.push_back(configured_source(*source, config, judge.lexicon(), screen));
    pass.politeness = config.politeness;
    pass.fetcher.user_agent = config.user_agent;
    pass.fetcher.ca_file = config.ca_file;
    pass.fetcher.body_bytes = config.body_bytes;
    pass.fetcher.connections = config.connections;
    pass.archive = config.archive;
    pass.engine.archive_every_page = config.evidence.every_page;
    pass.pseudonymise_sellers = config.evidence.pseudonymise_sellers;
    if (!config.evidence.time_authority.empty()) {
        pass.authority = time_authority_of(config);
        pass.stamps = {config.evidence.stamp_captures,
                       std::chrono::duration_cast<std::chrono::minutes>(config.evidence.stamp_every)};
    }
    pass.engine.window = config.window;
    pass.engine.workers = config.workers;
    return pass;
}

int run(const CrawlOptions& options, Console& console) {
    if (options.schedule) return run_schedule(options, console);
    StopAnEngine stopper;
    const crawler::CrawlConfig config = crawler::read_config(config_file(options.config));
    const Judge judge(options.extra_lists, watch_of(options, config), console);
    CrawlPass pass = pass_of(config, options.sources, judge);
    pass.casebook = casebook_of(options, config);
    if (options.max_pages > 0) pass.engine.max_pages = options.max_pages;
    if (options.dry_run) return show_what_would_be_asked(pass);

    pass.on_running = stopper.observer();
    const auto begun = steady_clock::now();
    const CrawlTotals totals = crawl_once(std::move(pass), judge, console);
    console.note(summary_text(totals, std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun)));
    if (stopper.stopped()) console.note("Stopped as asked; the next run goes on from here.");
    return totals.failed == 0 && totals.left == 0 ? 0 : 1;
}

}  // namespace tools
