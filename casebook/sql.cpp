#include "casebook/sql.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <optional>
#include <system_error>
#include <utility>

namespace casebook {

namespace {

// How long a reader waits for the moment a checkpoint or migration needs the file for itself.
constexpr int busy_timeout_ms = 10'000;

// Statements kept prepared, of SQL not longer than this: lists of ids are not asked twice.
constexpr std::size_t most_idle = 100, longest_kept = 4'000;

struct Advice {
    StoreFault fault;
    const char* remedy;
};

Advice advice(int code) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return {StoreFault::full, "free some space on the disk; everything committed so far is kept"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
            return {StoreFault::read_only, "give write permission on the file and its folder"};
        case SQLITE_CANTOPEN:
            return {StoreFault::missing, "check that the path exists and may be opened"};
        case SQLITE_NOTADB:
            return {StoreFault::not_casebook, "this file is no casebook; name another"};
        case SQLITE_CORRUPT:
            return {StoreFault::corrupt,
                    "the file is damaged: keep it, restore a copy, or recover with `sqlite3 FILE .recover`"};
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return {StoreFault::locked, "another program holds the file; wait for it to finish"};
        case SQLITE_CONSTRAINT:
        case SQLITE_MISUSE:
        case SQLITE_RANGE:
        case SQLITE_MISMATCH:
        case SQLITE_ERROR:
            return {StoreFault::misuse, "please report this as a fault of citeswatch"};
        default:
            return {StoreFault::io, "check the disk and its permissions"};
    }
}

// The name under which a casebook is read that nobody here may write: on a disc, say, or in a folder of others. SQLite
// would make its shared memory beside it, and refuse. Where no log lies beside it nobody is writing it, and it is
// whole.
std::optional<std::string> name_of_unwritable(const std::filesystem::path& file) {
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK, AT_EACCESS) == 0) return std::nullopt;
    for (const char* suffix : {"-wal", "-shm"})
        if (std::error_code error; std::filesystem::exists(file.string() + suffix, error)) return std::nullopt;
    std::string name = "file:";
    for (const char c : file.string()) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                           c == '.' || c == '-' || c == '_';
        constexpr const char* digits = "0123456789ABCDEF";
        const auto byte = static_cast<unsigned char>(c);
        if (plain)
            name += c;
        else
            name += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return name + "?immutable=1";
}

}  // namespace

Database::Database(const std::filesystem::path& file, Mode mode) : file_(file) {
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const auto unwritable = mode == Mode::read ? name_of_unwritable(file) : std::nullopt;
    if (unwritable) flags |= SQLITE_OPEN_URI;
    flags |= mode == Mode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
    if (sqlite3_open_v2(unwritable ? unwritable->c_str() : file.c_str(), &handle_, flags, nullptr) != SQLITE_OK) {
        const std::string why = handle_ ? sqlite3_errmsg(handle_) : "out of memory";
        const Advice told = advice(handle_ ? sqlite3_errcode(handle_) : SQLITE_NOMEM);
        sqlite3_close(handle_);
        throw StoreError(told.fault, file.string() + ": cannot be opened: " + why + " (" + told.remedy + ")");
    }
    sqlite3_busy_timeout(handle_, busy_timeout_ms);
}

Database::Database(Database&& other) noexcept
    : file_(std::move(other.file_)),
      handle_(std::exchange(other.handle_, nullptr)),
      idle_(std::exchange(other.idle_, {})) {}

Database::~Database() {
    for (const auto& [sql, statement] : idle_) sqlite3_finalize(statement);
    sqlite3_close_v2(handle_);
}

