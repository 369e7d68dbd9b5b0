#include "tools/lists/watch_file.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <utility>

#include "crawler/toml.h"
#include "detector/error.h"
#include "tools/lists/language_tag.h"
#include "tools/lists/listing_words.h"
#include "tools/lists/plain_text.h"
#include "tools/lists/table.h"
#include "tools/lists/utf16.h"
#include "tools/scratch_folder.h"

namespace tools::lists {

namespace {

constexpr std::size_t longest_term = 200;  // bytes; what is longer is a sentence
constexpr std::size_t longest_note = 200;
constexpr std::uintmax_t longest_toml = std::uintmax_t{16} << 20;

// A row as it is written, whatever the form of the file.
struct Written {
    std::string term, language, taxa, note, weight, needs, expiry;
};

bool is_need(std::string_view needs) {
    return needs == "none" || needs == "part" || needs == "price" || needs == "trade" ||
           (needs.starts_with("context:") && needs.size() > 8);
}

// Fills `term`; returns what is wrong with the row, empty where nothing is.
std::string understand(const Written& row, detector::WatchTerm& term) {
    if (row.term.empty()) return "no term";
    if (row.term.size() > longest_term) return "a term longer than 200 bytes is a sentence, not a word";
    if (row.note.size() > longest_note) return "a note longer than 200 bytes";
    term.text = row.term;
    term.note = row.note;
    if (!row.language.empty()) {
        term.language = row.language == "und" ? "und" : language_tag(row.language);
        if (term.language.empty()) return "'" + row.language + "' is no language (en, pt-BR, zh-Hans)";
    }
    if (!row.needs.empty()) term.needs = row.needs;
    if (!is_need(term.needs)) return "'" + row.needs + "' is no need (none, part, price, trade or context:a,b,c)";
    if (!row.weight.empty()) {
        const char* end = row.weight.data() + row.weight.size();
        const auto [stop, error] = std::from_chars(row.weight.data(), end, term.weight);
        if (error != std::errc() || stop != end || term.weight < 1 || term.weight > 3)
            return "'" + row.weight + "' is no weight (1 to 3)";
    }
    if (!row.expiry.empty()) {
        term.expiry = iso_date(row.expiry);
        if (term.expiry.empty()) return "'" + row.expiry + "' is no date (2026-12-31)";
    }
    term.taxa = split_list(row.taxa, ';');
    if (term.taxa.empty() && term.note.empty()) return "neither taxon nor note: say what the term stands for";
    return {};
}

class Collector {
  public:
    Collector(WatchFile& into, const std::string& today) : into_(into), today_(today) {}

    void take(const Written& row, Place place) {
        detector::WatchTerm term;
        term.line = static_cast<std::uint32_t>(place.line);
        if (std::string problem = understand(row, term); !problem.empty())
            into_.problems.push_back({std::move(place), std::move(problem)});
        else if (!today_.empty() && !term.expiry.empty() && term.expiry < today_)
            into_.expired.push_back(std::move(term));
        else
            into_.list.terms.push_back(std::move(term));
    }

  private:
    WatchFile& into_;
    const std::string& today_;
};

// "w.toml:14: unknown key" as a problem of line 14.
RowProblem placed(std::string_view said, Place place) {
    const std::string file = place.file + ":";
    if (!said.starts_with(file)) return {std::move(place), std::string(said)};
    said.remove_prefix(file.size());
    const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), place.line);
    said.remove_prefix(static_cast<std::size_t>(end - said.data()));
    if (said.starts_with(": ")) said.remove_prefix(2);
    return {std::move(place), std::string(said)};
}

void read_toml(const std::filesystem::path& path, WatchFile& file, Collector& collector) {
    if (std::filesystem::file_size(path) > longest_toml)
        throw detector::DataError(path.string(), 0, "longer than 16 MB", "a watch list is a page, not a book");
    const crawler::TomlTable root = crawler::TomlTable::read(path);
    file.list.name = root.text("name").value_or(file.list.name);
    for (const crawler::TomlTable& table : root.tables("term")) {
        const Place place{file.list.file, table.line()};
        try {  // a fault of one term is its own
            Written row;
            const auto text = [&](const char* key) { return plain_text(table.text(key).value_or("")); };
            row.term = text("term");
            row.language = text("language");
            row.note = text("note");
            row.needs = text("needs");
            row.expiry = text("expiry");
            for (const char* key : {"taxon", "taxa"})
                if (const auto taxa = table.texts(key)) row.taxa += ";" + joined(*taxa, ";");
            if (const auto weight = table.integer("weight", 1, 3)) row.weight = std::to_string(*weight);
            table.finish();
            collector.take(row, place);
        } catch (const detector::DataError& error) {
            file.problems.push_back(placed(error.what(), place));
        }
    }
    root.finish();
}

void read_table(const std::filesystem::path& path, const WatchFile& file, SetBuilder& rows, Collector& collector) {
    Table table(path);
    if (!table.has("term"))
        throw detector::DataError(path.string(), 1, "no column is named 'term'",
                                  "a watch list has the columns term, language, taxon, note, weight, needs, expiry");
    while (table.next(rows)) {
        if (table.first().starts_with('#')) continue;
        Written row;
        row.term = table.text({"term"});
        row.language = table.text({"language"});
        row.taxa = table.text({"taxon", "taxa"});
        row.note = table.text({"note", "means"});
        row.weight = table.text({"weight"});
        row.needs = table.text({"needs"});
        row.expiry = table.text({"expiry", "expires"});
        collector.take(row, {file.list.file, table.place().line});
    }
}

}  // namespace

bool is_watch_toml(std::string_view head) {
    for (std::size_t at = 0; at < head.size();) {
        const std::size_t end = std::min(head.find('\n', at), head.size());
        std::string_view line = trimmed(head.substr(at, end - at));
        line = trimmed(line.substr(0, line.find('#')));
        if (line == "[[term]]" || line == "[[ term ]]") return true;
        at = end + 1;
    }
    return false;
}

std::string today() {
    const std::chrono::year_month_day day = std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now());
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(day.year()), unsigned(day.month()), unsigned(day.day()));
    return text;
}

namespace {

// The bytes of `path`, in UTF-8; what is said of them names `named`.
WatchFile read_named(const std::filesystem::path& path, const std::filesystem::path& named, const std::string& today) {
    WatchFile file;
    file.list.file = named.string();
    file.list.name = named.stem().string();
    Collector collector(file, today);
    std::string head;
    LineReader reader(path);
    for (std::string line; head.size() < (std::size_t{1} << 16) && reader.next(line) == LineReader::Result::line;)
        (head += line) += '\n';
    if (is_watch_toml(head) || path.extension() == ".toml") {
        read_toml(path, file, collector);
        return file;
    }
    SetBuilder rows;
    read_table(path, file, rows, collector);
    for (const RowProblem& problem : rows.problems())
        file.problems.push_back({{file.list.file, problem.place.line}, problem.text});
    return file;
}

}  // namespace

WatchFile read_watch_file(const std::filesystem::path& path, const std::string& today) {
    char mark[2] = {};
    std::ifstream(path, std::ios::binary).read(mark, sizeof mark);
    if (!is_utf16({mark, sizeof mark})) return read_named(path, path, today);
    const ScratchFolder folder;  // a spreadsheet's "Unicode text"
    const std::filesystem::path plain = folder.path() / path.filename();
    utf16_to_utf8(path, plain);
    return read_named(plain, path, today);
}

}  // namespace tools::lists
