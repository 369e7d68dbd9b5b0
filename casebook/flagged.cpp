#include "casebook/flagged.h"

#include <strings.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>

#include "casebook/flag_columns.h"
#include "casebook/schema.h"
#include "casebook/selection.h"
#include "casebook/sql.h"
#include "casebook/summary.h"
#include "casebook/text_search.h"

namespace casebook {

namespace {

constexpr Milliseconds day_ms = 86'400'000;

const std::string row_sql = R"(
SELECT l.first_seen_ms, l.score, l.assessment_id, l.level, l.status, l.appendix, s.name, l.language, k.name, l.assignee,
       l.first_seen_ms / 86400000, v.location, )" +
                            host_of_url("l.url") + R"(
FROM listings l JOIN sources s ON s.id = l.source_id JOIN versions v ON v.id = l.version_id
LEFT JOIN sellers k ON k.id = l.seller_id WHERE l.id = ?)";

constexpr const char* appended_sql = R"(
SELECT v.listing_id FROM assessments a JOIN versions v ON v.id = a.version_id WHERE a.id > ?
UNION SELECT listing_id FROM verdicts WHERE id > ? AND verdict <> 'note'
UNION SELECT listing_id FROM assignments WHERE id > ?)";

// How far the tables that only grow have come, and how often something was taken out of the others.
constexpr const char* state_sql =
    "SELECT (SELECT ifnull(max(id), 0) FROM assessments), (SELECT ifnull(max(id), 0) FROM verdicts), "
    "(SELECT ifnull(max(id), 0) FROM assignments), (SELECT ifnull(max(id), 0) FROM purges)";

std::string date_of(const std::string& days) {
    const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(std::stoll(days)))};
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

bool same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// "EU A" of "EU", `within`, "A".
std::string in_words(std::string_view value) {
    std::string words(value);
    std::replace(words.begin(), words.end(), within, ' ');
    return words;
}

bool any_in(std::string_view set, const std::function<bool(std::string_view)>& is) {
    bool found = false;
    each_of(set, [&](std::string_view value) { found = found || is(value); });
    return found;
}

// Of "ivory", `within`, "product, en".
std::function<bool(std::string_view)> is_sense_of(const Filter& filter) {
    return [&filter](std::string_view word) {
        const std::size_t entry = word.find(within), comma = word.find(", ", entry);
        return word.substr(0, entry) == filter.word && word.substr(entry + 1, comma - entry - 1) == filter.word_kind &&
               (filter.word_language.empty() || word.substr(comma + 2) == filter.word_language);
    };
}
std::function<bool(std::string_view)> is_other_word(const Filter& filter) {
    return [&filter](std::string_view word) { return word.substr(0, word.find(within)) != filter.word; };
}

std::vector<Count> largest_first(const std::map<std::string, std::int64_t>& counts) {
    std::vector<Count> sorted;
    for (const auto& [name, count] : counts) sorted.push_back({name, count});
    std::stable_sort(sorted.begin(), sorted.end(), [](const Count& a, const Count& b) { return a.count > b.count; });
    return sorted;
}

}  // namespace

struct Flagged::Parts {
    explicit Parts(const std::filesystem::path& file)
        : database(file, Database::Mode::read),
          checked((require_current_schema(database), true)),
          state(database, state_sql),
          row(database, row_sql),
          taxa(database,
               "SELECT t.taxon || ' ' || x.name FROM listing_taxa t JOIN taxa x ON x.id = t.taxon "
               "WHERE t.listing_id = ?"),
          regimes(database,
                  "SELECT DISTINCT regime || char(30) || listing FROM assessment_regimes "
                  "WHERE assessment_id = ?"),
          rules(database,
                "SELECT DISTINCT rule || CASE WHEN points > 0 THEN '' ELSE char(30) END FROM reasons "
                "WHERE assessment_id = ?"),
          words(database,
                "SELECT DISTINCT entry || char(30) || kind || ', ' || language FROM matches WHERE assessment_id = ? "
                "AND kind NOT IN ('part', 'context')"),
          versions(database, "SELECT id FROM versions WHERE listing_id = ?") {}

    using Conditions = std::vector<FlagColumns::Condition>;

    void follow();
    void take_in(std::int64_t id);
    // What the filter asks of the columns, its status aside. Asked for before the columns are held: it reads, too.
    Conditions conditions(const Filter& filter);
    FlagColumns::Rows select(const Conditions& asked, const Filter& filter, const Versions& found) const;

