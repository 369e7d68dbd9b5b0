#include "casebook/evidence_check.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>

#include "casebook/archive_check.h"
#include "casebook/chain.h"
#include "casebook/schema.h"
#include "casebook/sql.h"
#include "casebook/time_stamp.h"
#include "detector/digest.h"

namespace casebook {

namespace {

constexpr std::size_t most_problems = 100;  // the first is what counts; a lost folder should not print a million

class Check {
  public:
    Check(Database& database, const EvidenceCheckOptions& options)
        : database_(database), options_(options), archive_(options.archive) {}

    EvidenceCheck run() {
        check_database();
        check_captures();
        check_custody();
        check_stamps();
        for (std::string& text : archive_.loose_ends(found_.notes)) problem(std::move(text));
        found_.files = archive_.files();
        return std::move(found_);
    }

  private:
    void problem(std::string text) {
        if (found_.problems.size() < most_problems) found_.problems.push_back(std::move(text));
    }
    void problem(const char* what, std::int64_t number, const std::string& text) {
        problem(std::string(what) + ' ' + std::to_string(number) + ": " + text);
    }

    void check_database() {
        Statement integrity(database_, "PRAGMA integrity_check(5)");
        for (integrity.bind(); integrity.step();)
            if (const std::string said = integrity.text(0); said != "ok") problem("casebook: " + said);
        Statement keys(database_, "PRAGMA foreign_key_check");
        for (keys.bind(); keys.step();)
            problem("casebook: a row of " + keys.text(0) + " refers to none of " + keys.text(2));
    }

    void check_captures() {
        Statement total(database_, "SELECT count(*) FROM captures");
        total.first();
        const std::int64_t all = total.integer(0);
        Statement row(database_,
                      "SELECT c.id, c.file, c.start, c.length, c.sha256, c.link, f.url, f.ip, f.started_ms, p.sha256, "
                      "g.done_ms IS NULL FROM captures c LEFT JOIN fetches f ON f.id = c.fetch_id "
                      "LEFT JOIN purged_captures p ON p.capture_id = c.id LEFT JOIN purges g ON g.id = p.purge_id "
                      "ORDER BY c.id");
        std::string link = chain_origin();
        std::int64_t expected = 1;
        for (row.bind(); row.step(); ++expected) {
            const std::int64_t number = row.integer(0);
            const Capture capture{row.text(1), row.integer(2), row.integer(3), row.text(4)};
            if (number != expected) {
                problem("capture", expected, "is missing: the next one in the chain is " + std::to_string(number));
                expected = number;
            }
            link = chain_link(link, number, capture);
            if (link != row.text(5)) {
                problem("capture", number, "its link is not that of its entry and the one before");
                link = row.text(5);  // go on from here: what follows may be whole
            }
            const std::string purged = row.text(9);
            if (const std::string what = check_bytes(row, capture, purged); !what.empty())
                problem("capture", number, what);
            if (!purged.empty()) ++found_.purged;
            ++found_.captures;
            if (options_.progress) options_.progress(found_.captures, all);
        }
        found_.head = link;
        if (unfinished_purge_)
            found_.notes.push_back("a purge was interrupted: run `citeswatch purge` again to finish it");
    }

    std::string check_bytes(const Statement& row, const Capture& capture, const std::string& purged) {
        std::string bytes;
        if (std::string what = archive_.read(capture, bytes); !what.empty()) return what;
        found_.bytes += capture.length;
        const std::string digest = detector::to_hex(detector::sha256(bytes));
        if (!purged.empty()) {
            const bool pending = row.integer(10) != 0;
            unfinished_purge_ |= pending && digest != purged;
            if (digest == purged || (pending && digest == capture.sha256)) return {};
            return "was purged, but the bytes in its place are not those that the purge left";
        }
        if (digest != capture.sha256)
            return "the bytes of " + capture.file + " from " + std::to_string(capture.offset) +
                   " are not those that were recorded";
        if (!options_.check_records) return {};
        return options_.check_records({CaptureId{row.integer(0)}, row.text(6), row.text(7), row.integer(8)}, bytes);
    }

    // Is this the link that the chain of the table ends with after that many entries?
    bool is_head(const char* table, std::int64_t number, const std::string& head, const std::string& origin) {
        if (number == 0) return head == origin;
        Statement query(database_, std::string("SELECT link FROM ") + table + " WHERE id = ?");
        return query.first(number) && query.text(0) == head;
    }

