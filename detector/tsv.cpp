#include "detector/tsv.h"

#include <algorithm>

#include "detector/error.h"

namespace detector {

namespace {

constexpr std::size_t missing = std::string_view::npos;

void split(std::string_view line, std::vector<std::string_view>& cells) {
    cells.clear();
    for (;;) {
        const std::size_t tab = line.find('\t');
        cells.push_back(line.substr(0, tab));
        if (tab == std::string_view::npos) return;
        line.remove_prefix(tab + 1);
    }
}

bool has_control(std::string_view line) {
    return std::any_of(line.begin(), line.end(),
                       [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

}  // namespace

TsvReader::TsvReader(std::string_view text, std::string_view file, std::vector<std::string_view> columns)
    : rest_(text), file_(file), cells_(columns.size()) {
    if (rest_.substr(0, 3) == "\xEF\xBB\xBF") rest_.remove_prefix(3);
    std::string_view header;
    if (!next_line(header)) fail("the file is empty", "it needs a header line");
    split(header, raw_);
    width_ = raw_.size();
    for (std::string_view column : columns) {
        const bool optional = column.back() == '?';
        if (optional) column.remove_suffix(1);
        const auto found = std::find(raw_.begin(), raw_.end(), column);
        if (found == raw_.end() && !optional)
            fail("no column '" + std::string(column) + "'", "columns are named in species_lists/README.md");
        place_.push_back(found == raw_.end() ? missing : static_cast<std::size_t>(found - raw_.begin()));
    }
}

bool TsvReader::next() {
    std::string_view line;
    if (!next_line(line)) return false;
    split(line, raw_);
    if (raw_.size() != width_)
        fail(std::to_string(raw_.size()) + " cells where the header has " + std::to_string(width_),
             "cells are separated by one tab each");
    for (std::size_t i = 0; i < place_.size(); ++i)
        cells_[i] = place_[i] == missing ? std::string_view() : raw_[place_[i]];
    return true;
}

void TsvReader::fail(const std::string& problem, const std::string& remedy) const {
    throw DataError(file_, line_, problem, remedy);
}

bool TsvReader::next_line(std::string_view& line) {
    while (!rest_.empty()) {
        ++line_;
        const std::size_t end = rest_.find('\n');
        line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        if (line.empty() || line == "#" || line.substr(0, 2) == "# ") continue;
        if (!is_utf8(line)) fail("the line is not valid UTF-8", "save the file as UTF-8");
        if (has_control(line)) fail("the line holds a control character", "remove it");
        return true;
    }
    return false;
}

bool is_utf8(std::string_view text) {
    std::size_t i = 0;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    while (i < text.size()) {
        const unsigned char lead = byte(i);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || i + length > text.size()) return false;
        for (std::size_t k = 1; k < length; ++k)
            if ((byte(i + k) & 0xC0) != 0x80) return false;
        const unsigned char second = byte(i + 1);
        if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) || (lead == 0xF0 && second < 0x90) ||
            (lead == 0xF4 && second > 0x8F))
            return false;
        i += length;
    }
    return true;
}

}  // namespace detector