    static FlagColumns::Condition is_one_of(Column column, std::vector<std::string> wanted) {
        return {column, [wanted = std::move(wanted)](const std::string& text) {
                    return std::find(wanted.begin(), wanted.end(), text) != wanted.end();
                }};
    }
    std::map<std::string, std::int64_t> tally(const FlagColumns::Rows& rows, Column column) const;
    std::map<std::string, std::int64_t> tally_sets(const FlagColumns::Rows& rows, Column column) const;
    FlagColumns::Rows with_status(FlagColumns::Rows rows, const std::string& status) const;
    std::vector<Precision> precision(const FlagColumns::Rows& confirmed, const FlagColumns::Rows& dismissed,
                                     Column column) const;

    std::mutex reading;  // guards the members up to `columns`
    Database database;
    bool checked;
    Statement state, row, taxa, regimes, rules, words, versions;
    std::int64_t seen_version = -1;
    std::optional<std::array<std::int64_t, 4>> known;  // nothing: all is to be read
    FlagColumns::Row next;

    std::shared_mutex changing;  // guards columns
    FlagColumns columns;
};

// One advert as it stands now. Those that never were flagged have no row.
void Flagged::Parts::take_in(std::int64_t id) {
    const auto at = [this](Column column) -> std::string& { return next.values[static_cast<std::size_t>(column)]; };
    const auto join = [](Statement& query, std::int64_t key) {
        std::string set;
        for (query.bind(key); query.step();) (set += set.empty() ? "" : std::string(1, between)) += query.text(0);
        return set;
    };
    if (!row.first(id)) return;
    if (row.integer(3) == 0 && !columns.holds(id)) {
        row.reset();
        return;
    }
    next.id = id;
    next.first_seen_ms = row.integer(0);
    next.score = static_cast<int>(row.integer(1));
    const std::int64_t assessment = row.integer(2);
    constexpr Column in_order[] = {Column::level,  Column::status,   Column::appendix, Column::source, Column::language,
                                   Column::seller, Column::assignee, Column::day,      Column::place};
    for (int i = 0; const Column column : in_order) at(column) = row.text(3 + i++);
    (at(Column::place) += between) += row.text(12);
    row.reset();
    at(Column::taxon_set) = join(taxa, id);
    at(Column::regime_set) = join(regimes, assessment);
    at(Column::rule_set) = join(rules, assessment);
    at(Column::word_set) = join(words, assessment);
    next.versions.clear();
    for (versions.bind(id); versions.step();) next.versions.push_back(versions.integer(0));
    columns.put(next);
}

void Flagged::Parts::follow() {
    const std::lock_guard lock(reading);
    if (known && database.data_version() == seen_version) return;
    const Snapshot snapshot(database);
    seen_version = database.data_version();
    state.first();
    const std::array<std::int64_t, 4> now{state.integer(0), state.integer(1), state.integer(2), state.integer(3)};
    state.reset();
    if (known == now) return;
    const std::unique_lock alone(changing);
    const std::optional<std::array<std::int64_t, 4>> before = std::exchange(known, std::nullopt);
    if (before && before->back() == now.back()) {
        Statement appended(database, appended_sql);
        for (appended.bind((*before)[0], (*before)[1], (*before)[2]); appended.step();) take_in(appended.integer(0));
    } else {
        columns = {};
        Statement all(database, "SELECT id FROM listings WHERE level > 0 ORDER BY id");
        while (all.step()) take_in(all.integer(0));
    }
    columns.settle();
    known = now;
}

