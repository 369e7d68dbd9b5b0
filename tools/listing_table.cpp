#include "tools/listing_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>
#include <utility>

#include "detector/error.h"
#include "tools/csv.h"
#include "tools/line_reader.h"

namespace tools {

namespace {

enum class Column : std::uint8_t {
    id,
    url,
    title,
    description,
    price,
    currency,
    seller,
    location,
    category,
    tags,
    images,
    language,
    published,
    label,
    taxon,
    appendix,
    set,
    source,
    ignored
};

constexpr std::array<std::pair<std::string_view, Column>, 22> column_names{{
    {"id", Column::id},
    {"url", Column::url},
    {"title", Column::title},
    {"name", Column::title},
    {"description", Column::description},
    {"text", Column::description},
    {"body", Column::description},
    {"price", Column::price},
    {"currency", Column::currency},
    {"seller", Column::seller},
    {"location", Column::location},
    {"category", Column::category},
    {"tags", Column::tags},
    {"images", Column::images},
    {"language", Column::language},
    {"published", Column::published},
    {"label", Column::label},
    {"taxon", Column::taxon},
    {"appendix", Column::appendix},
    {"set", Column::set},
    {"source", Column::source},
    {"kind", Column::set},
}};

Column column_of(std::string_view name) {
    std::string lower(name);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    const auto first = lower.find_first_not_of(" \t");
    if (first == std::string::npos) return Column::ignored;
    lower = lower.substr(first, lower.find_last_not_of(" \t") - first + 1);
    for (const auto& [known, column] : column_names)
        if (known == lower) return column;
    return Column::ignored;
}

std::optional<bool> read_label(std::string_view text) {
    if (text == "1" || text == "true" || text == "yes") return true;
    if (text == "0" || text == "false" || text == "no") return false;
    return std::nullopt;
}

// Image addresses in one cell stand apart by white space, '|' or ';' (a comma may be part of an address).
void split_images(std::string_view text, std::vector<std::string>& out) {
    static constexpr std::string_view separators = " \t\r\n|;";
    while (!text.empty()) {
        const auto begin = text.find_first_not_of(separators);
        if (begin == std::string_view::npos) return;
        text.remove_prefix(begin);
        const auto end = std::min(text.find_first_of(separators), text.size());
        out.emplace_back(text.substr(0, end));
        text.remove_prefix(end);
    }
}

void set_field(TableRow& row, Column column, std::string value) {
    detector::Listing& listing = row.listing;
    const auto add_passage = [&](detector::Field field) {
        if (!value.empty()) listing.passages.push_back({field, {}, std::move(value)});
    };
    switch (column) {
        case Column::id:
            listing.id = std::move(value);
            break;
        case Column::url:
            listing.url = std::move(value);
            break;
        case Column::title:
            add_passage(detector::Field::title);
            break;
        case Column::description:
            add_passage(detector::Field::description);
            break;
        case Column::price:
            listing.price.text = std::move(value);
            break;
        case Column::currency:
            listing.price.currency = std::move(value);
            break;
        case Column::seller:
            listing.seller = value;
            add_passage(detector::Field::seller);
            break;
        case Column::location:
            listing.location = value;
            add_passage(detector::Field::location);
            break;
        case Column::category:
            add_passage(detector::Field::category);
            break;
        case Column::tags:
            add_passage(detector::Field::tag);
            break;
        case Column::images:
            split_images(value, listing.image_urls);
            break;
        case Column::language:
            listing.language = std::move(value);
            break;
        case Column::published:
            listing.published = std::move(value);
            break;
        case Column::label:
            row.label = read_label(value);
            break;
        case Column::taxon:
            row.taxon = std::move(value);
            break;
        case Column::appendix:
            row.appendix = std::move(value);
            break;
        case Column::set:
            row.set = std::move(value);
            break;
        case Column::source:
            listing.source = std::move(value);
            break;
        case Column::ignored:
            break;
    }
}

// Title first, whatever the order of the columns: matches are reported in that order.
std::optional<RowError> complete(TableRow& row) {
    auto& passages = row.listing.passages;
    std::stable_sort(passages.begin(), passages.end(), [](const auto& a, const auto& b) { return a.field < b.field; });
    const bool has_text = std::any_of(passages.begin(), passages.end(), [](const auto& passage) {
        return passage.field == detector::Field::title || passage.field == detector::Field::description;
    });
    if (!has_text && row.listing.url.empty()) return RowError{row.line, "neither title nor description nor url"};
    return std::nullopt;
}

// A JSON value as the text of a field: lists are joined, objects give their parts ({"value": 12, "currency": "EUR"}).
// Depth is bounded by the cases below; anything deeper is kept as JSON text.
std::string text_of(const nlohmann::json& value) {
    const auto dumped = [](const nlohmann::json& json) {
        return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    };
    if (value.is_null()) return {};
    if (value.is_string()) return value.get<std::string>();
    if (!value.is_array()) return dumped(value);
    std::string joined;
    for (const auto& part : value)
        joined += (joined.empty() ? "" : "; ") + (part.is_string() ? part.get<std::string>() : dumped(part));
    return joined;
}

// What parsing JSON deeper than this would cost is not worth it: no listing nests so far.
constexpr int max_json_depth = 64;

bool too_deep(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                in_string = false;
        } else if (c == '"') {
            in_string = true;
        } else if (c == '{' || c == '[') {
            if (++depth > max_json_depth) return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

}  // namespace

struct ListingTable::Reader {
    Reader(const std::filesystem::path& path, TableFormat table_format)
        : name(path == "-" ? "standard input" : path.string()),
          format(table_format),
          lines(path),
          cells(lines, format == TableFormat::tsv ? '\t' : ',', format == TableFormat::csv) {
        if (format != TableFormat::jsonl) read_header();
    }

