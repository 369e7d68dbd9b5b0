#include "casebook/selection.h"

#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace casebook {

namespace {

constexpr Milliseconds day_ms = 86'400'000;

// FTS5 query syntax is not the user's business: the text is one quoted phrase.
std::string phrase(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + '"';
}

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

Selection::Selection(const Filter& filter) {
    if (filter.least_level != detector::Level::none) {
        add("l.level > 0");  // the very words of the partial indexes, so that they serve
        if (filter.least_level != detector::Level::low)
            add("l.level >= ?", {static_cast<std::int64_t>(filter.least_level)});
    }
    add_any("l.appendix", filter.appendices);
    if (!filter.sources.empty()) {
        add_any("l.source_id IN (SELECT id FROM sources WHERE name", filter.sources);
        where_ += ')';
    }
    if (!filter.platform.empty()) {
        add_any("(l.source_id IN (SELECT id FROM sources WHERE name", filter.platform);
        where_ += ')';
        const std::string host = "'.' || " + host_of_url("l.url");
        for (const std::string& name : filter.platform) {
            // A suffix compared as such: LIKE would read '_' and '%' in it.
            where_ += " OR substr(" + host + ", -length(?) - 1) = '.' || ?";
            values_.emplace_back(name);
            values_.emplace_back(name);
        }
        where_ += ')';
    }
    if (!filter.language.empty()) add("l.language = ?", {filter.language});
    if (!filter.status.empty()) add("l.status = ?", {filter.status});
    if (!filter.since.empty()) add("l.first_seen_ms >= ?", {day_start(filter.since)});
    if (!filter.until.empty()) add("l.first_seen_ms < ?", {day_start(filter.until) + day_ms});
    if (!filter.seller.empty()) add("l.seller_id IN (SELECT id FROM sellers WHERE name = ?)", {filter.seller});
    if (!filter.listings.empty()) {
        std::string ids;  // numbers of ours: nothing to bind, and no limit on how many
        for (const ListingId id : filter.listings)
            ids += (ids.empty() ? "" : ",") + std::to_string(static_cast<std::int64_t>(id));
        add("l.id IN (" + ids + ")");
    }
    if (!filter.taxon.empty())
        add("EXISTS (SELECT 1 FROM assessment_taxa t WHERE t.assessment_id = l.assessment_id AND ("
            "t.name = ? COLLATE NOCASE OR t.name LIKE ? OR t.taxon_id = ? OR t.family = ? COLLATE NOCASE OR "
            "t.order_name = ? COLLATE NOCASE OR t.class = ? COLLATE NOCASE OR t.kingdom = ? COLLATE NOCASE))",
            {filter.taxon, filter.taxon + " %", filter.taxon, filter.taxon, filter.taxon, filter.taxon, filter.taxon});
    if (!filter.text.empty())
        add("l.id IN (SELECT listing_id FROM versions WHERE id IN "
            "(SELECT rowid FROM advert_text WHERE advert_text MATCH ?))",
            {phrase(filter.text)});
}

void Selection::add(const std::string& clause, std::initializer_list<std::variant<std::int64_t, std::string>> values) {
    where_ += " AND " + clause;
    values_.insert(values_.end(), values);
}

void Selection::add_any(const std::string& expression, const std::vector<std::string>& values) {
    if (values.empty()) return;
    where_ += " AND " + expression + " IN (";
    for (std::size_t i = 0; i < values.size(); ++i) where_ += i ? ",?" : "?";
    where_ += ')';
    values_.insert(values_.end(), values.begin(), values.end());
}

int Selection::bind(Statement& statement) const {
    statement.reset();
    int index = 0;
    for (const auto& value : values_) std::visit([&](const auto& plain) { statement.bind_one(++index, plain); }, value);
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
    if (!filter.seller.empty()) say("seller " + filter.seller);
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
