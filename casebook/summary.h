// Counts over what a filter selects: from the tallies the casebook keeps where they answer, else by counting. Internal
// to casebook/.
#pragma once

#include <cstdint>

#include "casebook/reader.h"
#include "casebook/sql.h"

namespace casebook {

// Counting stops at `most`.
std::int64_t count_of(Database& database, const Filter& filter, std::int64_t most = INT64_MAX);
Summary summary_of(Database& database, const Filter& filter);

}  // namespace casebook
