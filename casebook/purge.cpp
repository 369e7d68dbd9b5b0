#include "casebook/purge.h"

#include "casebook/archive_check.h"
#include "casebook/custody.h"
#include "casebook/schema.h"
#include "casebook/similarity.h"
#include "casebook/sql.h"
#include "casebook/write_lock.h"
#include "detector/digest.h"

namespace casebook {

namespace {

constexpr const char* doomed_sql = R"(
DROP TABLE IF EXISTS temp.doomed_listings;
DROP TABLE IF EXISTS temp.doomed_versions;
DROP TABLE IF EXISTS temp.doomed_assessments;
DROP TABLE IF EXISTS temp.doomed_sellers;
DROP TABLE IF EXISTS temp.doomed_contacts;
DROP TABLE IF EXISTS temp.doomed_images;
CREATE TEMP TABLE doomed_listings(id INTEGER PRIMARY KEY);
CREATE TEMP TABLE doomed_versions(id INTEGER PRIMARY KEY);
CREATE TEMP TABLE doomed_assessments(id INTEGER PRIMARY KEY);
CREATE TEMP TABLE doomed_sellers(id INTEGER PRIMARY KEY);
CREATE TEMP TABLE doomed_contacts(id INTEGER PRIMARY KEY);
CREATE TEMP TABLE doomed_images(id INTEGER PRIMARY KEY);
)";

// What nothing refers to once the adverts are gone.
constexpr const char* choose_orphans_sql = R"(
INSERT INTO doomed_sellers SELECT id FROM sellers
  WHERE id NOT IN (SELECT seller_id FROM listings WHERE seller_id IS NOT NULL);
INSERT INTO doomed_contacts SELECT id FROM contacts WHERE id NOT IN (SELECT contact_id FROM version_contacts);
INSERT INTO doomed_images SELECT id FROM images WHERE id NOT IN (SELECT image_id FROM version_images);
)";

using Tables = std::vector<std::string>;  // each with what goes of it in temp.doomed_<name>

constexpr const char* choose_listings_sql = R"(
INSERT INTO doomed_listings SELECT l.id FROM listings l
WHERE l.level = 0 AND l.last_seen_ms < ? AND l.status = 'new'
  AND NOT EXISTS (SELECT 1 FROM verdicts d WHERE d.listing_id = l.id)
  AND l.id NOT IN (SELECT listing_id FROM export_listings)
  AND l.id NOT IN (SELECT listing_id FROM assignments)
  AND NOT EXISTS (SELECT 1 FROM versions v JOIN assessments a ON a.version_id = v.id
                  WHERE v.listing_id = l.id AND a.level > 0))";

// A capture goes where no advert that stays was read from its address, and no later capture stands on it.
constexpr const char* choose_captures_sql = R"(
SELECT c.id, c.file, c.start, c.length, c.sha256 FROM captures c JOIN fetches f ON f.id = c.fetch_id
WHERE f.started_ms < ?1 AND c.id NOT IN (SELECT capture_id FROM purged_captures)
  AND NOT EXISTS (SELECT 1 FROM fetches o JOIN versions v ON v.fetch_id = o.id
                  WHERE o.url = f.url AND v.id NOT IN (SELECT id FROM doomed_versions))
  AND NOT EXISTS (SELECT 1 FROM listings l WHERE l.url = f.url AND l.id NOT IN (SELECT id FROM doomed_listings))
  AND NOT EXISTS (SELECT 1 FROM fetches o JOIN captures k ON k.fetch_id = o.id
                  WHERE o.url = f.url AND o.started_ms >= ?1)
  AND NOT EXISTS (SELECT 1 FROM images i JOIN version_images w ON w.image_id = i.id
                  WHERE i.fetch_id = f.id AND w.version_id NOT IN (SELECT id FROM doomed_versions))
ORDER BY c.id)";

std::int64_t count(Database& database, const std::string& from) {
    Statement query(database, "SELECT count(*) FROM " + from);
    query.first();
    return query.integer(0);
}

}  // namespace