void Database::execute(const std::string& sql) {
    if (sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail("statement failed");
}

std::int64_t Database::last_id() const { return sqlite3_last_insert_rowid(handle_); }
std::int64_t Database::changes() const { return sqlite3_changes64(handle_); }
std::int64_t Database::data_version() {
    Statement query(*this, "PRAGMA data_version");
    query.first();
    return query.integer(0);
}

bool Database::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::fail(const std::string& doing) const {
    const Advice told = advice(sqlite3_extended_errcode(handle_));
    throw StoreError(told.fault,
                     file_.string() + ": " + doing + ": " + sqlite3_errmsg(handle_) + " (" + told.remedy + ")");
}

Statement::Statement(Database& database, std::string_view sql) : database_(&database), sql_(sql) {
    if (const auto kept = database.idle_.find(sql_); kept != database.idle_.end()) {
        handle_ = kept->second;
        database.idle_.erase(kept);
        return;
    }
    if (sqlite3_prepare_v3(database.handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT,
                           &handle_, nullptr) != SQLITE_OK)
        database.fail("query cannot be prepared");
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_), sql_(std::move(other.sql_)), handle_(std::exchange(other.handle_, nullptr)) {}

Statement::~Statement() {
    if (!handle_) return;
    if (sql_.size() > longest_kept || database_->idle_.size() >= most_idle) {
        sqlite3_finalize(handle_);
        return;
    }
    sqlite3_reset(handle_);
    sqlite3_clear_bindings(handle_);
    database_->idle_.emplace(std::move(sql_), handle_);
}

void Statement::bind_one(int index, std::int64_t value) {
    if (sqlite3_bind_int64(handle_, index, value) != SQLITE_OK) database_->fail("value cannot be bound");
}

void Statement::bind_one(int index, double value) {
    if (sqlite3_bind_double(handle_, index, value) != SQLITE_OK) database_->fail("value cannot be bound");
}

void Statement::bind_one(int index, std::string_view value) {
    // Copied by SQLite: callers may pass temporaries, and the cost is far below that of the insert. A null data()
    // would bind NULL, which an empty text is not.
    if (sqlite3_bind_text64(handle_, index, value.data() ? value.data() : "", value.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8) != SQLITE_OK)
        database_->fail("value cannot be bound");
}

void Statement::bind_one(int index, OrNull value) {
    value.text.empty() ? bind_one(index, nullptr) : bind_one(index, value.text);
}

void Statement::bind_one(int index, Blob value) {
    if (sqlite3_bind_blob64(handle_, index, value.bytes.data() ? value.bytes.data() : "", value.bytes.size(),
                            SQLITE_TRANSIENT) != SQLITE_OK)
        database_->fail("value cannot be bound");
}

void Statement::bind_one(int index, std::nullptr_t) {
    if (sqlite3_bind_null(handle_, index) != SQLITE_OK) database_->fail("value cannot be bound");
}

bool Statement::step() {
    const int code = sqlite3_step(handle_);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) {
        // The message belongs to the connection and outlives the reset that frees the statement's locks.
        struct Reset {
            sqlite3_stmt* statement;
            ~Reset() { sqlite3_reset(statement); }
        } const reset{handle_};
        database_->fail("query failed");
    }
    sqlite3_reset(handle_);
    return false;
}

void Statement::reset() { sqlite3_reset(handle_); }

std::int64_t Statement::integer(int column) const { return sqlite3_column_int64(handle_, column); }
double Statement::real(int column) const { return sqlite3_column_double(handle_, column); }
bool Statement::is_null(int column) const { return sqlite3_column_type(handle_, column) == SQLITE_NULL; }

std::string Statement::text(int column) const {
    const bool blob = sqlite3_column_type(handle_, column) == SQLITE_BLOB;
    const void* bytes = blob ? sqlite3_column_blob(handle_, column) : sqlite3_column_text(handle_, column);
    if (!bytes) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Transaction::Transaction(Database& database) : database_(database) { database_.execute("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
    // A full disk may already have rolled back; a second failure changes nothing: the changes are gone either way.
    if (open_ && database_.in_transaction()) try {
            database_.execute("ROLLBACK");
        } catch (const StoreError&) {
        }
}

void Transaction::commit() {
    database_.execute("COMMIT");
    open_ = false;
}

Snapshot::Snapshot(Database& database) : database_(database), ours_(!database.in_transaction()) {
    if (ours_) database_.execute("BEGIN");
}

Snapshot::~Snapshot() {
    if (ours_ && database_.in_transaction()) try {
            database_.execute("COMMIT");
        } catch (const StoreError&) {  // nothing was written
        }
}

}  // namespace casebook
