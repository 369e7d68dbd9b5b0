#include "casebook/text_search.h"

#include <algorithm>

namespace casebook {

namespace {

constexpr const char* last_letter = "\U0010FFFF";

// One phrase of FTS5: its query syntax is not the user's business. FTS5 takes a NUL for the end of the query.
std::string phrase(const std::string& text) {
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c == '\0' ? ' ' : c;
    }
    return quoted + '"';
}

std::string runs_that_begin_with(Database& database, const std::string& two) {
    // Not a name of the casebook's own: temporary tables come before those.
    database.execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.trigrams_of_texts USING fts5vocab(main, advert_text, row)");
    Statement query(database,
                    "SELECT term FROM temp.trigrams_of_texts WHERE term >= lower(?1) AND term <= lower(?1) || ?2");
    std::string any;
    for (query.bind(two, last_letter); query.step();) (any += any.empty() ? "" : " OR ") += phrase(query.text(0));
    return any;
}

}  // namespace

std::int64_t letters(const std::string& text) {
    return std::count_if(text.begin(), text.end(),
                         [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
}

std::string match_for(Database& database, const std::string& text) {
    return letters(text) < 3 ? runs_that_begin_with(database, text) : phrase(text);
}

std::vector<std::int64_t> versions_with(Database& database, const std::string& text) {
    const std::string sought = match_for(database, text);
    std::vector<std::int64_t> found;
    if (sought.empty()) return found;
    Statement query(database, "SELECT rowid FROM advert_text WHERE advert_text MATCH ? ORDER BY rowid");
    for (query.bind(sought); query.step();) found.push_back(query.integer(0));
    return found;
}

std::vector<std::int64_t> flagged_with_letter(Database& database, const std::string& letter) {
    Statement query(database,
                    "SELECT l.version_id FROM listings l WHERE l.level > 0 AND EXISTS (SELECT 1 FROM passages p WHERE "
                    "p.version_id = l.version_id AND instr(lower(p.text), lower(?))) ORDER BY 1");
    std::vector<std::int64_t> found;
    for (query.bind(letter); query.step();) found.push_back(query.integer(0));
    return found;
}

}  // namespace casebook
