#include "casebook/selection.h"

#include <strings.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <stdexcept>

#include "casebook/text_search.h"

namespace casebook {

namespace {

constexpr Milliseconds day_ms = 86'400'000;

}  // namespace

Milliseconds day_start(const std::string& date) {
    int year = 0, length = 0;
    unsigned month = 0, day = 0;
    const int read = std::sscanf(date.c_str(), "%4d-%2u-%2u%n", &year, &month, &day, &length);
    const std::chrono::year_month_day when{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
    if (read != 3 || static_cast<std::size_t>(length) != date.size() || !when.ok())
        throw std::invalid_argument("'" + date + "' is no date (write it as 2026-03-31)");
    return std::chrono::sys_days(when).time_since_epoch().count() * day_ms;
}

std::string host_of_url(const std::string& column) {
    const std::string rest = "substr(" + column + ", instr(" + column + ", '://') + 3)";
    const std::string authority = "substr(" + rest + ", 1, instr(" + rest + " || '/', '/') - 1)";
    return "substr(" + authority + ", 1, instr(" + authority + " || ':', ':') - 1)";
}

bool only_facets(const Filter& filter) {
    return filter.taxon.empty() && filter.since.empty() && filter.until.empty() && filter.text.empty() &&
           filter.seller.empty() && filter.regimes.empty() && filter.assignee.empty() && filter.rule.empty() &&
           filter.word.empty() && filter.platform.empty() && filter.listings.empty();
}

Selection::Selection(Database& database, const Filter& filter, Use use, std::int64_t few) : use_(use), few_(few) {
    add_facets(database, filter);
    if (!filter.since.empty()) add("l.first_seen_ms >= ?", {day_start(filter.since)});
    if (!filter.until.empty()) add("l.first_seen_ms < ?", {day_start(filter.until) + day_ms});
    if (!filter.seller.empty()) {
        add("l.seller_id IN (SELECT id FROM sellers WHERE name = ?)", {filter.seller});
        from_ = "listings l INDEXED BY listings_of_seller";
    }
    if (!filter.taxon.empty()) add_taxon(database, filter.taxon);
    add_regimes(database, filter.regimes);
    add_desk(filter);
    add_platform(filter.platform);
    if (!filter.listings.empty()) {
        std::string ids;  // numbers of ours: nothing to bind, and no limit on how many
        for (const ListingId id : filter.listings)
            ids += (ids.empty() ? "" : ",") + std::to_string(static_cast<std::int64_t>(id));
        add("l.id IN (" + ids + ")");
        by_ids_ = true;
    }
    if (!filter.text.empty()) add_text(database, filter.text);
    if (filter.seller.empty() && !by_hits_) choose_index(database, filter);
}

// What `tallies` counts by, too: its columns have the same names, so that the same words serve for `tallies l`.
void Selection::add_facets(Database& database, const Filter& filter) {
    const auto any = [this](const char* column, const auto& wanted) {
        if (wanted.empty()) return;
        facets_ += std::string(" AND l.") + column + " IN (";
        for (std::size_t i = 0; i < wanted.size(); ++i) facets_ += i ? ",?" : "?";
        facets_ += ')';
        facet_values_.insert(facet_values_.end(), wanted.begin(), wanted.end());
    };
    if (filter.least_level != detector::Level::none) {
        facets_ += " AND l.level > 0";  // the very words of the partial indexes, so that they serve
        if (filter.least_level != detector::Level::low)
            facets_ += " AND l.level >= " + std::to_string(static_cast<int>(filter.least_level));
    }
    if (!filter.sources.empty()) {
        Statement id(database, "SELECT id FROM sources WHERE name = ?");
        for (const std::string& name : filter.sources) {
            sources_.push_back(id.first(name) ? id.integer(0) : 0);  // no source has id 0
            id.reset();
        }
    }
    any("appendix", filter.appendices);
    any("source_id", sources_);
    const auto one = [&any](const char* column, const std::string& value) {
        any(column, value.empty() ? std::vector<std::string>{} : std::vector<std::string>{value});
    };
    one("language", filter.language);
    one("status", filter.status);
    add("1" + facets_, facet_values_);
    if (only_facets(filter)) tally_where_ = "1" + facets_;
    by_level_and_status_ =
        only_facets(filter) && filter.appendices.empty() && filter.sources.empty() && filter.language.empty();
}

std::vector<std::int64_t> taxa_named(Database& database, const std::string& taxon) {
    // Few taxa are ever named, so that all of them are looked through, by every rank.
    Statement query(database,
                    "SELECT id FROM taxa WHERE name = ?1 COLLATE NOCASE OR taxon_id = ?1 OR family = ?1 COLLATE NOCASE "
                    "OR order_name = ?1 COLLATE NOCASE OR class = ?1 COLLATE NOCASE OR kingdom = ?1 COLLATE NOCASE OR "
                    "substr(name, 1, length(?1) + 1) = ?1 || ' ' COLLATE NOCASE");
    std::vector<std::int64_t> ids;
    for (query.bind(taxon); query.step();) ids.push_back(query.integer(0));
    return ids;
}

void Selection::add_taxon(Database& database, const std::string& taxon) {
    std::string ids;
    for (const std::int64_t id : taxa_named(database, taxon)) ids += (ids.empty() ? "" : ",") + std::to_string(id);
    Statement some(database, "SELECT count(*) FROM (SELECT 1 FROM listing_taxa WHERE taxon IN (" + ids + ") LIMIT ?)");
    some.first(few_ + 1);
    if (some.integer(0) <= few_) {
        by_ids_ = true;
        add("l.id IN (SELECT listing_id FROM listing_taxa WHERE taxon IN (" + ids + "))");
    } else {
        add("EXISTS (SELECT 1 FROM listing_taxa t WHERE t.listing_id = l.id AND t.taxon IN (" + ids + "))");
    }
}

std::vector<std::pair<std::string, std::string>> regimes_of(Database& database) {
    // From one to the next along the index: there are few of them on very many assessments.
    Statement next(database,
                   "SELECT regime, listing FROM assessment_regimes WHERE (regime, listing) > (?, ?) "
                   "ORDER BY regime, listing LIMIT 1");
    std::vector<std::pair<std::string, std::string>> found;
    for (std::pair<std::string, std::string> at; next.first(at.first, at.second); next.reset()) {
        at = {next.text(0), next.text(1)};
        found.push_back(at);
    }
    return found;
}

void Selection::add_regimes(Database& database, const std::vector<std::string>& regimes) {
    if (regimes.empty()) return;
    const auto same = [](const std::string& a, const std::string& b) {
        return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
    };
    std::string any = "0";
    Values values;
    for (const auto& [regime, listing] : regimes_of(database))
        for (const std::string& wanted : regimes)
            if (same(wanted, regime) || same(wanted, regime + ' ' + listing)) {
                any += " OR (r.regime = ? AND r.listing = ?)";
                values.insert(values.end(), {regime, listing});
                break;
            }
    Statement some(database, "SELECT count(*) FROM (SELECT 1 FROM assessment_regimes r WHERE " + any + " LIMIT ?)");
    some.bind_one(bind(some, values, 1), few_ + 1);
    some.step();
    if (some.integer(0) <= few_) {
        by_ids_ = true;
        add("l.id IN (SELECT x.id FROM assessment_regimes r JOIN listings x ON x.assessment_id = r.assessment_id "
            "WHERE " +
                any + ")",
            values);
    } else {
        add("EXISTS (SELECT 1 FROM assessment_regimes r WHERE r.assessment_id = l.assessment_id AND (" + any + "))",
            values);
    }
}

void Selection::add_platform(const std::vector<std::string>& platform) {
    if (platform.empty()) return;
    const std::string host = "'.' || " + host_of_url("l.url");
    std::string any;
    Values values;
    for (const std::string& name : platform) {
        // A suffix compared as such: LIKE would read '_' and '%' in it.
        any += any.empty() ? "" : " OR ";
        any +=
            "l.source_id IN (SELECT id FROM sources WHERE name = ?) OR substr(" + host + ", -length(?) - 1) = '.' || ?";
        values.insert(values.end(), {name, name, name});
    }
    add("(" + any + ")", values);
}

void Selection::add_desk(const Filter& filter) {
    if (filter.assignee == "-")
        add("l.assignee IS NULL");
    else if (!filter.assignee.empty())
        add("l.assignee = ?", {filter.assignee});
    if (!filter.rule.empty())
        add("EXISTS (SELECT 1 FROM reasons r WHERE r.assessment_id = l.assessment_id AND r.rule = ?)", {filter.rule});
    if (!filter.word.empty()) add_word(filter);
}

void Selection::add_text(Database& database, const std::string& text) {
    if (letters(text) < 2) {
        add("EXISTS (SELECT 1 FROM passages p WHERE p.version_id = l.version_id AND instr(lower(p.text), lower(?)))",
            {text});
        return;
    }
    const std::string sought = match_for(database, text);
    if (sought.empty()) {
        by_ids_ = true;
        add("l.id = 0");  // no advert has it
        return;
    }
    if (use_ == Use::figures && !by_ids_ && from_ == "listings l") {
        by_hits_ = true;
        from_ =
            "(SELECT DISTINCT w.listing_id AS id FROM advert_text a CROSS JOIN versions w ON w.id = a.rowid "
            "WHERE a.advert_text MATCH ?) hit CROSS JOIN listings l ON l.id = hit.id";
        values_.insert(values_.begin(), sought);
        return;
    }
    Statement some(database, "SELECT count(*) FROM (SELECT rowid FROM advert_text WHERE advert_text MATCH ? LIMIT ?)");
    some.first(sought, few_ + 1);
    if (by_ids_ || some.integer(0) <= few_) {
        by_ids_ = true;
        add("l.id IN (SELECT listing_id FROM versions WHERE id IN "
            "(SELECT rowid FROM advert_text WHERE advert_text MATCH ?))",
            {sought});
    } else {
        add("EXISTS (SELECT 1 FROM versions w CROSS JOIN advert_text a ON a.rowid = w.id WHERE w.listing_id = l.id AND "
            "a.advert_text MATCH ?)",
            {sought});
    }
}

void Selection::choose_index(Database& database, const Filter& filter) {
    if (by_ids_) {
        from_ = "listings l NOT INDEXED";  // by their ids
        return;
    }
    if (filter.least_level == detector::Level::none) {
        if (use_ == Use::by_time) from_ = "listings l INDEXED BY everything_by_time";
        return;
    }
    if (!filter.since.empty() || !filter.until.empty()) {
        Statement some(database,
                       "SELECT count(*) FROM (SELECT 1 FROM listings INDEXED BY flagged_by_time WHERE level > 0 AND "
                       "first_seen_ms >= ? AND first_seen_ms < ? LIMIT ?)");
        some.first(filter.since.empty() ? INT64_MIN : day_start(filter.since),
                   filter.until.empty() ? INT64_MAX : day_start(filter.until) + day_ms, few_ + 1);
        if (some.integer(0) <= few_) {
            from_ = "listings l INDEXED BY flagged_by_time";
            return;
        }
    }
    if (use_ == Use::by_time) {
        from_ = "listings l INDEXED BY flagged_by_time";
        return;
    }
    // Of the walks in queue order, the shortest.
    struct Walk {
        const char *index, *condition;
        std::variant<std::int64_t, std::string> value;
    };
    std::vector<Walk> walks;
    if (!filter.status.empty()) walks.push_back({"queue_of_status", "status = ?", filter.status});
    if (sources_.size() == 1) walks.push_back({"queue_of_source", "source_id = ?", sources_.front()});
    if (!filter.language.empty()) walks.push_back({"queue_of_language", "language = ?", filter.language});
    from_ = std::string("listings l INDEXED BY ") + (walks.empty() ? "queue_all" : walks.front().index);
    if (walks.size() < 2) return;
    std::int64_t shortest = INT64_MAX;
    for (const Walk& walk : walks) {
        Statement count(
            database, std::string("SELECT ifnull(sum(number), 0) FROM tallies WHERE level > 0 AND ") + walk.condition);
        bind(count, {walk.value}, 1);
        count.step();
        if (count.integer(0) >= shortest) continue;
        shortest = count.integer(0);
        from_ = std::string("listings l INDEXED BY ") + walk.index;
    }
}

void Selection::add(const std::string& clause, const Values& values) {
    where_ += " AND " + clause;
    values_.insert(values_.end(), values.begin(), values.end());
}

void Selection::add_word(const Filter& filter) {
    std::string sense = "l.assessment_id IN (SELECT assessment_id FROM matches WHERE entry = ?";
    Values values{filter.word};
    const auto narrow = [&](const char* condition, const std::string& value) {
        if (value.empty()) return;
        sense += condition;
        values.emplace_back(value);
    };
    narrow(" AND language = ?", filter.word_language);
    narrow(" AND kind = ?", filter.word_kind);
    add(sense + ')', values);
    if (filter.word_alone)
        add("NOT EXISTS (SELECT 1 FROM matches m WHERE m.assessment_id = l.assessment_id AND "
            "m.kind NOT IN ('part', 'context') AND m.entry <> ?)",
            {filter.word});
}

int Selection::bind(Statement& statement, const Values& values, int first) {
    if (first == 1) statement.reset();
    int index = first - 1;
    for (const auto& value : values) std::visit([&](const auto& plain) { statement.bind_one(++index, plain); }, value);
    return index + 1;
}

std::string to_string(const Filter& filter) {
    std::string words;
    const auto say = [&words](const std::string& part) { words += (words.empty() ? "" : ", ") + part; };
    const auto any = [](const std::vector<std::string>& values) {
        std::string list;
        for (const std::string& value : values) list += (list.empty() ? "" : " or ") + value;
        return list;
    };
    if (filter.least_level == detector::Level::none) say("flagged or not");
    if (filter.least_level > detector::Level::low)
        say("level " + std::string(detector::to_string(filter.least_level)) + " or higher");
    if (!filter.appendices.empty()) say("Appendix " + any(filter.appendices));
    if (!filter.taxon.empty()) say("taxon " + filter.taxon);
    if (!filter.sources.empty()) say("source " + any(filter.sources));
    if (!filter.platform.empty()) say("platform " + any(filter.platform));
    if (!filter.language.empty()) say("language " + filter.language);
    if (!filter.status.empty()) say("status " + filter.status);
    if (!filter.since.empty()) say("since " + filter.since);
    if (!filter.until.empty()) say("until " + filter.until);
    if (!filter.regimes.empty()) say("listed by " + any(filter.regimes));
    if (!filter.seller.empty()) say("seller " + filter.seller);
    if (!filter.assignee.empty()) say(filter.assignee == "-" ? "assigned to nobody" : "assigned to " + filter.assignee);
    if (!filter.rule.empty()) say("rule " + filter.rule);
    if (!filter.word.empty()) say("word \"" + filter.word + "\"");
    if (!filter.listings.empty()) {
        std::string ids;
        for (const ListingId id : filter.listings)
            ids += (ids.empty() ? "" : " ") + std::to_string(static_cast<std::int64_t>(id));
        say("adverts " + ids);
    }
    if (!filter.text.empty()) say("text \"" + filter.text + "\"");
    return words.empty() ? "all" : words;
}

}  // namespace casebook
