// What a rescan tells people of: flags that came, went or became others. One line each, for standard output.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "casebook/records.h"

namespace tools {

struct RescanChanges {
    std::string lines;
    std::size_t flagged = 0, cleared = 0, changed = 0;

    // Nothing is noted where nothing changed that a person would act on. `remark` follows the address.
    void note(const casebook::Judgement& before, const casebook::Judgement& after, std::string_view title,
              std::string_view url, std::string_view remark = {});
    // Counts only: lines are printed as they come.
    void count(const RescanChanges& other);
};

}  // namespace tools
