#include "tools/csv.h"

#include <utility>

namespace tools {

namespace {

// Splits `record`; false when a quote is still open at its end. `state` lets a record grow line by line without
// being read again from its start, so a long quoted field costs linear time.
struct Splitter {
    char delimiter;
    bool quoting;
    std::vector<std::string>& fields;
    bool in_quotes = false;
    bool at_start = true;

    void begin() {
        fields.assign(1, {});
        in_quotes = false;
        at_start = true;
    }

    void feed(std::string_view text) {
        for (std::size_t i = 0; i < text.size(); ++i) {
            const char c = text[i];
            if (in_quotes) {
                if (c != '"') {
                    fields.back() += c;
                } else if (i + 1 < text.size() && text[i + 1] == '"') {
                    fields.back() += '"';
                    ++i;
                } else {
                    in_quotes = false;
                }
            } else if (c == delimiter) {
                fields.emplace_back();
                at_start = true;
            } else if (quoting && c == '"' && at_start) {
                in_quotes = true;
                at_start = false;
            } else {  // a quote in the middle of an unquoted field stands for itself
                fields.back() += c;
                at_start = false;
            }
        }
    }
};

}  // namespace

CsvReader::Result CsvReader::next(std::vector<std::string>& fields) {
    error_.clear();
    Splitter splitter{delimiter_, quoting_, fields};
    std::string swallowed;  // the lines after the record's first, in case its quote never closes
    std::uint64_t swallowed_lines = 0;
    for (bool first = true;;) {
        const LineReader::Result result = reader_.next(line_);
        if (first) {
            if (result == LineReader::Result::end) return Result::end;
            first_line_ = reader_.line_number();
            if (result == LineReader::Result::too_long) {
                error_ = "line longer than " + std::to_string(LineReader::max_line >> 20) + " MB";
                return Result::bad;
            }
            if (line_.empty()) continue;
            splitter.begin();
            splitter.feed(line_);
            first = false;
        } else {
            const bool ended = result != LineReader::Result::line;
            if (ended || swallowed.size() + line_.size() > max_record) {
                if (!ended) {
                    swallowed += line_;
                    swallowed += '\n';
                    ++swallowed_lines;
                }
                reader_.push_back(std::move(swallowed), swallowed_lines);
                error_ = "a quote is opened and never closed";
                return Result::bad;
            }
            swallowed += line_;
            swallowed += '\n';
            ++swallowed_lines;
            fields.back() += '\n';
            splitter.feed(line_);
        }
        if (!splitter.in_quotes) return Result::record;
    }
}

}  // namespace tools
