#include "casebook/evidence_check.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <map>

#include "casebook/chain.h"
#include "casebook/schema.h"
#include "casebook/sql.h"
#include "detector/digest.h"

namespace casebook {

namespace {

constexpr std::size_t most_problems = 100;  // the first is what counts; a lost folder should not print a million

class Check {
  public:
    Check(Database& database, std::filesystem::path archive) : database_(database), archive_(std::move(archive)) {}

    EvidenceCheck run(const std::function<void(std::int64_t, std::int64_t)>& progress) {
        check_database();
        Statement total(database_, "SELECT count(*) FROM captures");
        total.first();
        const std::int64_t all = total.integer(0);
        Statement row(database_, "SELECT id, file, start, length, sha256, link FROM captures ORDER BY id");
        std::string link = chain_origin();
        std::int64_t expected = 1;
        for (row.bind(); row.step(); ++expected) {
            const std::int64_t number = row.integer(0);
            const Capture capture{row.text(1), row.integer(2), row.integer(3), row.text(4)};
            if (number != expected) {
                problem(expected, "is missing: the next one in the chain is " + std::to_string(number));
                expected = number;
            }
            link = chain_link(link, number, capture);
            if (link != row.text(5)) {
                problem(number, "its link is not that of its entry and the one before");
                link = row.text(5);  // go on from here: what follows may be whole
            }
            check_bytes(number, capture);
            ++found_.captures;
            if (progress) progress(found_.captures, all);
        }
        found_.head = link;
        note_unowned();
        return std::move(found_);
    }

  private:
    void problem(std::int64_t number, const std::string& what) {
        if (found_.problems.size() < most_problems)
            found_.problems.push_back("capture " + std::to_string(number) + ": " + what);
    }

    void check_database() {
        Statement integrity(database_, "PRAGMA integrity_check(5)");
        for (integrity.bind(); integrity.step();)
            if (const std::string said = integrity.text(0); said != "ok")
                found_.problems.push_back("casebook: " + said);
        Statement keys(database_, "PRAGMA foreign_key_check");
        for (keys.bind(); keys.step();)
            found_.problems.push_back("casebook: a row of " + keys.text(0) + " refers to none of " + keys.text(2));
    }

    void check_bytes(std::int64_t number, const Capture& capture) {
        if (capture.file.find('/') != std::string::npos)
            return problem(number, "names a file outside of the archive: " + capture.file);
        std::ifstream in(archive_ / capture.file, std::ios::binary);
        if (!in) return problem(number, capture.file + " is missing or cannot be read");
        in.seekg(capture.offset);
        detector::Sha256 sha;
        std::array<char, 65536> piece;
        std::int64_t left = capture.length;
        while (left > 0 && in.read(piece.data(), std::min<std::int64_t>(left, piece.size()))) {
            sha.update({piece.data(), static_cast<std::size_t>(in.gcount())});
            left -= in.gcount();
        }
        if (left > 0) return problem(number, capture.file + " ends before its bytes do");
        if (detector::to_hex(sha.finish()) != capture.sha256)
            return problem(number, "the bytes of " + capture.file + " from " + std::to_string(capture.offset) +
                                       " are not those that were recorded");
        std::int64_t& owned = owned_[capture.file];
        // What stands before the first capture of a file is the file's own warcinfo record.
        if (owned > 0 && capture.offset > owned) unowned_[capture.file] += capture.offset - owned;
        owned = std::max(owned, capture.offset + capture.length);
        found_.bytes += capture.length;
    }

    void note_unowned() {
        found_.files = static_cast<std::int64_t>(owned_.size());
        std::error_code ignored;
        for (const auto& entry : std::filesystem::directory_iterator(archive_, ignored)) {
            const std::string name = entry.path().filename().string();
            const auto size = static_cast<std::int64_t>(entry.file_size(ignored));
            const std::int64_t extra = unowned_[name] + std::max<std::int64_t>(0, size - owned_[name]);
            if (extra > 0)
                found_.notes.push_back(name + ": " + std::to_string(extra) +
                                       " bytes belong to no capture (an interrupted run leaves some)");
        }
    }

    Database& database_;
    const std::filesystem::path archive_;
    EvidenceCheck found_;
    std::map<std::string, std::int64_t> owned_, unowned_;
};

}  // namespace

EvidenceCheck check_evidence(const std::filesystem::path& casebook, const std::filesystem::path& archive,
                             const std::function<void(std::int64_t, std::int64_t)>& progress) {
    Database database(casebook, Database::Mode::read);
    require_current_schema(database);
    database.execute("BEGIN");  // one snapshot
    return Check(database, archive).run(progress);
}

}  // namespace casebook
