#include "casebook/selection.h"

#include <algorithm>
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

std::int64_t letters(const std::string& text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
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
    if (!filter.language.empty()) add("l.language = ?", {filter.language});
    if (!filter.status.empty()) add("l.status = ?", {filter.status});
    if (!filter.since.empty()) add("l.first_seen_ms >= ?", {day_start(filter.since)});
    if (!filter.until.empty()) add("l.first_seen_ms < ?", {day_start(filter.until) + day_ms});
    if (!filter.seller.empty()) add("l.seller_id IN (SELECT id FROM sellers WHERE name = ?)", {filter.seller});
    if (!filter.taxon.empty())
        add("EXISTS (SELECT 1 FROM assessment_taxa t WHERE t.assessment_id = l.assessment_id AND ("
            "t.name = ? COLLATE NOCASE OR t.name LIKE ? OR t.taxon_id = ? OR t.family = ? COLLATE NOCASE OR "
            "t.order_name = ? COLLATE NOCASE OR t.class = ? COLLATE NOCASE OR t.kingdom = ? COLLATE NOCASE))",
            {filter.taxon, filter.taxon + " %", filter.taxon, filter.taxon, filter.taxon, filter.taxon, filter.taxon});
    if (!filter.regimes.empty()) {
        std::string any;
        for (const std::string& regime : filter.regimes) {
            any += any.empty() ? "" : " OR ";
            any += "r.regime = ? COLLATE NOCASE OR r.regime || ' ' || r.listing = ? COLLATE NOCASE";
            values_.insert(values_.end(), {regime, regime});
        }
        where_ += " AND EXISTS (SELECT 1 FROM assessment_regimes r WHERE r.assessment_id = l.assessment_id AND (" +
                  any + "))";
    }
    if (filter.assignee == "-")
        add("l.assignee IS NULL");
    else if (!filter.assignee.empty())
        add("l.assignee = ?", {filter.assignee});
    if (!filter.rule.empty())
        add("EXISTS (SELECT 1 FROM reasons r WHERE r.assessment_id = l.assessment_id AND r.rule = ?)", {filter.rule});
    if (!filter.word.empty()) add_word(filter);
    if (!filter.text.empty() && letters(filter.text) < 3)  // shorter than a trigram: 象牙
        add("EXISTS (SELECT 1 FROM passages p WHERE p.version_id = l.version_id AND instr(lower(p.text), lower(?)))",
            {filter.text});
    else if (!filter.text.empty())
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

void Selection::add_word(const Filter& filter) {
    std::string sense = "l.assessment_id IN (SELECT assessment_id FROM matches WHERE entry = ?";
    std::vector<std::string> values{filter.word};
    const auto narrow = [&](const char* condition, const std::string& value) {
        if (value.empty()) return;
        sense += condition;
        values.push_back(value);
    };
    narrow(" AND language = ?", filter.word_language);
    narrow(" AND kind = ?", filter.word_kind);
    add(sense + ')');
    values_.insert(values_.end(), values.begin(), values.end());
    if (filter.word_alone)
        add("NOT EXISTS (SELECT 1 FROM matches m WHERE m.assessment_id = l.assessment_id AND "
            "m.kind NOT IN ('part', 'context') AND m.entry <> ?)",
            {filter.word});
}

int Selection::bind(Statement& statement, int first) const {
    if (first == 1) statement.reset();
    int index = first - 1;
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
    if (!filter.language.empty()) say("language " + filter.language);
    if (!filter.status.empty()) say("status " + filter.status);
    if (!filter.since.empty()) say("since " + filter.since);
    if (!filter.until.empty()) say("until " + filter.until);
    if (!filter.regimes.empty()) say("listed by " + any(filter.regimes));
    if (!filter.seller.empty()) say("seller " + filter.seller);
    if (!filter.assignee.empty()) say(filter.assignee == "-" ? "assigned to nobody" : "assigned to " + filter.assignee);
    if (!filter.rule.empty()) say("rule " + filter.rule);
    if (!filter.word.empty()) say("word \"" + filter.word + "\"");
    if (!filter.text.empty()) say("text \"" + filter.text + "\"");
    return words.empty() ? "all" : words;
}

}  // namespace casebook
