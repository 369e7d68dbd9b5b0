#include "tools/status.h"

#include <fmt/chrono.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "casebook/crawl_progress.h"
#include "casebook/write_lock.h"
#include "crawler/config.h"
#include "crawler/url.h"
#include "tools/crawl.h"
#include "tools/crawl_schedule.h"
#include "tools/judgement_output.h"

namespace tools {

namespace {

using casebook::Milliseconds;
using std::chrono::milliseconds;

struct SourceRow {
    std::string name;
    std::string type;  // empty: not in the configuration
    bool enabled = true;
    std::optional<casebook::SourceProgress> progress;  // none: never crawled
    std::optional<Milliseconds> due_ms;                // none: no schedule, or no configuration
};

struct HostRow {
    std::string host, reason;
    std::optional<Milliseconds> until_ms;  // none: nothing but the ordinary gap
    std::int64_t waiting = 0;
    std::int32_t failures = 0;
};

struct Status {
    std::string casebook;
    Milliseconds now_ms = 0;
    std::optional<std::string> writer;  // process that writes the casebook now
    std::optional<casebook::RunProgress> run;
    casebook::AdvertCount adverts;
    std::vector<SourceRow> sources;
    std::vector<HostRow> hosts;  // longest wait first
};

std::optional<crawler::CrawlConfig> configuration(const StatusOptions& options) {
    if (!options.config.empty()) return crawler::read_config(options.config);
    for (const char* usual : {"crawl.toml", "config/crawl.toml"})
        if (options.casebook.empty() && std::filesystem::exists(usual)) return crawler::read_config(usual);
    return std::nullopt;
}

std::vector<HostRow> hosts_of(casebook::CrawlProgress& progress, Milliseconds now) {
    std::map<std::string, HostRow> rows;
    for (const casebook::AuthorityProgress& waiting : progress.waiting(now)) {
        const std::optional<crawler::Url> url = crawler::Url::parse("http://" + waiting.authority + "/");
        const std::string host = url ? std::string(url->host()) : waiting.authority;
        rows[host].waiting += waiting.waiting;
    }
    for (const casebook::HostState& resting : progress.resting(now)) {
        HostRow& row = rows[resting.host];
        row.reason = resting.reason;
        row.until_ms = resting.backoff_until_ms;
        row.failures = resting.failures;
    }
    std::vector<HostRow> out;
    for (auto& [host, row] : rows) {
        row.host = host;
        if (!row.until_ms) row.reason = "nothing but its turn";
        out.push_back(std::move(row));
    }
    std::stable_sort(out.begin(), out.end(), [](const HostRow& a, const HostRow& b) {
        return std::pair(a.until_ms.value_or(0), a.waiting) > std::pair(b.until_ms.value_or(0), b.waiting);
    });
    return out;
}

Status status_of(const std::filesystem::path& file, const std::optional<crawler::CrawlConfig>& config) {
    const UnixTime now = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
    Status status;
    status.casebook = file.string();
    status.now_ms = now.time_since_epoch().count();
    status.writer = casebook::writer_of(file);
    casebook::CrawlProgress progress(file);
    status.run = progress.last_run();
    status.adverts = progress.adverts();
    status.hosts = hosts_of(progress, status.now_ms);
    std::vector<casebook::PassState> passes;
    for (casebook::SourceProgress& source : progress.sources(status.now_ms)) {
        passes.push_back(source.pass);
        SourceRow& row = status.sources.emplace_back();
        row.name = source.pass.source;
        row.progress = std::move(source);
    }
    if (!config) return status;
    const auto row_of = [&](const std::string& name) -> SourceRow& {
        const auto found = std::find_if(status.sources.begin(), status.sources.end(),
                                        [&](const SourceRow& row) { return row.name == name; });
        if (found != status.sources.end()) return *found;
        status.sources.emplace_back().name = name;
        return status.sources.back();
    };
    for (const crawler::SourceConfig& source : config->sources) {
        SourceRow& row = row_of(source.name);
        row.type = to_string(source.type);
        row.enabled = source.enabled;
    }
    for (const DueSource& due : due_sources(*config, passes, {}, now))
        row_of(due.name).due_ms = due.at.time_since_epoch().count();
    return status;
}

std::string when(Milliseconds ms) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S}", std::chrono::floor<std::chrono::seconds>(UnixTime(milliseconds(ms))));
}

std::string in_time(Milliseconds ms, Milliseconds now) {
    return duration_words(std::chrono::ceil<std::chrono::seconds>(milliseconds(ms - now)));
}

std::string pass_words(const SourceRow& row) {
    if (!row.enabled) return "not enabled";
    if (!row.progress) return "never crawled";
    const casebook::SourceProgress& progress = *row.progress;
    if (progress.pass.ended_ms) return "pass ended " + when(*progress.pass.ended_ms);
    const std::int64_t all = progress.done + progress.waiting;
    return fmt::format("pass since {}, {} %", when(progress.pass.started_ms), all ? progress.done * 100 / all : 0);
}

std::string due_words(const SourceRow& row, Milliseconds now) {
    if (!row.due_ms) return "";
    return *row.due_ms <= now ? "now" : "in " + in_time(*row.due_ms, now);
}

std::string count_of(std::int64_t count) {
    return grouped(static_cast<std::uint64_t>(std::max<std::int64_t>(0, count)));
}

