#include "tools/lists/table.h"

#include <algorithm>

#include "detector/error.h"
#include "detector/tsv.h"
#include "tools/lists/plain_text.h"

namespace tools::lists {

namespace {

// A person's own table may begin with remarks.
bool is_comment(std::string_view line) { return line == "#" || line.starts_with("# "); }

char delimiter_in(const std::filesystem::path& path) {
    LineReader reader(path);
    std::string line;
    while (reader.next(line) == LineReader::Result::line)
        if (!line.empty() && !is_comment(line)) return delimiter_of(line);
    return ',';
}

}  // namespace

char delimiter_of(std::string_view header) {
    char best = ',';
    std::ptrdiff_t most = 0;
    for (const char each : {'\t', ',', ';'}) {
        const auto count = std::count(header.begin(), header.end(), each);
        if (count > most) {
            best = each;
            most = count;
        }
    }
    return best;
}

Table::Table(const std::filesystem::path& path, bool quoting)
    : reader_(path), csv_(reader_, quoting ? delimiter_in(path) : '\t', quoting), name_(path.filename().string()) {
    CsvReader::Result result = csv_.next(header_);
    while (result == CsvReader::Result::record && is_comment(header_.front())) result = csv_.next(header_);
    if (result != CsvReader::Result::record)
        throw detector::DataError(path.string(), 1, "no header line", "the first line names the columns");
    for (std::size_t i = 0; i < header_.size(); ++i) columns_.try_emplace(lower_ascii(plain_text(header_[i])), i);
}

bool Table::next(SetBuilder& builder) {
    for (;;) {
        const CsvReader::Result result = csv_.next(fields_);
        if (result == CsvReader::Result::end) return false;
        if (result == CsvReader::Result::bad) {
            builder.add_problem(place(), csv_.error());
        } else if (fields_.size() > header_.size()) {
            builder.add_problem(place(), "the row has " + std::to_string(fields_.size()) + " fields, the header " +
                                             std::to_string(header_.size()));
        } else if (std::any_of(fields_.begin(), fields_.end(),
                               [](const std::string& field) { return !detector::is_utf8(field); })) {
            builder.add_problem(place(), "holds bytes that are no UTF-8: save the file as UTF-8");
        } else {
            return true;
        }
    }
}

bool Table::has(std::string_view column) const { return columns_.contains(lower_ascii(column)); }

std::string_view Table::cell(std::initializer_list<std::string_view> columns) const {
    for (const std::string_view column : columns) {
        const auto found = columns_.find(lower_ascii(column));
        if (found == columns_.end()) continue;
        return found->second < fields_.size() ? std::string_view(fields_[found->second]) : std::string_view();
    }
    return {};
}

std::string Table::text(std::initializer_list<std::string_view> columns) const { return plain_text(cell(columns)); }

}  // namespace tools::lists
