// A person's decisions, made as the desk makes them: on the adverts as they stand.
#pragma once

#include <filesystem>
#include <vector>

#include "casebook/desk.h"
#include "casebook/desk_reader.h"

namespace samples {

inline void decide(const std::filesystem::path& file, const std::vector<std::int64_t>& numbers,
                   const casebook::Decision& decision, casebook::Milliseconds now) {
    std::vector<casebook::ListingId> ids;
    for (const std::int64_t number : numbers) ids.push_back(casebook::ListingId{number});
    const std::vector<casebook::Seen> seen = casebook::DeskReader(file).seen(ids);
    casebook::Desk(file).decide(seen, decision, now);
}

}  // namespace samples
