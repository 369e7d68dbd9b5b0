#include "casebook/custody.h"

#include <utility>

#include "casebook/chain.h"

namespace casebook {

namespace {

ChainEnd end_of(Database& database, const char* table, std::string origin) {
    Statement query(database, std::string("SELECT id, link FROM ") + table + " ORDER BY id DESC LIMIT 1");
    if (!query.first()) return {0, std::move(origin)};
    return {query.integer(0), query.text(1)};
}

void keep_to_one_line(std::string& text) {
    for (char& c : text)
        if (c == '\n' || c == '\r') c = ' ';
}

}  // namespace

ChainEnd end_of_captures(Database& database) { return end_of(database, "captures", chain_origin()); }
ChainEnd end_of_custody(Database& database) { return end_of(database, "custody", custody_origin()); }

std::int64_t log_custody(Database& database, CustodyEntry entry) {
    const ChainEnd captures = end_of_captures(database), before = end_of_custody(database);
    for (std::string* text : {&entry.who, &entry.action, &entry.detail, &entry.sha256}) keep_to_one_line(*text);
    entry.number = before.number + 1;
    entry.captures = captures.number;
    entry.head = captures.link;
    Statement(database, "INSERT INTO custody VALUES (?,?,?,?,?,?,?,?,?)")
        .run(entry.number, entry.at_ms, entry.who, entry.action, entry.detail, entry.sha256, entry.captures, entry.head,
             custody_link(before.link, entry));
    return entry.number;
}

}  // namespace casebook