    using Row = std::variant<TableRow, RowError>;

    void read_header() {
        std::vector<std::string> header;
        const CsvReader::Result result = cells.next(header);
        if (result == CsvReader::Result::end)
            throw detector::DataError(name, 0, "the table is empty", "the first line must name the columns");
        if (result == CsvReader::Result::bad) throw detector::DataError(name, 1, cells.error());
        bool usable = false;
        for (const std::string& column_name : header) {
            columns.push_back(column_of(column_name));
            usable |= columns.back() == Column::title || columns.back() == Column::description ||
                      columns.back() == Column::url;
            if (columns.back() == Column::ignored) ignore(valid_utf8(column_name));
        }
        if (usable) return;
        std::string found;
        for (const std::string& column : ignored) found += (found.empty() ? "" : ", ") + column.substr(0, 40);
        throw detector::DataError(
            name, cells.line_number(), "no column is named title, description or url",
            found.empty() ? "name at least one of them in the first line" : "found: " + found.substr(0, 200));
    }

    void ignore(const std::string& column) {
        if (ignored.size() < 50 && std::find(ignored.begin(), ignored.end(), column) == ignored.end())
            ignored.push_back(column);
    }

    std::optional<Row> next_cells() {
        std::vector<std::string> fields;
        switch (cells.next(fields)) {
            case CsvReader::Result::end:
                return std::nullopt;
            case CsvReader::Result::bad:
                return RowError{cells.line_number(), cells.error()};
            case CsvReader::Result::record:
                break;
        }
        TableRow row;
        row.line = cells.line_number();
        if (fields.size() > columns.size())
            return RowError{row.line,
                            fmt::format("{} fields where the header names {}", fields.size(), columns.size())};
        for (std::size_t i = 0; i < fields.size(); ++i) set_field(row, columns[i], valid_utf8(fields[i]));
        if (auto error = complete(row)) return *error;
        return row;
    }

    std::optional<Row> next_json() {
        for (;;) {
            const LineReader::Result result = lines.next(line);
            if (result == LineReader::Result::end) return std::nullopt;
            if (result == LineReader::Result::too_long)
                return RowError{lines.line_number(), fmt::format("line longer than {} MB", LineReader::max_line >> 20)};
            if (line.find_first_not_of(" \t") != std::string::npos) break;
        }
        if (too_deep(line))
            return RowError{lines.line_number(), fmt::format("JSON nested deeper than {} levels", max_json_depth)};
        nlohmann::json object;
        try {
            object = nlohmann::json::parse(valid_utf8(line));
        } catch (const nlohmann::json::parse_error& error) {
            return RowError{lines.line_number(), fmt::format("not JSON: stopped at character {}", error.byte)};
        } catch (const nlohmann::json::out_of_range&) {
            return RowError{lines.line_number(), "a number larger than any that JSON readers hold"};
        }
        if (!object.is_object()) return RowError{lines.line_number(), "not a JSON object"};
        TableRow row;
        row.line = lines.line_number();
        for (const auto& item : object.items()) {
            const std::string& key = item.key();
            const nlohmann::json& value = item.value();
            const Column column = column_of(key);
            if (column == Column::ignored) {
                ignore(key);
            } else if (column == Column::price && value.is_object()) {
                const nlohmann::json none;
                const auto part = [&](const char* key_name) -> const nlohmann::json& {
                    const auto found = value.find(key_name);
                    return found == value.end() ? none : *found;
                };
                set_field(row, column, text_of(part("amount").is_null() ? part("value") : part("amount")));
                if (!part("currency").is_null()) set_field(row, Column::currency, text_of(part("currency")));
            } else {
                set_field(row, column, text_of(value));
            }
        }
        if (auto error = complete(row)) return *error;
        return row;
    }

    const std::string name;
    const TableFormat format;
    LineReader lines;
    CsvReader cells;
    std::vector<Column> columns;
    std::vector<std::string> ignored;
    std::string line;
};

ListingTable::ListingTable(const std::filesystem::path& path, TableFormat format)
    : reader_(std::make_unique<Reader>(path, format)) {}

ListingTable::~ListingTable() = default;

std::optional<std::variant<TableRow, RowError>> ListingTable::next() {
    return reader_->format == TableFormat::jsonl ? reader_->next_json() : reader_->next_cells();
}

const std::vector<std::string>& ListingTable::ignored_columns() const { return reader_->ignored; }

std::uint64_t ListingTable::bytes_read() const { return reader_->lines.bytes_read(); }

std::optional<TableFormat> table_format_of(const std::filesystem::path& path) {
    const std::string extension = path.extension().string();
    if (extension == ".jsonl" || extension == ".ndjson") return TableFormat::jsonl;
    if (extension == ".csv") return TableFormat::csv;
    if (extension == ".tsv") return TableFormat::tsv;
    return std::nullopt;
}

}  // namespace tools
