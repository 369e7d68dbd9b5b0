// A table of a download: header matched by name whatever the case and order of columns, delimiter told by the header,
// rows streamed with the line they began at. Embedded line breaks are honoured; a row of the wrong shape is a problem
// of its own and the next one is read.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tools/csv.h"
#include "tools/line_reader.h"
#include "tools/lists/set_builder.h"

namespace tools::lists {

class Table {
  public:
    // Reads the header. `quoting` false for tables without quoting (ColDP). Throws std::system_error, and
    // detector::DataError when there is no header.
    Table(const std::filesystem::path& path, bool quoting = true);

    // The next row; problems go to `builder`. False at the end.
    bool next(SetBuilder& builder);

    bool has(std::string_view column) const;
    std::string_view first() const { return fields_.empty() ? std::string_view() : std::string_view(fields_[0]); }
    // The value in the first of these columns that the table has, as written; empty when it has none.
    std::string_view cell(std::initializer_list<std::string_view> columns) const;
    // The same as plain text (HTML undone, white space single).
    std::string text(std::initializer_list<std::string_view> columns) const;

    const std::vector<std::string>& header() const { return header_; }
    Place place() const { return {name_, csv_.line_number()}; }

  private:
    LineReader reader_;
    CsvReader csv_;
    std::string name_;
    std::vector<std::string> header_, fields_;
    std::unordered_map<std::string, std::size_t> columns_;
};

// The delimiter of a header line: the one of comma, semicolon and tab that stands there most often.
char delimiter_of(std::string_view header);

}  // namespace tools::lists
