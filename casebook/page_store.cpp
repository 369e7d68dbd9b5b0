#include "casebook/page_store.h"

namespace casebook {

namespace {

constexpr const char* put_sql = R"(
INSERT INTO pages(source_id, url, depth, kind, context, seen_pass, done_pass, etag, last_modified, text_sha256,
                  body_sha256, due_ms, interval_ms, failures, gone)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, CASE WHEN ?7 THEN ?6 END, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
ON CONFLICT DO UPDATE SET
  seen_pass = excluded.seen_pass, done_pass = coalesce(excluded.done_pass, done_pass), etag = excluded.etag,
  last_modified = excluded.last_modified, text_sha256 = excluded.text_sha256, body_sha256 = excluded.body_sha256,
  due_ms = excluded.due_ms, interval_ms = excluded.interval_ms, failures = excluded.failures, gone = excluded.gone)";

constexpr const char* discover_sql = R"(
INSERT INTO pages(source_id, url, depth, kind, context, seen_pass, due_ms) VALUES (?,?,?,?,?,?,?)
ON CONFLICT DO UPDATE SET seen_pass = excluded.seen_pass, depth = excluded.depth, context = excluded.context
WHERE seen_pass <> excluded.seen_pass)";

}  // namespace

PageStore::PageStore(Database& db)
    : database_(db),
      put_(db, put_sql),
      discover_(db, discover_sql),
      remember_(db,
                "INSERT INTO hosts(host, robots, robots_fetched_ms, backoff_until_ms, reason, failures) "
                "VALUES (?,?,?,?,?,?) ON CONFLICT DO UPDATE SET robots = excluded.robots, "
                "robots_fetched_ms = excluded.robots_fetched_ms, backoff_until_ms = excluded.backoff_until_ms, "
                "reason = excluded.reason, failures = excluded.failures") {}

std::vector<PageState> PageStore::pages(std::int64_t source, PassId pass) {
    Statement query(database_,
                    "SELECT url, depth, kind, context, seen_pass = ?2, ifnull(done_pass, 0) = ?2, etag, "
                    "last_modified, text_sha256, body_sha256, due_ms, interval_ms, failures, gone "
                    "FROM pages WHERE source_id = ?1 ORDER BY id");
    query.bind(source, pass);
    std::vector<PageState> found;
    while (query.step())
        found.push_back({.url = query.text(0),
                         .depth = static_cast<std::int32_t>(query.integer(1)),
                         .kind = query.text(2),
                         .context = query.text(3),
                         .in_this_pass = query.integer(4) != 0,
                         .done_this_pass = query.integer(5) != 0,
                         .etag = query.text(6),
                         .last_modified = query.text(7),
                         .text_sha256 = query.text(8),
                         .body_sha256 = query.text(9),
                         .due_ms = query.integer(10),
                         .interval_ms = query.integer(11),
                         .failures = static_cast<std::int32_t>(query.integer(12)),
                         .gone = query.integer(13) != 0});
    return found;
}

void PageStore::put(std::int64_t source, PassId pass, const PageState& page) {
    put_.run(source, page.url, page.depth, OrNull{page.kind}, OrNull{page.context}, pass, page.done_this_pass,
             OrNull{page.etag}, OrNull{page.last_modified}, OrNull{page.text_sha256}, OrNull{page.body_sha256},
             page.due_ms, page.interval_ms, page.failures, page.gone);
}

void PageStore::discover(std::int64_t source, PassId pass, const PageState& page) {
    discover_.run(source, page.url, page.depth, OrNull{page.kind}, OrNull{page.context}, pass, page.due_ms);
}

std::vector<HostState> PageStore::hosts() {
    Statement query(database_, "SELECT host, robots, robots_fetched_ms, backoff_until_ms, reason, failures FROM hosts");
    std::vector<HostState> found;
    query.bind();
    while (query.step())
        found.push_back({query.text(0), query.text(1), query.integer(2), query.integer(3), query.text(4),
                         static_cast<std::int32_t>(query.integer(5))});
    return found;
}

void PageStore::remember(const HostState& host) {
    remember_.run(host.host, OrNull{host.robots}, host.robots_fetched_ms, host.backoff_until_ms, OrNull{host.reason},
                  host.failures);
}

}  // namespace casebook
