#include "casebook/flag_columns.h"

#include <algorithm>
#include <numeric>

namespace casebook {

void each_of(std::string_view set, const std::function<void(std::string_view)>& visit) {
    while (!set.empty()) {
        const std::size_t end = std::min(set.find(between), set.size());
        visit(set.substr(0, end));
        set.remove_prefix(std::min(end + 1, set.size()));
    }
}

void FlagColumns::put(const Row& row) {
    const auto [at, is_new] = row_of_.try_emplace(row.id, static_cast<RowNumber>(ids_.size()));
    if (is_new) {
        ids_.push_back(row.id);
        first_seen_.push_back(0);
        scores_.push_back(0);
        for (std::vector<Code>& column : codes_) column.push_back(0);
    }
    const RowNumber number = at->second;
    first_seen_[number] = row.first_seen_ms;
    scores_[number] = row.score;
    for (std::size_t column = 0; column < column_count; ++column) {
        Texts& texts = texts_[column];
        const auto [code, first] = texts.codes.try_emplace(row.values[column], static_cast<Code>(texts.of_code.size()));
        if (first) texts.of_code.push_back(row.values[column]);
        codes_[column][number] = code->second;
    }
    for (const std::int64_t version : row.versions) versions_.emplace_back(version, number);
}

void FlagColumns::settle() {
    if (settled_ == versions_.size()) return;
    const auto middle = versions_.begin() + static_cast<std::ptrdiff_t>(settled_);
    std::sort(middle, versions_.end());
    std::inplace_merge(versions_.begin(), middle, versions_.end());
    versions_.erase(std::unique(versions_.begin(), versions_.end()), versions_.end());
    settled_ = versions_.size();
}

std::vector<std::pair<const FlagColumns::Code*, std::vector<char>>> FlagColumns::asked(
    const std::vector<Condition>& conditions) const {
    std::vector<std::pair<const Code*, std::vector<char>>> all;
    for (const Condition& condition : conditions) {
        const auto column = static_cast<std::size_t>(condition.column);
        const std::vector<std::string>& texts = texts_[column].of_code;
        std::vector<char> passes(texts.size());
        std::transform(texts.begin(), texts.end(), passes.begin(), condition.passes);
        all.emplace_back(codes_[column].data(), std::move(passes));
    }
    return all;
}

FlagColumns::Rows FlagColumns::select(const std::vector<Condition>& conditions) const {
    Rows rows(ids_.size());
    std::iota(rows.begin(), rows.end(), RowNumber{0});
    return narrow(std::move(rows), conditions);
}

FlagColumns::Rows FlagColumns::narrow(Rows rows, const std::vector<Condition>& conditions) const {
    for (const auto& [codes, passes] : asked(conditions))
        std::erase_if(rows, [codes = codes, &passes = passes](RowNumber row) { return !passes[codes[row]]; });
    return rows;
}

FlagColumns::Rows FlagColumns::select(const std::vector<Condition>& conditions,
                                      const std::vector<std::int64_t>& versions) const {
    Rows rows;
    auto at = versions_.begin();
    for (const std::int64_t version : versions) {
        while (at != versions_.end() && at->first < version) ++at;
        if (at == versions_.end()) break;
        if (at->first == version) rows.push_back(at->second);
    }
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return narrow(std::move(rows), conditions);
}

std::vector<std::pair<std::string_view, std::int64_t>> FlagColumns::tally(const Rows& rows, Column column) const {
    const auto number = static_cast<std::size_t>(column);
    const std::vector<std::string>& texts = texts_[number].of_code;
    std::vector<std::int64_t> counts(texts.size());
    for (const RowNumber row : rows) ++counts[codes_[number][row]];
    std::vector<std::pair<std::string_view, std::int64_t>> found;
    for (std::size_t code = 0; code < counts.size(); ++code)
        if (counts[code]) found.emplace_back(texts[code], counts[code]);
    return found;
}

}  // namespace casebook