    void check_custody() {
        Statement row(database_,
                      "SELECT id, at_ms, who, action, detail, sha256, captures, head, link FROM custody ORDER BY id");
        std::string link = custody_origin();
        std::int64_t expected = 1;
        for (row.bind(); row.step(); ++expected) {
            const CustodyEntry entry{row.integer(0), row.integer(1), row.text(2),    row.text(3),
                                     row.text(4),    row.text(5),    row.integer(6), row.text(7)};
            if (entry.number != expected) {
                problem("custody entry", expected, "is missing: the next one is " + std::to_string(entry.number));
                expected = entry.number;
            }
            link = custody_link(link, entry);
            if (link != row.text(8)) {
                problem("custody entry", entry.number, "its link is not that of its entry and the one before");
                link = row.text(8);
            }
            if (!is_head("captures", entry.captures, entry.head, chain_origin()))
                problem(
                    "custody entry", entry.number,
                    "names a head of the evidence chain that is not that of capture " + std::to_string(entry.captures));
            ++found_.custody;
        }
        found_.custody_head = link;
        check_purges();
    }

    // What each purge says it removed is what its entry in the custody log vouches for.
    void check_purges() {
        Statement purge(database_, "SELECT g.id, c.sha256 FROM purges g JOIN custody c ON c.id = g.custody_id");
        for (purge.bind(); purge.step();)
            if (purged_digest(database_, purge.integer(0)) != purge.text(1))
                problem("purge", purge.integer(0), "its list of captures is not the one it was logged with");
    }

    void check_stamps() {
        Statement row(
            database_,
            "SELECT id, captures, head, custody, custody_head, at_ms, authority, token, anchors, sha256 FROM stamps "
            "ORDER BY id");
        std::int64_t expected = 1;
        for (row.bind(); row.step(); ++expected) {
            const std::int64_t number = row.integer(0);
            if (number != expected) {
                problem("stamp", expected, "is missing: the next one is " + std::to_string(number));
                expected = number;
            }
            if (const std::string what = check_stamp_row(row); !what.empty()) problem("stamp", number, what);
            ++found_.stamps;
        }
        if (found_.stamps > 0 && options_.anchors.empty())
            found_.notes.push_back(
                "the stamps were checked against the certificates that were trusted when they were made; name the "
                "authority's own with --ca-file");
    }

    std::string check_stamp_row(const Statement& row) {
        const std::int64_t captures = row.integer(1), custody = row.integer(3);
        const std::string head = row.text(2), custody_head = row.text(4), anchors = row.text(8);
        if (!is_head("captures", captures, head, chain_origin()))
            return "vouches for " + std::to_string(captures) + " captures whose chain is not the one that is here";
        if (!is_head("custody", custody, custody_head, custody_origin()))
            return "vouches for " + std::to_string(custody) + " custody entries whose log is not the one that is here";
        try {
            if (detector::to_hex(detector::sha256(row.text(7) + anchors)) != row.text(9))
                return "it or the certificates kept with it are not written as they were kept";
            const TimeStamp stamp = check_stamp(row.text(7), stamped_text(captures, head, custody, custody_head),
                                                options_.anchors.empty() ? anchors : options_.anchors);
            if (stamp.at_ms != row.integer(5)) return "its time in the casebook is not the one that was signed";
            if (stamp.authority != row.text(6)) return "its authority in the casebook is not the one that signed";
            if (captures < found_.stamped_captures) return "vouches for fewer captures than the one before";
            found_.stamped_captures = captures;
            found_.stamped_ms = stamp.at_ms;
        } catch (const StampError& error) {
            return error.what();
        }
        return {};
    }

    Database& database_;
    const EvidenceCheckOptions& options_;
    ArchiveCheck archive_;
    EvidenceCheck found_;
    bool unfinished_purge_ = false;
};

}  // namespace

EvidenceCheck check_evidence(const EvidenceCheckOptions& options) {
    Database database(options.casebook, Database::Mode::read);
    require_current_schema(database);
    database.execute("BEGIN");  // one snapshot
    return Check(database, options).run();
}

}  // namespace casebook
