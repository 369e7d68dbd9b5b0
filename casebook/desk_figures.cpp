// The desk's figures: what verdicts say of rules and words, and how the crawler fares.
#include "casebook/desk_parts.h"
#include "casebook/summary.h"

namespace casebook {

namespace {

constexpr const char* saved_sql = "SELECT id, name, query FROM saved_searches WHERE owner = ? ORDER BY name";

// Pages that will be looked at again, per source, with the last pass over it.
constexpr const char* sources_sql = R"(
SELECT s.name, p.started_ms, p.ended_ms, (SELECT count(*) FROM pages WHERE source_id = s.id),
       (SELECT count(*) FROM pages WHERE source_id = s.id AND failures > 0 AND NOT gone),
       (SELECT min(due_ms) FROM pages WHERE source_id = s.id AND due_ms > 0 AND NOT gone)
FROM sources s JOIN passes p ON p.id = (SELECT max(id) FROM passes WHERE source_id = s.id) ORDER BY s.name)";

}  // namespace

std::vector<SavedSearch> DeskReader::saved_searches(const std::string& owner) {
    Statement query(parts_->database, saved_sql);
    std::vector<SavedSearch> found;
    for (query.bind(owner); query.step();) found.push_back({query.integer(0), query.text(1), query.text(2)});
    return found;
}

std::vector<Proposal> DeskReader::proposals() {
    Statement query(parts_->database,
                    "SELECT id, at_ms, who, word, language, kind, file, line, adverts FROM proposals ORDER BY id DESC");
    std::vector<Proposal> found;
    while (query.step())
        found.push_back({query.integer(0), query.integer(1), query.text(2), query.text(3), query.text(4), query.text(5),
                         query.text(6), query.text(7), query.integer(8)});
    return found;
}

Figures DeskReader::figures(const Filter& filter) {
    if (parts_->by_columns(filter)) return parts_->flagged->figures(filter, parts_->found(filter));
    Database& database = parts_->database;
    Filter any_status = filter;
    any_status.status.clear();
    return {.summary = summary_of(database, filter),
            .places = locations_of(database, filter),
            .rules = precision_of(database, any_status, Precise::rules),
            .words = precision_of(database, any_status, Precise::words)};
}

std::vector<SourceState> DeskReader::source_states() {
    Statement query(parts_->database, sources_sql);
    std::vector<SourceState> states;
    while (query.step()) {
        SourceState& state = states.emplace_back();
        state.source = query.text(0);
        state.started_ms = query.integer(1);
        if (!query.is_null(2)) state.ended_ms = query.integer(2);
        state.pages = query.integer(3);
        state.failing = query.integer(4);
        state.next_due_ms = query.integer(5);
    }
    return states;
}

std::vector<RunState> DeskReader::last_runs(std::size_t limit) {
    Statement query(parts_->database,
                    "SELECT id, command, software, outcome, started_ms, ended_ms FROM runs ORDER BY id DESC LIMIT ?");
    Statement fetches(parts_->database,
                      "SELECT status, count(*) FROM fetches WHERE run_id = ? GROUP BY status ORDER BY 2 DESC");
    std::vector<RunState> runs;
    for (query.bind(limit); query.step();) {
        RunState& run = runs.emplace_back();
        run.command = query.text(1);
        run.software = query.text(2);
        run.outcome = query.text(3);
        run.started_ms = query.integer(4);
        if (!query.is_null(5)) run.ended_ms = query.integer(5);
        for (fetches.bind(query.integer(0)); fetches.step();)
            run.fetches.push_back({fetches.text(0), fetches.integer(1)});
    }
    return runs;
}

std::vector<FetchError> DeskReader::last_errors(std::size_t limit) {
    // The latest fetches only: errors of long ago are no news, and the walk stays short.
    Statement query(parts_->database,
                    "SELECT s.name, f.url, f.status, f.error, f.http_status, f.started_ms FROM fetches f "
                    "JOIN sources s ON s.id = f.source_id WHERE f.id > (SELECT ifnull(max(id), 0) - 20000 FROM "
                    "fetches) AND f.status NOT IN ('ok', 'not_modified', 'gone', 'disallowed') "
                    "ORDER BY f.id DESC LIMIT ?");
    std::vector<FetchError> errors;
    for (query.bind(limit); query.step();)
        errors.push_back({query.text(0), query.text(1), query.text(2), query.text(3),
                          static_cast<int>(query.integer(4)), query.integer(5)});
    return errors;
}

std::vector<HostState> DeskReader::backing_off(Milliseconds now) {
    Statement query(parts_->database,
                    "SELECT host, backoff_until_ms, reason FROM hosts WHERE backoff_until_ms > ? ORDER BY 2 DESC");
    std::vector<HostState> hosts;
    for (query.bind(now); query.step();)
        hosts.push_back({.host = query.text(0), .backoff_until_ms = query.integer(1), .reason = query.text(2)});
    return hosts;
}

}  // namespace casebook
