// Counts as inline SVG: no scripts, no fonts, colours from the page's own variables, so that light, dark and print all
// work. Each chart carries its figures as text, for readers of any kind. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"
#include "tools/message_catalogue.h"

namespace tools::report {

struct Bar {
    std::string label;
    std::int64_t count = 0;
    std::string tone = {};  // CSS class of the bar: "level-high", "appendix-I"; empty: the page's accent
    bool apart = false;     // a figure beside the scale, without a bar
};

// The largest counts as bars, the rest and those without a name apart. `tone` and `names`: prefixes of the bars' CSS
// class and of their words in the catalogue; without `names` the counts' own.
std::vector<Bar> bars_of(const std::vector<casebook::Count>& counts, const MessageCatalogue& words,
                         const std::string& tone = {}, const std::string& names = {});

// Horizontal bars with label and count, one under the other.
std::string bar_chart(std::string_view title, const std::vector<Bar>& bars, const MessageCatalogue& words);

// Columns over time; `columns` in order. Gaps are real: see over_time().
std::string column_chart(std::string_view title, const std::vector<Bar>& columns, const MessageCatalogue& words);

enum class Step : std::uint8_t { day, week, month };

struct Timeline {
    Step step = Step::day;
    std::vector<Bar> columns;  // from the first to the last, those without any count included
};

// Days ("2026-03-01") put into at most ~60 columns of one length.
Timeline over_time(const std::vector<casebook::Count>& days);

}  // namespace tools::report
