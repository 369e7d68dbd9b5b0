// TOML read with its line numbers: every complaint says "file:line", and a key nobody asked for is an error that names
// the one it resembles. toml.cpp is the only file that includes <toml++/toml.h>.
//
// A TomlTable is a view into a shared, immutable document plus the set of keys asked for; one thread. All failures are
// detector::DataError. Copy a table freely: copies share the set of keys asked for.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

class TomlTable {
  public:
    static TomlTable read(const std::filesystem::path& file);
    static TomlTable parse(std::string_view text, const std::string& file);

    // Nothing where the key is absent; an error where it holds another type or is out of range.
    std::optional<std::string> text(std::string_view key) const;
    std::optional<bool> flag(std::string_view key) const;
    std::optional<std::int64_t> integer(std::string_view key, std::int64_t least, std::int64_t most) const;
    std::optional<std::vector<std::string>> texts(std::string_view key) const;  // one string is a list of one
    std::optional<TomlTable> table(std::string_view key) const;
    std::vector<TomlTable> tables(std::string_view key) const;  // [[key]]; empty where absent
    bool is_text(std::string_view key) const;                   // one text, not a list of them
    std::string required_text(std::string_view key) const;

    std::vector<std::string> keys() const;  // in the file's order
    // Call when all has been asked for: throws for the first key that was not.
    void finish() const;

    std::size_t line() const;                         // of the table
    std::size_t line_of(std::string_view key) const;  // of the key's value, of the table where absent
    const std::string& file() const;
    [[noreturn]] void fail(std::string_view key, const std::string& problem, const std::string& remedy = {}) const;

  private:
    struct View;
    explicit TomlTable(std::shared_ptr<View> view) : view_(std::move(view)) {}
    std::shared_ptr<View> view_;
};

// The candidate nearest to `word` by edits (insert, delete, replace, swap), if near enough to be a slip.
std::optional<std::string> near_miss(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace crawler