Flagged::Parts::Conditions Flagged::Parts::conditions(const Filter& filter) {
    Conditions all{{Column::level, [least = static_cast<int>(filter.least_level)](const std::string& level) {
                        return std::stoi(level) >= least;
                    }}};
    if (!filter.appendices.empty()) all.push_back(is_one_of(Column::appendix, filter.appendices));
    if (!filter.sources.empty()) all.push_back(is_one_of(Column::source, filter.sources));
    if (!filter.language.empty()) all.push_back(is_one_of(Column::language, {filter.language}));
    if (!filter.seller.empty()) all.push_back(is_one_of(Column::seller, {filter.seller}));
    if (!filter.assignee.empty())
        all.push_back(is_one_of(Column::assignee, {filter.assignee == "-" ? "" : filter.assignee}));
    if (!filter.since.empty() || !filter.until.empty())
        all.push_back({Column::day,
                       [since = filter.since.empty() ? INT64_MIN : day_start(filter.since) / day_ms,
                        until = filter.until.empty() ? INT64_MAX : day_start(filter.until) / day_ms](
                           const std::string& day) { return std::stoll(day) >= since && std::stoll(day) <= until; }});
    if (!filter.taxon.empty()) {
        std::set<std::string, std::less<>> wanted;
        const std::lock_guard lock(reading);
        for (const std::int64_t id : taxa_named(database, filter.taxon)) wanted.insert(std::to_string(id));
        all.push_back({Column::taxon_set, [wanted = std::move(wanted)](const std::string& set) {
                           return any_in(set, [&](std::string_view taxon) {
                               return wanted.contains(taxon.substr(0, taxon.find(' ')));
                           });
                       }});
    }
    if (!filter.regimes.empty())
        all.push_back({Column::regime_set, [wanted = filter.regimes](const std::string& set) {
                           return any_in(set, [&](std::string_view listed) {
                               return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& name) {
                                   return same_name(name, in_words(listed)) ||
                                          same_name(name, listed.substr(0, listed.find(within)));
                               });
                           });
                       }});
    if (!filter.rule.empty())
        all.push_back({Column::rule_set, [wanted = filter.rule](const std::string& set) {
                           return any_in(
                               set, [&](std::string_view rule) { return rule.substr(0, rule.find(within)) == wanted; });
                       }});
    if (!filter.word.empty())
        all.push_back({Column::word_set, [filter](const std::string& set) {
                           return any_in(set, is_sense_of(filter)) &&
                                  !(filter.word_alone && any_in(set, is_other_word(filter)));
                       }});
    return all;
}

FlagColumns::Rows Flagged::Parts::select(const Conditions& asked, const Filter& filter, const Versions& found) const {
    return filter.text.empty() ? columns.select(asked) : columns.select(asked, found);
}

std::map<std::string, std::int64_t> Flagged::Parts::tally(const FlagColumns::Rows& rows, Column column) const {
    std::map<std::string, std::int64_t> counts;
    for (const auto& [text, count] : columns.tally(rows, column)) counts[std::string(text)] += count;
    return counts;
}

std::map<std::string, std::int64_t> Flagged::Parts::tally_sets(const FlagColumns::Rows& rows, Column column) const {
    std::map<std::string, std::int64_t> counts;
    for (const auto& [set, count] : columns.tally(rows, column))
        each_of(set, [&counts, number = count](std::string_view value) { counts[std::string(value)] += number; });
    return counts;
}

FlagColumns::Rows Flagged::Parts::with_status(FlagColumns::Rows rows, const std::string& status) const {
    return columns.narrow(std::move(rows), {is_one_of(Column::status, {status})});
}

std::vector<Precision> Flagged::Parts::precision(const FlagColumns::Rows& confirmed, const FlagColumns::Rows& dismissed,
                                                 Column column) const {
    std::map<std::string, Precision> of;
    const auto at = [&of](const std::string& value) -> Precision& {
        Precision& one = of[value];
        const std::size_t end = value.find(within);
        one.name = value.substr(0, end);
        if (end != std::string::npos) one.detail = value.substr(end + 1);
        return one;
    };
    for (const auto& [value, count] : tally_sets(confirmed, column))
        if (!value.ends_with(within)) at(value).confirmed = count;
    for (const auto& [value, count] : tally_sets(dismissed, column))
        if (!value.ends_with(within)) at(value).dismissed = count;
    std::vector<Precision> sorted;
    for (auto& [value, one] : of) sorted.push_back(std::move(one));
    std::stable_sort(sorted.begin(), sorted.end(), [](const Precision& a, const Precision& b) {
        return a.dismissed != b.dismissed ? a.dismissed > b.dismissed : a.confirmed > b.confirmed;
    });
    if (sorted.size() > most_precisions) sorted.resize(most_precisions);
    return sorted;
}