struct Purge::Parts {
    explicit Parts(const std::filesystem::path& file) : lock(file), database(file, Database::Mode::write) {
        migrate(database);
        // Rows go table by table, children first, and the whole is checked before it is committed: checking row by row
        // would read every table without an index on its reference for every row.
        database.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF; PRAGMA temp_store = MEMORY");
    }

    void choose(Milliseconds before);
    std::vector<Erasure> captures(Milliseconds before, Milliseconds now);
    void forget_texts();
    void remove_rows(const Tables& parents);
    std::int64_t remove_fetches(Milliseconds before);
    void require_whole();

    WriteLock lock;
    Database database;
};

void Purge::Parts::choose(Milliseconds before) {
    database.execute(doomed_sql);
    Statement(database, choose_listings_sql).run(before);
    database.execute("INSERT INTO doomed_versions SELECT id FROM versions WHERE listing_id IN doomed_listings");
    database.execute("INSERT INTO doomed_assessments SELECT id FROM assessments WHERE version_id IN doomed_versions");
}

std::vector<Erasure> Purge::Parts::captures(Milliseconds before, Milliseconds now) {
    std::vector<Erasure> found;
    Statement row(database, choose_captures_sql);
    for (row.bind(before); row.step();)
        found.push_back({CaptureId{row.integer(0)}, {row.text(1), row.integer(2), row.integer(3), row.text(4)}, now});
    return found;
}

// The search index keeps no texts: what is to be taken out of it has to be told it again, word for word; the bands of
// similar texts are computed from the same.
void Purge::Parts::forget_texts() {
    Statement version(database, "SELECT id FROM doomed_versions");
    Statement passage(database, "SELECT text FROM passages WHERE version_id = ? ORDER BY number");
    Statement forget(database, "INSERT INTO advert_text(advert_text, rowid, text) VALUES ('delete', ?, ?)");
    Statement band(database, "DELETE FROM text_bands WHERE band = ? AND version_id = ?");
    for (version.bind(); version.step();) {
        const std::int64_t id = version.integer(0);
        std::string all;
        for (passage.bind(id); passage.step();) (all += passage.text(0)) += '\n';
        forget.run(id, all);
        if (const std::optional<TextBands> bands = text_bands(all))
            for (const std::int64_t one : *bands) band.run(one, id);
    }
}

// Whatever refers to what goes, goes first: the tables are asked, so that one added later is not forgotten.
void Purge::Parts::remove_rows(const Tables& parents) {
    for (const std::string& parent : parents) {
        Statement children(database,
                           "SELECT m.name, k.\"from\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) k WHERE "
                           "m.type = 'table' AND k.\"table\" = ? AND m.name NOT IN ('listings', 'versions', "
                           "'assessments', 'verdicts', 'export_listings', 'assignments', 'text_bands')");
        std::vector<std::string> deletions;
        for (children.bind(parent); children.step();)
            deletions.push_back("DELETE FROM \"" + children.text(0) + "\" WHERE \"" + children.text(1) +
                                "\" IN doomed_" + parent);
        for (const std::string& sql : deletions) database.execute(sql);
    }
    for (const std::string& parent : parents)
        database.execute("DELETE FROM " + parent + " WHERE id IN doomed_" + parent);
}

std::int64_t Purge::Parts::remove_fetches(Milliseconds before) {
    Statement remove(database,
                     "DELETE FROM fetches WHERE started_ms < ? AND id NOT IN (SELECT fetch_id FROM captures) "
                     "AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.fetch_id = fetches.id) "
                     "AND id NOT IN (SELECT fetch_id FROM images WHERE fetch_id IS NOT NULL)");
    remove.run(before);
    return database.changes();
}

void Purge::Parts::require_whole() {
    Statement keys(database, "PRAGMA foreign_key_check");
    if (keys.first())
        throw StoreError(StoreFault::misuse, database.file().string() + ": nothing was purged: a row of " +
                                                 keys.text(0) + " would refer to none of " + keys.text(2) +
                                                 " (please report this as a fault of citeswatch)");
}

