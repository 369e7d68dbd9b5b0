// Rows of a tab-separated table: UTF-8, LF, one header line, no quoting. Cells are views into the text given.
//
// The reader validates as it goes: a row of another width, bytes that are not UTF-8, or a control character throw
// DataError with file:line, so that what follows may trust its cells. Blank lines and lines that begin with '#' are
// skipped (`#` alone or followed by a space: "#4" is an annotation).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace detector {

class TsvReader {
  public:
    // `file` names the table in messages; `columns` are those the caller will ask for by index, matched by header name.
    // A name that ends in '?' may be missing: its cells are empty then.
    TsvReader(std::string_view text, std::string_view file, std::vector<std::string_view> columns);

    bool next();  // moves to the next row; false at the end
    std::string_view cell(std::size_t column) const { return cells_[column]; }
    std::uint32_t line() const { return line_; }
    [[noreturn]] void fail(const std::string& problem, const std::string& remedy = {}) const;

  private:
    bool next_line(std::string_view& line);

    std::string_view rest_;
    std::string file_;
    std::vector<std::size_t> place_;  // place_[column]: position in the file, or npos
    std::vector<std::string_view> cells_, raw_;
    std::size_t width_ = 0;
    std::uint32_t line_ = 0;
};

// Is this well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates)?
bool is_utf8(std::string_view text);

}  // namespace detector
