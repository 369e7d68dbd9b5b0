// SQLite as this library uses it: a connection, prepared statements, transactions; every failure a StoreError that
// names the file and the remedy. sql.cpp is the only file that includes <sqlite3.h>.
//
// A Database and its Statements belong to one thread at a time. A Statement must not outlive its Database. Statements
// are prepared once and reused: run(), one() and each() reset before they bind, and a Database keeps what its ended
// Statements were prepared to for the next of the same words.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>

#include "casebook/error.h"

struct sqlite3;
struct sqlite3_stmt;

namespace casebook {

class Database {
  public:
    enum class Mode : std::uint8_t { read, write, create };

    Database(const std::filesystem::path& file, Mode mode);
    ~Database();
    Database(Database&& other) noexcept;
    Database& operator=(Database&&) = delete;

    // Runs one or more statements that return nothing.
    void execute(const std::string& sql);
    std::int64_t last_id() const;
    std::int64_t changes() const;  // rows changed by the last statement
    bool in_transaction() const;
    std::int64_t data_version();  // another number once somebody else has committed
    const std::filesystem::path& file() const { return file_; }

    [[noreturn]] void fail(const std::string& doing) const;  // StoreError for the connection's last error

  private:
    friend class Statement;
    std::filesystem::path file_;
    sqlite3* handle_ = nullptr;
    std::unordered_multimap<std::string, sqlite3_stmt*> idle_;
};

// NULL for an empty string, so that "unknown" is one thing in the tables.
struct OrNull {
    std::string_view text;
};

// Bytes that are no text.
struct Blob {
    std::string_view bytes;
};

class Statement {
  public:
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(Statement&& other) noexcept;
    Statement& operator=(Statement&&) = delete;

    // Binds from the first parameter on.
    template <typename... Values>
    Statement& bind(const Values&... values) {
        reset();
        int index = 0;
        (bind_one(++index, values), ...);
        return *this;
    }
    void bind_one(int index, std::int64_t value);
    void bind_one(int index, double value);
    void bind_one(int index, std::string_view value);
    void bind_one(int index, OrNull value);
    void bind_one(int index, Blob value);
    void bind_one(int index, std::nullptr_t);
    template <typename T>
    requires(std::is_integral_v<T> && !std::is_same_v<T, std::int64_t>) void bind_one(int index, T value) {
        bind_one(index, static_cast<std::int64_t>(value));
    }
    template <typename T>
    requires(std::is_enum_v<T>) void bind_one(int index, T value) { bind_one(index, static_cast<std::int64_t>(value)); }
    void bind_one(int index, const char* value) { bind_one(index, std::string_view(value)); }
    void bind_one(int index, const std::string& value) { bind_one(index, std::string_view(value)); }
    template <typename T>
    void bind_one(int index, const std::optional<T>& value) {
        value ? bind_one(index, *value) : bind_one(index, nullptr);
    }

    // The next row; false when there is none (the statement is then reset).
    bool step();
    void reset();

    template <typename... Values>
    void run(const Values&... values) {
        bind(values...);
        while (step()) {
        }
    }
    // Binds, steps once: was there a row? The row stays readable until the next use.
    template <typename... Values>
    bool first(const Values&... values) {
        bind(values...);
        return step();
    }

    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string text(int column) const;  // or a blob's bytes
    bool is_null(int column) const;

  private:
    Database* database_;
    std::string sql_;
    sqlite3_stmt* handle_ = nullptr;
};

// begin ... commit, or a rollback when it is left in any other way.
class Transaction {
  public:
    explicit Transaction(Database& database);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void commit();

  private:
    Database& database_;
    bool open_ = true;
};

// Reads between its begin and its end see one state of the casebook. Within another, or a transaction, it is part of
// it.
class Snapshot {
  public:
    explicit Snapshot(Database& database);
    ~Snapshot();
    Snapshot(const Snapshot&) = delete;
    Snapshot& operator=(const Snapshot&) = delete;

  private:
    Database& database_;
    const bool ours_;
};

}  // namespace casebook
