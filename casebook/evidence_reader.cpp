#include "casebook/evidence_reader.h"

#include "casebook/chain.h"
#include "casebook/schema.h"
#include "casebook/sql.h"

namespace casebook {

namespace {

constexpr const char* columns =
    "SELECT c.id, c.file, c.start, c.length, c.sha256, c.link, f.url, f.ip, f.http_status, f.started_ms, "
    "EXISTS (SELECT 1 FROM purged_captures p WHERE p.capture_id = c.id) "
    "FROM captures c JOIN fetches f ON f.id = c.fetch_id ";

ChainEntry entry_of(const Statement& row) {
    return {.number = CaptureId{row.integer(0)},
            .capture = {row.text(1), row.integer(2), row.integer(3), row.text(4)},
            .link = row.text(5),
            .url = row.text(6),
            .ip = row.text(7),
            .http_status = static_cast<int>(row.integer(8)),
            .fetched_ms = row.integer(9),
            .purged = row.integer(10) != 0};
}

}  // namespace

struct EvidenceReader::Parts {
    explicit Parts(const std::filesystem::path& file) : database(file, Database::Mode::read) {
        require_current_schema(database);
        database.execute("BEGIN");  // one snapshot for the whole package
    }
    Database database;
};

EvidenceReader::EvidenceReader(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
EvidenceReader::~EvidenceReader() = default;
EvidenceReader::EvidenceReader(EvidenceReader&&) noexcept = default;

std::vector<ChainEntry> EvidenceReader::captures_of(ListingId listing) {
    Statement row(parts_->database,
                  std::string(columns) +
                      "WHERE f.id IN (SELECT o.id FROM fetches o WHERE o.source_id = (SELECT source_id FROM listings "
                      "WHERE id = ?1) AND o.url IN (SELECT url FROM fetches WHERE id IN (SELECT fetch_id FROM versions "
                      "WHERE listing_id = ?1) UNION SELECT url FROM listings WHERE id = ?1)) ORDER BY c.id");
    std::vector<ChainEntry> found;
    for (row.bind(listing); row.step();) found.push_back(entry_of(row));
    return found;
}

void EvidenceReader::chain(std::int64_t from, std::int64_t to, const std::function<void(const ChainEntry&)>& visit) {
    Statement row(parts_->database, std::string(columns) + "WHERE c.id BETWEEN ? AND ? ORDER BY c.id");
    for (row.bind(from, to); row.step();) visit(entry_of(row));
}

std::vector<EvidenceReader::CustodyRow> EvidenceReader::custody() {
    Statement row(parts_->database,
                  "SELECT id, at_ms, who, action, detail, sha256, captures, head, link FROM custody ORDER BY id");
    std::vector<CustodyRow> found;
    for (row.bind(); row.step();)
        found.push_back({{row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5),
                          row.integer(6), row.text(7)},
                         row.text(8)});
    return found;
}

std::vector<StampEntry> EvidenceReader::stamps() {
    Statement row(parts_->database,
                  "SELECT id, captures, head, custody, custody_head, at_ms, authority, token, anchors FROM stamps "
                  "ORDER BY id");
    std::vector<StampEntry> found;
    for (row.bind(); row.step();)
        found.push_back({.number = row.integer(0),
                         .captures = row.integer(1),
                         .custody = row.integer(3),
                         .at_ms = row.integer(5),
                         .authority = row.text(6),
                         .token = row.text(7),
                         .anchors = row.text(8),
                         .text = stamped_text(row.integer(1), row.text(2), row.integer(3), row.text(4))});
    return found;
}

}  // namespace casebook