Flagged::Flagged(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
Flagged::~Flagged() = default;

bool Flagged::answers(const Filter& filter) {
    const bool known_word = filter.word.empty() ||
                            (!filter.word_kind.empty() && filter.word_kind != "part" && filter.word_kind != "context");
    return filter.least_level != detector::Level::none && known_word && filter.platform.empty() &&
           filter.listings.empty();
}

std::vector<StatusCount> Flagged::counts(const Filter& filter, const Versions& found) {
    parts_->follow();
    const Parts::Conditions asked = parts_->conditions(filter);
    const std::shared_lock lock(parts_->changing);
    std::map<std::string, std::int64_t> tally = parts_->tally(parts_->select(asked, filter, found), Column::status);
    std::vector<StatusCount> counts{{"new", {}}, {"unsure", {}}, {"confirmed", {}}, {"dismissed", {}}};
    for (StatusCount& each : counts) each.count.count = tally[each.status];
    return counts;
}

std::int64_t Flagged::count(const Filter& filter, const Versions& found) {
    std::int64_t count = 0;
    for (const StatusCount& each : counts(filter, found))
        if (filter.status.empty() || filter.status == each.status) count += each.count.count;
    return count;
}

std::vector<Place> Flagged::page(const Filter& filter, const Versions& found, const Walk& walk) {
    parts_->follow();
    const Parts::Conditions asked = parts_->conditions(filter);
    const std::shared_lock lock(parts_->changing);
    const FlagColumns& columns = parts_->columns;
    FlagColumns::Rows rows = parts_->select(asked, filter, found);
    if (!filter.status.empty()) rows = parts_->with_status(std::move(rows), filter.status);
    std::vector<Place> places;
    const bool by_score = walk.order == Order::priority;
    for (const FlagColumns::RowNumber row : rows)
        places.push_back({by_score ? columns.score(row) : columns.first_seen_ms(row), ListingId{columns.id(row)}});
    // Scores fall while ids rise; by time both do the same.
    const bool keys_rise = (walk.order == Order::oldest) != walk.backwards;
    const bool ids_rise = (walk.order != Order::newest) != walk.backwards;
    const auto before = [&](const Place& a, const Place& b) {
        if (a.key != b.key) return (a.key < b.key) == keys_rise;
        return a.id != b.id && (a.id < b.id) == ids_rise;
    };
    if (walk.from) std::erase_if(places, [&](const Place& place) { return !before(*walk.from, place); });
    const auto last = places.begin() + static_cast<std::ptrdiff_t>(std::min(places.size(), walk.limit + 1));
    std::partial_sort(places.begin(), last, places.end(), before);
    places.erase(last, places.end());
    return places;
}

Figures Flagged::figures(const Filter& filter, const Versions& found) {
    parts_->follow();
    const Parts::Conditions asked = parts_->conditions(filter);
    const std::shared_lock lock(parts_->changing);
    const Parts& parts = *parts_;
    const FlagColumns::Rows any_status = parts_->select(asked, filter, found);
    const FlagColumns::Rows confirmed = parts.with_status(any_status, "confirmed");
    const FlagColumns::Rows dismissed = parts.with_status(any_status, "dismissed");
    const FlagColumns::Rows rows = filter.status.empty() ? any_status : parts.with_status(any_status, filter.status);

    Figures figures;
    figures.rules = parts.precision(confirmed, dismissed, Column::rule_set);
    figures.words = parts.precision(confirmed, dismissed, Column::word_set);
    Summary& summary = figures.summary;
    summary.listings = static_cast<std::int64_t>(rows.size());
    for (const auto& [level, count] : parts.tally(rows, Column::level))
        summary.by_level.insert(summary.by_level.begin(),
                                {std::string(to_string(static_cast<detector::Level>(std::stoi(level)))), count});
    summary.by_appendix = largest_first(parts.tally(rows, Column::appendix));
    summary.by_source = largest_first(parts.tally(rows, Column::source));
    summary.by_status = largest_first(parts.tally(rows, Column::status));
    summary.by_language = largest_first(parts.tally(rows, Column::language));
    std::map<std::string, std::int64_t> named, listed, dated;
    for (const auto& [taxon, count] : parts.tally_sets(rows, Column::taxon_set))
        named[taxon.substr(taxon.find(' ') + 1)] += count;
    for (const auto& [regime, count] : parts.tally_sets(rows, Column::regime_set)) listed[in_words(regime)] += count;
    for (const auto& [day, count] : parts.tally(rows, Column::day)) dated[date_of(day)] += count;
    summary.by_taxon = largest_first(named);
    summary.by_regime = largest_first(listed);
    for (const auto& [date, count] : dated) summary.by_day.push_back({date, count});
    for (const auto& [place, count] : parts.tally(rows, Column::place)) {
        const std::size_t end = place.find(between);
        figures.places.push_back({place.substr(0, end), place.substr(end + 1), count});
    }
    return figures;
}

std::vector<std::string> Flagged::languages() {
    parts_->follow();
    const Parts::Conditions asked = parts_->conditions({});
    const std::shared_lock lock(parts_->changing);
    std::vector<std::string> names;
    for (const Count& language : largest_first(parts_->tally(parts_->columns.select(asked), Column::language)))
        if (!language.name.empty()) names.push_back(language.name);
    return names;
}

}  // namespace casebook
