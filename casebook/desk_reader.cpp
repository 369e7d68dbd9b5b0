#include "casebook/desk_reader.h"

#include <algorithm>

#include "casebook/desk_parts.h"
#include "casebook/selection.h"
#include "casebook/summary.h"
#include "casebook/text_search.h"

namespace casebook {

namespace {

struct OrderSql {
    const char *beyond, *sorted;
};

// Beyond a place (?1 key, ?2 id), and the order itself; the walk backwards is the same mirrored.
OrderSql sql_of(Order order, bool backwards) {
    switch (order) {
        case Order::newest:
            return backwards ? OrderSql{"(l.first_seen_ms, l.id) > (?, ?)", "l.first_seen_ms, l.id"}
                             : OrderSql{"(l.first_seen_ms, l.id) < (?, ?)", "l.first_seen_ms DESC, l.id DESC"};
        case Order::oldest:
            return backwards ? OrderSql{"(l.first_seen_ms, l.id) < (?, ?)", "l.first_seen_ms DESC, l.id DESC"}
                             : OrderSql{"(l.first_seen_ms, l.id) > (?, ?)", "l.first_seen_ms, l.id"};
        case Order::priority:
            break;
    }
    // Scores fall while ids rise: no row value compares so. The first condition is what an index can begin at.
    return backwards ? OrderSql{"l.score >= ?1 AND (l.score > ?1 OR l.id < ?2)", "l.score, l.id DESC"}
                     : OrderSql{"l.score <= ?1 AND (l.score < ?1 OR l.id > ?2)", "l.score DESC, l.id"};
}

std::vector<std::string> column(Database& database, const std::string& sql) {
    Statement query(database, sql);
    std::vector<std::string> values;
    while (query.step()) values.push_back(query.text(0));
    return values;
}

}  // namespace

std::optional<QueueRow> DeskReader::Parts::row(ListingId id, Order order) {
    Statement& from = row_of;
    if (!from.first(id)) return std::nullopt;
    QueueRow row;
    row.id = ListingId{from.integer(0)};
    row.score = static_cast<int>(from.integer(1));
    row.first_seen_ms = from.integer(2);
    row.place = {order == Order::priority ? from.integer(1) : from.integer(2), row.id};
    row.level = static_cast<detector::Level>(from.integer(3));
    row.appendix = from.text(4);
    row.status = from.text(5);
    row.title = from.text(6);
    row.price = from.text(7);
    row.seller = from.text(8);
    row.location = from.text(9);
    row.source = from.text(10);
    row.language = from.text(11);
    row.assignee = from.text(12);
    row.gone = !from.is_null(13);
    row.assessment = from.integer(14);
    const std::int64_t version = from.integer(15);
    from.reset();
    for (taxa.bind(row.assessment); taxa.step();) row.taxa.push_back(taxa.text(0));
    for (words.bind(row.assessment); words.step();)
        if (std::string word = words.text(0);
            row.words.size() < 4 && std::find(row.words.begin(), row.words.end(), word) == row.words.end())
            row.words.push_back(std::move(word));
    if (row.title.empty() && first_passage.first(version)) row.title = first_passage.text(0);
    first_passage.reset();
    if (row.appendix.empty())
        for (regimes.bind(row.assessment); regimes.step();) row.regimes.push_back(regimes.text(0));
    return row;
}

const Flagged::Versions& DeskReader::Parts::found(const Filter& filter) {
    const std::int64_t now = database.data_version();
    if (filter.text != last_search.text || now != last_search.data_version)
        last_search = {filter.text, now,
                       filter.text.empty() ? Flagged::Versions{}
                       : by_walk(filter)   ? flagged_with_letter(database, filter.text)
                                           : versions_with(database, filter.text)};
    return last_search.versions;
}

DeskReader::DeskReader(const std::filesystem::path& file, std::shared_ptr<Flagged> flagged)
    : parts_(std::make_unique<Parts>(file, std::move(flagged))) {}
DeskReader::~DeskReader() = default;
DeskReader::DeskReader(DeskReader&&) noexcept = default;

void DeskReader::hold() { parts_->database.execute("BEGIN"); }
void DeskReader::release() { parts_->database.execute("COMMIT"); }

QueuePage DeskReader::page(const Filter& filter, const Walk& walk) {
    QueuePage page;
    const auto add = [&](ListingId id) {  // false: the page is full
        page.more = page.rows.size() == walk.limit;
        if (page.more) return false;
        if (auto row = parts_->row(id, walk.order)) page.rows.push_back(std::move(*row));
        return true;
    };
    if (parts_->by_columns(filter) && !only_facets(filter) && !parts_->by_walk(filter)) {  // an index is walked sooner
        for (const Place& place : parts_->flagged->page(filter, parts_->found(filter), walk))
            if (!add(place.id)) break;
        if (walk.backwards) std::reverse(page.rows.begin(), page.rows.end());
        return page;
    }
    const Selection selection(parts_->database, filter,
                              walk.order == Order::priority ? Selection::Use::by_score : Selection::Use::by_time);
    const OrderSql order = sql_of(walk.order, walk.backwards);
    // The place comes first: it is ?1 and ?2 where the order's condition says so, and the filter's values follow.
    Statement query(parts_->database, "SELECT l.id FROM " + selection.from() + " WHERE " +
                                          (walk.from ? std::string(order.beyond) + " AND " : std::string()) +
                                          selection.where() + " ORDER BY " + order.sorted + " LIMIT ?");
    int next = 1;
    query.reset();
    if (walk.from) {
        query.bind_one(next++, walk.from->key);
        query.bind_one(next++, walk.from->id);
    }
    next = selection.bind(query, next);
    query.bind_one(next, walk.limit + 1);
    while (query.step() && add(ListingId{query.integer(0)})) {
    }
    if (walk.backwards) std::reverse(page.rows.begin(), page.rows.end());
    return page;
}

BoundedCount DeskReader::count(const Filter& filter, std::int64_t bound) {
    if (parts_->by_columns(filter) && !parts_->by_walk(filter))
        return {parts_->flagged->count(filter, parts_->found(filter)), false};
    const std::int64_t count = count_of(parts_->database, filter, bound);
    return {count, count == bound};
}

std::vector<StatusCount> DeskReader::counts(Filter filter, std::int64_t bound) {
    if (parts_->by_columns(filter) && !parts_->by_walk(filter))
        return parts_->flagged->counts(filter, parts_->found(filter));
    std::vector<StatusCount> counts{{"new", {}}, {"unsure", {}}, {"confirmed", {}}, {"dismissed", {}}};
    filter.status.clear();
    const Selection selection(parts_->database, filter, Selection::Use::figures);
    if (!selection.tally_where().empty()) {
        for (StatusCount& each : counts) {
            filter.status = each.status;
            each.count.count = count_of(parts_->database, filter);
        }
        return counts;
    }
    Statement query(parts_->database, "SELECT status, count(*) FROM (SELECT l.status AS status FROM " +
                                          selection.from() + " WHERE " + selection.where() + " LIMIT ?) GROUP BY 1");
    query.bind_one(selection.bind(query), bound);
    std::int64_t all = 0;
    while (query.step())
        for (StatusCount& each : counts)
            if (each.status == query.text(0)) all += each.count.count = query.integer(1);
    for (StatusCount& each : counts) each.count.at_least = all == bound;
    return counts;
}

std::vector<QueueRow> DeskReader::rows(std::span<const ListingId> ids) {
    std::vector<QueueRow> rows;
    for (const ListingId id : ids)
        if (auto row = parts_->row(id, Order::priority)) rows.push_back(std::move(*row));
    return rows;
}

namespace {

constexpr const char* seen_columns =
    "SELECT l.id, l.assessment_id, (SELECT ifnull(max(id), 0) FROM verdicts WHERE listing_id = l.id AND "
    "verdict <> 'note') FROM ";

Seen seen_in(const Statement& row) { return {ListingId{row.integer(0)}, row.integer(1), row.integer(2)}; }

}  // namespace

std::vector<Seen> DeskReader::seen(const Filter& filter, std::size_t limit) {
    const Selection selection(parts_->database, filter);
    Statement query(parts_->database, seen_columns + selection.from() + " WHERE " + selection.where() +
                                          " ORDER BY l.score DESC, l.id LIMIT ?");
    query.bind_one(selection.bind(query), limit);
    std::vector<Seen> found;
    while (query.step()) found.push_back(seen_in(query));
    return found;
}

std::vector<Seen> DeskReader::seen(std::span<const ListingId> ids) {
    Statement query(parts_->database, std::string(seen_columns) + "listings l WHERE l.id = ?");
    std::vector<Seen> found;
    for (const ListingId id : ids) {
        if (query.first(id)) found.push_back(seen_in(query));
        query.reset();
    }
    return found;
}

std::vector<TrailEntry> DeskReader::trail(ListingId id) {
    Statement query(parts_->database, R"(
SELECT id, at_ms, who, verdict, reason, note, undoes, batch FROM verdicts WHERE listing_id = ?1
UNION ALL SELECT 0, at_ms, who, 'assigned', assignee, NULL, 0, 0 FROM assignments WHERE listing_id = ?1
UNION ALL SELECT 0, e.at_ms, e.who, 'exported', e.kind, e.filter, 0, 0
FROM export_listings x JOIN exports e ON e.id = x.export_id WHERE x.listing_id = ?1 ORDER BY 2, 1)");
    const std::vector<Seen> now = seen({&id, 1});
    const std::int64_t standing = now.empty() ? 0 : now.front().verdict;
    std::vector<TrailEntry> trail;
    for (query.bind(id); query.step();)
        trail.push_back({.id = query.integer(0),
                         .at_ms = query.integer(1),
                         .who = query.text(2),
                         .what = query.text(3),
                         .reason = query.text(4),
                         .note = query.text(5),
                         .undoes = query.integer(6),
                         .batch = query.integer(7),
                         .can_undo = query.integer(0) != 0 && query.integer(0) == standing});
    return trail;
}

std::vector<VersionOf> DeskReader::versions(ListingId id) {
    Statement query(parts_->database,
                    "SELECT v.id, v.number, v.first_seen_ms, v.title, v.price_text, c.id, c.file, c.start, c.length, "
                    "c.sha256, c.link, f.started_ms, f.ip FROM versions v LEFT JOIN fetches f ON f.id = v.fetch_id "
                    "LEFT JOIN captures c ON c.fetch_id = v.fetch_id WHERE v.listing_id = ? "
                    "ORDER BY v.first_seen_ms DESC, v.number DESC");
    Statement passages(parts_->database,
                       "SELECT text FROM passages WHERE version_id = ? AND field NOT IN ('seller', 'location') "
                       "ORDER BY number");
    std::vector<VersionOf> versions;
    for (query.bind(id); query.step();) {
        VersionOf& version = versions.emplace_back();
        version.id = query.integer(0);
        version.number = query.integer(1);
        version.first_seen_ms = query.integer(2);
        version.title = query.text(3);
        version.price = query.text(4);
        if (!query.is_null(5))
            version.capture = CaptureOf{CaptureId{query.integer(5)},
                                        {query.text(6), query.integer(7), query.integer(8), query.text(9)},
                                        query.text(10),
                                        query.integer(11),
                                        query.text(12)};
        for (passages.bind(version.id); passages.step();) version.passages.push_back(passages.text(0));
    }
    return versions;
}

std::vector<std::pair<std::string, std::string>> DeskReader::regimes() { return regimes_of(parts_->database); }

std::vector<std::string> DeskReader::languages() {
    if (parts_->flagged) return parts_->flagged->languages();
    return column(parts_->database,
                  "SELECT language FROM tallies WHERE level > 0 AND language <> '' GROUP BY 1 "
                  "HAVING sum(number) > 0 ORDER BY sum(number) DESC LIMIT 60");
}

std::vector<std::string> DeskReader::assignees() {
    return column(parts_->database, "SELECT DISTINCT assignee FROM listings WHERE assignee IS NOT NULL ORDER BY 1");
}

}  // namespace casebook
