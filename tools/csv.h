// Delimiter-separated records by RFC 4180 (quotes, doubled quotes, line breaks inside quotes), streamed.
//
// Our own rather than a library's, because of one promise none of them makes: a quote that is never closed costs that
// record alone. Its first line is reported, and reading goes on with the line after it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "tools/line_reader.h"

namespace tools {

class CsvReader {
  public:
    // A quoted record may span lines up to this many bytes; beyond it the quote counts as never closed.
    static constexpr std::size_t max_record = std::size_t{4} << 20;

    // `reader` must outlive this. With `quoting` false (TSV without quoting) quotes are ordinary characters.
    CsvReader(LineReader& reader, char delimiter, bool quoting)
        : reader_(reader), delimiter_(delimiter), quoting_(quoting) {}

    enum class Result : std::uint8_t { record, bad, end };
    // The next record's fields; blank lines are passed over. On `bad`, error() says what is wrong with it.
    Result next(std::vector<std::string>& fields);

    std::uint64_t line_number() const { return first_line_; }  // where the record began
    const std::string& error() const { return error_; }

  private:
    LineReader& reader_;
    const char delimiter_;
    const bool quoting_;
    std::uint64_t first_line_ = 0;
    std::string error_;
    std::string line_;
};

}  // namespace tools
