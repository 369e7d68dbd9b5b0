// Counts over what a filter selects: from the tallies the casebook keeps where they answer, else by counting. Internal
// to casebook/.
#pragma once

#include <cstdint>

#include "casebook/desk_reader.h"
#include "casebook/sql.h"

namespace casebook {

// Counting stops at `most`.
std::int64_t count_of(Database& database, const Filter& filter, std::int64_t most = INT64_MAX);
Summary summary_of(Database& database, const Filter& filter);
std::vector<LocationCount> locations_of(Database& database, const Filter& filter);

// How often what raised the selected flags was right, of those that were decided; most false alarms first.
enum class Precise : std::uint8_t { rules, words };
constexpr std::size_t most_precisions = 200;
std::vector<Precision> precision_of(Database& database, const Filter& filter, Precise what);

}  // namespace casebook
