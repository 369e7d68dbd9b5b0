#include "casebook/watched_with.h"

#include "casebook/schema.h"
#include "casebook/sql.h"

namespace casebook {

namespace {

// Whose earlier choices this one puts an end to.
const char* superseded(ChosenBy who) {
    switch (who) {
        case ChosenBy::crawl:
            return "DELETE FROM watch_lists WHERE chosen_by IN ('crawl', 'rescan')";
        case ChosenBy::scan:
            return "";
        case ChosenBy::rescan:
            return "DELETE FROM watch_lists";
    }
    return "";
}

const char* name(ChosenBy who) { return who == ChosenBy::crawl ? "crawl" : who == ChosenBy::scan ? "scan" : "rescan"; }

}  // namespace

void remember_watch_lists(const std::filesystem::path& casebook, ChosenBy who, std::span<const WatchedWith> lists) {
    Database database(casebook, Database::Mode::write);
    require_current_schema(database);
    Transaction transaction(database);
    database.execute(superseded(who));
    Statement add(database, "INSERT OR REPLACE INTO watch_lists(chosen_by, file, source, sha256) VALUES (?,?,?,?)");
    for (const WatchedWith& list : lists) {
        if (list.sources.empty()) add.run(name(who), list.file, "", list.sha256);
        for (const std::string& source : list.sources) add.run(name(who), list.file, source, list.sha256);
    }
    transaction.commit();
}

std::vector<WatchedWith> watch_lists_of(const std::filesystem::path& casebook) {
    Database database(casebook, Database::Mode::read);
    require_current_schema(database);
    // A row for all sources sorts first: the file's other rows then say nothing new.
    Statement rows(database, "SELECT DISTINCT file, source, sha256 FROM watch_lists ORDER BY file, source");
    std::vector<WatchedWith> lists;
    bool for_all = false;
    while (rows.step()) {
        const std::string file = rows.text(0), source = rows.text(1);
        if (lists.empty() || lists.back().file != file) {
            lists.push_back({file, rows.text(2), {}});
            for_all = source.empty();
        }
        if (!for_all && (lists.back().sources.empty() || lists.back().sources.back() != source))
            lists.back().sources.push_back(source);
    }
    return lists;
}

}  // namespace casebook