void print_table(const Status& status, std::size_t most_hosts) {
    std::int64_t pages = 0, waiting = 0;
    for (const SourceRow& row : status.sources) {
        pages += row.progress ? row.progress->pages : 0;
        waiting += row.progress ? row.progress->waiting : 0;
    }
    fmt::print("{}: {} known, {} waiting, {}, {} flagged; times are UTC, now {}\n", status.casebook,
               counted(pages, "page"), count_of(waiting), counted(status.adverts.all, "advert"),
               count_of(status.adverts.flagged), when(status.now_ms));
    if (status.run) {
        const casebook::RunProgress& run = *status.run;
        const std::string end = run.ended_ms    ? fmt::format("{} {}", run.outcome, when(*run.ended_ms))
                                : status.writer ? "under way in process " + *status.writer
                                                : "ended without a word (killed, or the disk was full)";
        fmt::print("latest crawl since {}: {}; {}", when(run.started_ms), end, counted(run.fetches, "request"));
        for (const auto& [name, count] : run.statuses) fmt::print(", {} {}", count_of(count), name);
        fmt::print("\n");
    }
    if (!status.sources.empty())
        fmt::print("\n{} {} {:>10} {:>10} {:>9} {:>8}  DUE\n", fitted("SOURCE", 24), fitted("PASS", 40), "PAGES",
                   "WAITING", "ADVERTS", "FLAGGED");
    for (const SourceRow& row : status.sources) {
        const casebook::SourceProgress none;
        const casebook::SourceProgress& progress = row.progress ? *row.progress : none;
        fmt::print("{} {} {:>10} {:>10} {:>9} {:>8}  {}\n", fitted(row.name, 24), fitted(pass_words(row), 40),
                   count_of(progress.pages), count_of(progress.waiting), count_of(progress.listings),
                   count_of(progress.flagged), due_words(row, status.now_ms));
    }
    if (!status.hosts.empty())
        fmt::print("\n{} {:>10}  {} WAITS FOR\n", fitted("HOST", 32), "PAGES", fitted("UNTIL", 30));
    std::size_t shown = 0;
    for (const HostRow& row : status.hosts) {
        if (most_hosts && shown++ == most_hosts) {
            fmt::print("and {} (--hosts 0 shows all)\n", counted(status.hosts.size() - most_hosts, "more host"));
            break;
        }
        const std::string until =
            row.until_ms ? when(*row.until_ms) + " (" + in_time(*row.until_ms, status.now_ms) + ")" : std::string("-");
        fmt::print("{} {:>10}  {} {}\n", fitted(row.host, 32), count_of(row.waiting), fitted(until, 30), row.reason);
    }
}

nlohmann::ordered_json time_or_null(const std::optional<Milliseconds>& ms) {
    using std::chrono::floor;
    if (!ms) return nullptr;
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", floor<std::chrono::seconds>(UnixTime(milliseconds(*ms))));
}

void print_json(const Status& status) {
    nlohmann::ordered_json root = {{"casebook", status.casebook}, {"now", time_or_null(status.now_ms)}};
    root["written_by"] = status.writer ? nlohmann::ordered_json(*status.writer) : nullptr;
    if (status.run) {
        const casebook::RunProgress& run = *status.run;
        nlohmann::ordered_json statuses = nlohmann::ordered_json::object();
        for (const auto& [name, count] : run.statuses) statuses[name] = count;
        root["run"] = {{"command", run.command},
                       {"software", run.software},
                       {"started", time_or_null(run.started_ms)},
                       {"ended", time_or_null(run.ended_ms)},
                       {"outcome", run.outcome},
                       {"requests", run.fetches},
                       {"statuses", statuses}};
    }
    root["adverts"] = status.adverts.all;
    root["flagged"] = status.adverts.flagged;
    root["sources"] = nlohmann::ordered_json::array();
    for (const SourceRow& row : status.sources) {
        nlohmann::ordered_json source = {
            {"name", row.name}, {"type", row.type}, {"enabled", row.enabled}, {"due", time_or_null(row.due_ms)}};
        if (row.progress) {
            const casebook::SourceProgress& p = *row.progress;
            source["pass"] = {{"started", time_or_null(p.pass.started_ms)}, {"ended", time_or_null(p.pass.ended_ms)}};
            source["pages"] = {{"known", p.pages}, {"done", p.done}, {"waiting", p.waiting},
                               {"later", p.later}, {"gone", p.gone}, {"failing", p.failing}};
            source["adverts"] = p.listings;
            source["flagged"] = p.flagged;
        }
        root["sources"].push_back(std::move(source));
    }
    root["hosts"] = nlohmann::ordered_json::array();
    for (const HostRow& row : status.hosts)
        root["hosts"].push_back({{"host", row.host},
                                 {"waiting", row.waiting},
                                 {"reason", row.reason},
                                 {"until", time_or_null(row.until_ms)},
                                 {"failures", row.failures}});
    fmt::print("{}\n", root.dump(1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace

int run(const StatusOptions& options, Console&) {
    const std::optional<crawler::CrawlConfig> config = configuration(options);
    CrawlOptions as_crawl;
    as_crawl.casebook = options.casebook;
    const std::filesystem::path file = casebook_of(as_crawl, config.value_or(crawler::CrawlConfig{}));
    const Status status = status_of(file, config);
    if (options.format == StatusFormat::json)
        print_json(status);
    else
        print_table(status, options.hosts);
    return 0;
}

}  // namespace tools
