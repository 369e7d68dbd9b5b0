#include "crawler/toml.h"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "detector/error.h"

namespace crawler {

struct TomlTable::View {
    std::shared_ptr<const toml::table> document;
    const toml::table* table = nullptr;
    std::string file;
    std::set<std::string, std::less<>> asked;

    const toml::node* find(std::string_view key) {
        asked.emplace(key);
        return table->get(key);
    }
};

namespace {

std::string_view type_name(const toml::node& node) {
    switch (node.type()) {
        case toml::node_type::string:
            return "text";
        case toml::node_type::integer:
            return "a whole number";
        case toml::node_type::floating_point:
            return "a number";
        case toml::node_type::boolean:
            return "true or false";
        case toml::node_type::array:
            return "a list";
        case toml::node_type::table:
            return "a table";
        default:
            return "a date or time";
    }
}

std::size_t edits(std::string_view a, std::string_view b) {  // optimal string alignment
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i)
        for (std::size_t j = 0; j <= b.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            cost[i][j] =
                std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + (a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    return cost[a.size()][b.size()];
}

}  // namespace

std::optional<std::string> near_miss(std::string_view word, const std::vector<std::string>& candidates) {
    std::optional<std::string> best;
    std::size_t least = 1 + std::max<std::size_t>(1, word.size() / 3);
    if (word.size() > 100) return best;
    for (const std::string& candidate : candidates)
        if (const std::size_t cost = edits(word, candidate); cost < least) least = cost, best = candidate;
    return best;
}

TomlTable TomlTable::read(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw detector::DataError(file.string(), 0, "cannot be read", "check the path and its permissions");
    return parse(std::string(std::istreambuf_iterator<char>(stream), {}), file.string());
}

TomlTable TomlTable::parse(std::string_view text, const std::string& file) {
    auto view = std::make_shared<View>();
    try {
        view->document = std::make_shared<const toml::table>(toml::parse(text, file));
    } catch (const toml::parse_error& error) {
        throw detector::DataError(file, error.source().begin.line, std::string(error.description()),
                                  "the file is TOML: see toml.io");
    }
    view->table = view->document.get();
    view->file = file;
    return TomlTable(std::move(view));
}

std::optional<std::string> TomlTable::text(std::string_view key) const {
    const toml::node* node = view_->find(key);
    if (!node) return std::nullopt;
    if (!node->is_string()) fail(key, "is " + std::string(type_name(*node)) + ", not text", "put it in quotes");
    return node->as_string()->get();
}

bool TomlTable::is_text(std::string_view key) const {
    const toml::node* node = view_->find(key);
    return node && node->is_string();
}

std::string TomlTable::required_text(std::string_view key) const {
    auto value = text(key);
    if (!value || value->empty()) fail(key, "is missing", "add " + std::string(key) + " = \"...\"");
    return *value;
}

std::optional<bool> TomlTable::flag(std::string_view key) const {
    const toml::node* node = view_->find(key);
    if (!node) return std::nullopt;
    if (!node->is_boolean()) fail(key, "is " + std::string(type_name(*node)), "write true or false, without quotes");
    return node->as_boolean()->get();
}

std::optional<std::int64_t> TomlTable::integer(std::string_view key, std::int64_t least, std::int64_t most) const {
    const toml::node* node = view_->find(key);
    if (!node) return std::nullopt;
    if (!node->is_integer()) fail(key, "is " + std::string(type_name(*node)) + ", not a whole number");
    const std::int64_t value = node->as_integer()->get();
    if (value < least || value > most)
        fail(key, "is " + std::to_string(value), "from " + std::to_string(least) + " to " + std::to_string(most));
    return value;
}

std::optional<std::vector<std::string>> TomlTable::texts(std::string_view key) const {
    const toml::node* node = view_->find(key);
    if (!node) return std::nullopt;
    std::vector<std::string> out;
    if (node->is_string()) {
        out.push_back(node->as_string()->get());
        return out;
    }
    if (!node->is_array()) fail(key, "is " + std::string(type_name(*node)) + ", not a list of texts");
    for (const toml::node& item : *node->as_array()) {
        if (!item.is_string()) fail(key, "holds " + std::string(type_name(item)), "each item is a text in quotes");
        out.push_back(item.as_string()->get());
    }
    return out;
}

std::optional<TomlTable> TomlTable::table(std::string_view key) const {
    const toml::node* node = view_->find(key);
    if (!node) return std::nullopt;
    if (!node->is_table())
        fail(key, "is " + std::string(type_name(*node)) + ", not a table", "write [" + std::string(key) + "]");
    auto view = std::make_shared<View>();
    view->document = view_->document;
    view->table = node->as_table();
    view->file = view_->file;
    return TomlTable(std::move(view));
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
    std::vector<TomlTable> out;
    const toml::node* node = view_->find(key);
    if (!node) return out;
    const toml::array* array = node->as_array();
    if (!array) fail(key, "is " + std::string(type_name(*node)), "write [[" + std::string(key) + "]]");
    for (const toml::node& item : *array) {
        if (!item.is_table()) fail(key, "holds " + std::string(type_name(item)), "write [[" + std::string(key) + "]]");
        auto view = std::make_shared<View>();
        view->document = view_->document;
        view->table = item.as_table();
        view->file = view_->file;
        out.push_back(TomlTable(std::move(view)));
    }
    return out;
}

std::vector<std::string> TomlTable::keys() const {
    std::vector<std::pair<std::size_t, std::string>> found;
    for (const auto& [key, node] : *view_->table) {
        const auto begin = key.source().begin;
        found.emplace_back(begin.line * 100'000ULL + begin.column, std::string(key.str()));
    }
    std::sort(found.begin(), found.end());
    std::vector<std::string> out;
    for (auto& [at, key] : found) out.push_back(std::move(key));
    return out;
}

void TomlTable::finish() const {
    const std::vector<std::string> known(view_->asked.begin(), view_->asked.end());
    for (const std::string& key : keys()) {
        if (view_->asked.count(key)) continue;
        const auto meant = near_miss(key, known);
        std::string remedy = meant ? "did you mean '" + *meant + "'?" : "";
        if (!meant) {
            remedy = "known here:";
            for (const std::string& name : known) remedy += " " + name;
        }
        throw detector::DataError(view_->file, line_of(key), "unknown key '" + key + "'", remedy);
    }
}

std::size_t TomlTable::line() const { return view_->table->source().begin.line; }

std::size_t TomlTable::line_of(std::string_view key) const {
    const toml::node* node = view_->table->get(key);
    return node ? node->source().begin.line : line();
}

const std::string& TomlTable::file() const { return view_->file; }

void TomlTable::fail(std::string_view key, const std::string& problem, const std::string& remedy) const {
    throw detector::DataError(view_->file, line_of(key), "'" + std::string(key) + "' " + problem, remedy);
}

}  // namespace crawler
