// Listing tables: JSONL, CSV (RFC 4180) and TSV, one listing a row, read as a stream.
//
// Columns or keys are matched by name, case-insensitively: id, url, title (name), description (text, body), price,
// currency, seller, location, category, tags, images, language, published, and for labelled sets label, taxon,
// appendix, set, source. Any subset with at least one of title, description, url. A row that cannot be used comes out
// as a RowError with its line number; reading goes on with the next. Opening throws detector::DataError when the file
// as a whole cannot be a listing table, std::system_error when it cannot be read. One thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "detector/listing.h"

namespace tools {

enum class TableFormat : std::uint8_t { jsonl, csv, tsv };

struct TableRow {
    detector::Listing listing;
    std::uint64_t line = 0;
    std::optional<bool> label;  // of a labelled set: does it offer a specimen of a listed taxon?
    std::string taxon;          // labelled: lowest listed taxon
    std::string appendix;
    std::string set;  // labelled: kind of advert, for the break-down
};

struct RowError {
    std::uint64_t line = 0;
    std::string problem;
};

class ListingTable {
  public:
    ListingTable(const std::filesystem::path& path, TableFormat format);  // "-": standard input
    ~ListingTable();

    // The next row or what was wrong with it; nullopt at the end.
    std::optional<std::variant<TableRow, RowError>> next();

    // Columns or keys met so far that no field takes, in order of appearance, at most 50.
    const std::vector<std::string>& ignored_columns() const;
    std::uint64_t bytes_read() const;

    struct Reader;

  private:
    std::unique_ptr<Reader> reader_;
};

// By the name's ending: .jsonl and .ndjson, .csv, .tsv; nullopt for others.
std::optional<TableFormat> table_format_of(const std::filesystem::path& path);

// `text` with every invalid UTF-8 sequence replaced by U+FFFD (WHATWG Encoding: one per maximal subpart); true in
// `changed` when there was one.
std::string valid_utf8(std::string_view text, bool* changed = nullptr);

}  // namespace tools
