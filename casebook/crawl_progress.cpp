#include "casebook/crawl_progress.h"

#include "casebook/schema.h"
#include "casebook/sql.h"

namespace casebook {

namespace {

// One walk over the pages of every source.
constexpr const char* sources_sql = R"(
SELECT s.name, p.id, p.started_ms, p.ended_ms, count(g.id), sum(g.done_pass = p.id),
       sum(p.ended_ms IS NULL AND ifnull(g.done_pass, 0) <> p.id AND g.due_ms <= ?1),
       sum(g.due_ms > ?1), sum(g.gone), sum(g.failures > 0),
       (SELECT ifnull(sum(number), 0) FROM tallies WHERE source_id = s.id),
       (SELECT ifnull(sum(number), 0) FROM tallies WHERE source_id = s.id AND level > 0)
FROM sources s JOIN passes p ON p.id = (SELECT max(id) FROM passes WHERE source_id = s.id)
LEFT JOIN pages g ON g.source_id = s.id GROUP BY s.id ORDER BY s.id)";

constexpr const char* waiting_sql = R"(
WITH waiting AS (
  SELECT substr(g.url, instr(g.url, '://') + 3) AS rest FROM pages g
  JOIN passes p ON p.id = (SELECT max(id) FROM passes WHERE source_id = g.source_id)
  WHERE p.ended_ms IS NULL AND ifnull(g.done_pass, 0) <> p.id AND g.due_ms <= ?1)
SELECT substr(rest, 1, instr(rest || '/', '/') - 1) AS authority, count(*) AS pages FROM waiting
GROUP BY authority ORDER BY pages DESC, authority)";

}  // namespace

struct CrawlProgress::Parts {
    explicit Parts(const std::filesystem::path& file) : database(file, Database::Mode::read) {
        require_current_schema(database);
    }
    Database database;
};

CrawlProgress::CrawlProgress(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
CrawlProgress::~CrawlProgress() = default;

std::vector<SourceProgress> CrawlProgress::sources(Milliseconds now) {
    Statement rows(parts_->database, sources_sql);
    rows.bind(now);
    std::vector<SourceProgress> out;
    while (rows.step()) {
        SourceProgress& source = out.emplace_back();
        source.pass.source = rows.text(0);
        source.pass.id = PassId{rows.integer(1)};
        source.pass.started_ms = rows.integer(2);
        if (!rows.is_null(3)) source.pass.ended_ms = rows.integer(3);
        int column = 3;
        for (std::int64_t* count : {&source.pages, &source.done, &source.waiting, &source.later, &source.gone,
                                    &source.failing, &source.listings, &source.flagged})
            *count = rows.integer(++column);
    }
    return out;
}

AdvertCount CrawlProgress::adverts() {
    Statement row(parts_->database,
                  "SELECT ifnull(sum(number), 0), ifnull(sum(iif(level > 0, number, 0)), 0) FROM tallies");
    row.step();
    return {row.integer(0), row.integer(1)};
}

std::vector<AuthorityProgress> CrawlProgress::waiting(Milliseconds now) {
    Statement rows(parts_->database, waiting_sql);
    rows.bind(now);
    std::vector<AuthorityProgress> out;
    while (rows.step()) out.push_back({rows.text(0), rows.integer(1)});
    return out;
}

std::vector<HostState> CrawlProgress::resting(Milliseconds now) {
    Statement rows(parts_->database,
                   "SELECT host, backoff_until_ms, reason, failures FROM hosts WHERE backoff_until_ms > ? "
                   "ORDER BY backoff_until_ms DESC, host");
    rows.bind(now);
    std::vector<HostState> out;
    while (rows.step()) {
        HostState& host = out.emplace_back();
        host.host = rows.text(0);
        host.backoff_until_ms = rows.integer(1);
        host.reason = rows.text(2);
        host.failures = static_cast<std::int32_t>(rows.integer(3));
    }
    return out;
}

std::optional<RunProgress> CrawlProgress::last_run() {
    Statement last(parts_->database,
                   "SELECT id, command, software, started_ms, ended_ms, outcome FROM runs "
                   "WHERE command LIKE 'crawl%' OR command = 'demo' ORDER BY id DESC LIMIT 1");
    if (!last.first()) return std::nullopt;
    RunProgress run;
    const std::int64_t id = last.integer(0);
    run.command = last.text(1);
    run.software = last.text(2);
    run.started_ms = last.integer(3);
    if (!last.is_null(4)) run.ended_ms = last.integer(4);
    run.outcome = last.text(5);
    Statement statuses(parts_->database,
                       "SELECT status, count(*) AS n FROM fetches WHERE run_id = ? GROUP BY status ORDER BY n DESC");
    statuses.bind(id);
    while (statuses.step()) {
        run.statuses.emplace_back(statuses.text(0), statuses.integer(1));
        run.fetches += statuses.integer(1);
    }
    return run;
}

}  // namespace casebook
