#include "casebook/desk.h"

#include "casebook/schema.h"
#include "casebook/sql.h"

namespace casebook {

namespace {

Database open(const std::filesystem::path& file) {
    Database database(file, Database::Mode::write);
    database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    migrate(database);
    return database;
}

}  // namespace

struct Desk::Parts {
    explicit Parts(const std::filesystem::path& file)
        : database(open(file)),
          standing(database,
                   "SELECT l.assessment_id, (SELECT ifnull(max(id), 0) FROM verdicts WHERE listing_id = l.id AND "
                   "verdict <> 'note') FROM listings l WHERE l.id = ?"),
          add(database,
              "INSERT INTO verdicts(listing_id, assessment_id, at_ms, who, verdict, reason, note, batch, undoes) "
              "SELECT id, assessment_id, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM listings WHERE id = ?1"),
          name_batch(database, "SELECT ifnull(max(id), 0) + 1 FROM verdicts"),
          follow(database, "UPDATE listings SET status = ?2 WHERE id = ?1") {}

    bool still(const Seen& seen) {
        const bool same = standing.first(seen.listing) && standing.integer(0) == seen.assessment &&
                          standing.integer(1) == seen.verdict;
        standing.reset();
        return same;
    }
    // The number that the next entry of the trail gets: a batch is named by its first.
    std::int64_t next_entry() {
        name_batch.first();
        const std::int64_t next = name_batch.integer(0);
        name_batch.reset();
        return next;
    }

    Database database;
    Statement standing, add, name_batch, follow;
};

Desk::Desk(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
Desk::~Desk() = default;
Desk::Desk(Desk&&) noexcept = default;

Decided Desk::decide(std::span<const Seen> seen, const Decision& decision, Milliseconds now) {
    Decided decided;
    Transaction transaction(parts_->database);
    std::optional<std::int64_t> batch;
    if (seen.size() > 1) batch = parts_->next_entry();
    for (const Seen& one : seen) {
        if (!parts_->still(one)) {
            decided.stale.push_back(one.listing);
            continue;
        }
        parts_->add.run(one.listing, now, decision.who, decision.verdict, OrNull{decision.reason},
                        OrNull{decision.note}, batch, nullptr);
        parts_->follow.run(one.listing, decision.verdict);
        ++decided.recorded;
    }
    transaction.commit();
    decided.batch = batch.value_or(0);
    return decided;
}

Decided Desk::undo(std::int64_t verdict, bool whole_batch, const std::string& who, Milliseconds now) {
    struct Entry {
        std::int64_t id = 0;
        ListingId listing{};
        bool stands = false;
        std::string before;
    };
    // The status before an entry is the last one decided earlier, or new.
    Statement query(parts_->database, R"(
SELECT v.id, v.listing_id, v.id = (SELECT max(id) FROM verdicts WHERE listing_id = v.listing_id AND verdict <> 'note'),
       ifnull((SELECT verdict FROM verdicts WHERE listing_id = v.listing_id AND verdict <> 'note' AND id < v.id
               ORDER BY id DESC LIMIT 1), 'new')
FROM verdicts v WHERE v.verdict <> 'note' AND
     (v.id = ?1 OR (?2 AND v.batch = (SELECT batch FROM verdicts WHERE id = ?1))))");
    Decided decided;
    Transaction transaction(parts_->database);
    std::vector<Entry> entries;
    for (query.bind(verdict, whole_batch); query.step();)
        entries.push_back({query.integer(0), ListingId{query.integer(1)}, query.integer(2) != 0, query.text(3)});
    std::optional<std::int64_t> batch;
    if (entries.size() > 1) batch = parts_->next_entry();
    for (const Entry& entry : entries) {
        if (!entry.stands) {
            decided.stale.push_back(entry.listing);
            continue;
        }
        parts_->add.run(entry.listing, now, who, entry.before, "undone", nullptr, batch, entry.id);
        parts_->follow.run(entry.listing, entry.before);
        ++decided.recorded;
    }
    transaction.commit();
    decided.batch = batch.value_or(0);
    return decided;
}

void Desk::note(ListingId listing, const std::string& who, const std::string& text, Milliseconds now) {
    parts_->add.run(listing, now, who, "note", nullptr, OrNull{text}, nullptr, nullptr);
}

Decided Desk::assign(std::span<const ListingId> listings, const std::optional<std::string>& expected,
                     const std::string& assignee, const std::string& who, Milliseconds now) {
    Statement set(parts_->database,
                  "UPDATE listings SET assignee = ?2 WHERE id = ?1 AND (?3 IS NULL OR ifnull(assignee, '') = ?3)");
    Statement trail(parts_->database, "INSERT INTO assignments(listing_id, at_ms, who, assignee) VALUES (?,?,?,?)");
    Decided decided;
    Transaction transaction(parts_->database);
    for (const ListingId listing : listings) {
        set.run(listing, OrNull{assignee}, expected);
        if (parts_->database.changes() == 0) {
            decided.stale.push_back(listing);
            continue;
        }
        trail.run(listing, now, who, OrNull{assignee});
        ++decided.recorded;
    }
    transaction.commit();
    return decided;
}

void Desk::save_search(const std::string& owner, const std::string& name, const std::string& query, Milliseconds now) {
    Statement(parts_->database,
              "INSERT INTO saved_searches(owner, name, query, saved_ms) VALUES (?1, ?2, ?3, ?4) "
              "ON CONFLICT(owner, name) DO UPDATE SET query = ?3, saved_ms = ?4")
        .run(owner, name, query, now);
}

void Desk::forget_search(const std::string& owner, std::int64_t id) {
    Statement(parts_->database, "DELETE FROM saved_searches WHERE owner = ? AND id = ?").run(owner, id);
}

void Desk::propose(const ListChange& change, std::int64_t adverts, const std::string& who, Milliseconds now) {
    Statement(parts_->database,
              "INSERT INTO proposals(at_ms, who, word, language, kind, file, line, adverts) VALUES (?,?,?,?,?,?,?,?)")
        .run(now, who, change.word, change.language, change.kind, change.file, change.row, adverts);
}

}  // namespace casebook