Purge::Purge(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
Purge::~Purge() = default;

Purged Purge::preview(Milliseconds before) {
    Database& database = parts_->database;
    Transaction transaction(database);  // rolled back
    parts_->choose(before);
    Purged purged;
    purged.adverts = count(database, "doomed_listings");
    purged.versions = count(database, "doomed_versions");
    for (const Erasure& one : parts_->captures(before, 0)) {
        ++purged.captures;
        purged.bytes += one.capture.length;
    }
    return purged;
}

Purged Purge::remove(Milliseconds before, const std::string& who, const Tombstone& tombstone, Milliseconds now) {
    Database& database = parts_->database;
    Transaction transaction(database);
    parts_->choose(before);
    Purged purged;
    purged.adverts = count(database, "doomed_listings");
    purged.versions = count(database, "doomed_versions");
    const std::vector<Erasure> captures = parts_->captures(before, now);
    parts_->forget_texts();
    parts_->remove_rows({"assessments", "versions", "listings"});
    database.execute(choose_orphans_sql);
    parts_->remove_rows({"sellers", "contacts", "images"});
    purged.sellers = count(database, "doomed_sellers");
    purged.contacts = count(database, "doomed_contacts");
    purged.images = count(database, "doomed_images");

    // The purge gets its number and its captures first: its entry in the log is over them.
    Statement next(database, "SELECT ifnull(max(id), 0) + 1 FROM purges");
    next.first();
    const std::int64_t number = next.integer(0);
    next.reset();
    Statement note(database, "INSERT INTO purged_captures VALUES (?,?,?)");
    Statement blank(database,
                    "UPDATE fetches SET url = 'purged', ip = NULL, content_type = NULL, redirect_to = NULL, "
                    "body_sha256 = NULL, error = NULL WHERE id = (SELECT fetch_id FROM captures WHERE id = ?)");
    Statement forget(database, "DELETE FROM page_captures WHERE capture_id = ?");
    Statement unread(database, "DELETE FROM passed_over WHERE capture_id = ?");
    for (const Erasure& one : captures) {
        note.run(one.number, number, detector::to_hex(detector::sha256(tombstone(one))));
        blank.run(one.number);
        forget.run(one.number);
        unread.run(one.number);
        ++purged.captures;
        purged.bytes += one.capture.length;
    }
    purged.fetches = parts_->remove_fetches(before);
    const std::int64_t entry =
        log_custody(database, {.at_ms = now,
                               .who = who,
                               .action = "purge",
                               .detail = "purge " + std::to_string(number) + ", never flagged and last seen before " +
                                         std::to_string(before) + " ms: " + std::to_string(purged.adverts) +
                                         " adverts, " + std::to_string(purged.captures) + " captures",
                               .sha256 = purged_digest(database, number)});
    Statement(database, "INSERT INTO purges VALUES (?,?,?,?)")
        .run(number, entry, before, captures.empty() ? std::optional<Milliseconds>(now) : std::nullopt);
    parts_->require_whole();
    transaction.commit();
    return purged;
}

std::vector<Erasure> Purge::unfinished() {
    Statement row(parts_->database,
                  "SELECT c.id, c.file, c.start, c.length, c.sha256, u.at_ms FROM purges g JOIN purged_captures p ON "
                  "p.purge_id = g.id JOIN captures c ON c.id = p.capture_id JOIN custody u ON u.id = g.custody_id "
                  "WHERE g.done_ms IS NULL ORDER BY c.id");
    std::vector<Erasure> found;
    for (row.bind(); row.step();)
        found.push_back(
            {CaptureId{row.integer(0)}, {row.text(1), row.integer(2), row.integer(3), row.text(4)}, row.integer(5)});
    return found;
}

void Purge::finished(Milliseconds now) {
    Statement(parts_->database, "UPDATE purges SET done_ms = ? WHERE done_ms IS NULL").run(now);
}

}  // namespace casebook
