// Rows of equal columns, each value a number that stands for its text. Internal to casebook/; one thread at a time may
// change them, any number read.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace casebook {

// Columns named "..._set" hold several values in one text, parted by `between`.
enum class Column : std::uint8_t {
    level,
    status,
    appendix,
    source,
    language,
    seller,
    assignee,
    day,         // of first sight: "2026-03-01"
    place,       // location, `between`, host of the address
    taxon_set,   // "12 Loxodonta africana"
    regime_set,  // "EU", `within`, "A"
    rule_set,    // of its reasons; a rule whose points speak against the flag ends with `within`
    word_set,    // that name a taxon: entry, `within`, "kind, language"
};
constexpr std::size_t column_count = 13;
constexpr char between = '\x1F', within = '\x1E';

// Calls `visit` with each value of a set; an empty text is an empty set.
void each_of(std::string_view set, const std::function<void(std::string_view)>& visit);

class FlagColumns {
  public:
    using RowNumber = std::uint32_t;
    using Rows = std::vector<RowNumber>;

    struct Row {
        std::int64_t id = 0, first_seen_ms = 0;
        int score = 0;
        std::array<std::string, column_count> values;
        std::vector<std::int64_t> versions;  // all the advert has had
    };
    void put(const Row& row);  // in place of an earlier one of the same id
    void settle();             // after the last put()
    bool holds(std::int64_t id) const { return row_of_.contains(id); }

    // A condition on a column's text, asked once for each text there is.
    struct Condition {
        Column column{};
        std::function<bool(const std::string&)> passes;
    };
    Rows select(const std::vector<Condition>& conditions) const;
    Rows narrow(Rows rows, const std::vector<Condition>& conditions) const;
    // The same among the adverts of these versions, which are in order.
    Rows select(const std::vector<Condition>& conditions, const std::vector<std::int64_t>& versions) const;

    // How many of the rows have each text of the column; texts that none has are left out.
    std::vector<std::pair<std::string_view, std::int64_t>> tally(const Rows& rows, Column column) const;

    std::int64_t id(RowNumber row) const { return ids_[row]; }
    std::int64_t first_seen_ms(RowNumber row) const { return first_seen_[row]; }
    int score(RowNumber row) const { return scores_[row]; }

  private:
    using Code = std::uint32_t;
    struct Texts {
        std::vector<std::string> of_code;
        std::unordered_map<std::string, Code> codes;
    };
    std::vector<std::pair<const Code*, std::vector<char>>> asked(const std::vector<Condition>& conditions) const;

    std::vector<std::int64_t> ids_, first_seen_;
    std::vector<int> scores_;
    std::array<std::vector<Code>, column_count> codes_;
    std::array<Texts, column_count> texts_;
    std::unordered_map<std::int64_t, RowNumber> row_of_;
    std::vector<std::pair<std::int64_t, RowNumber>> versions_;  // in order after settle()
    std::size_t settled_ = 0;
};

}  // namespace casebook
