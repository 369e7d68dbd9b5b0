// The adverts a decision on many would touch, as they stood when it was looked at.
#pragma once

#include <string>
#include <vector>

#include "casebook/desk.h"
#include "tools/review/visit.h"

namespace tools::review {

inline constexpr std::size_t most_in_bulk = 10'000;

struct BulkSelection {
    Search search;
    std::vector<casebook::ListingId> picks;  // empty: all that the search selects
    std::vector<casebook::Seen> seen;
    std::string digest;  // changes with any of them
    bool more = false;   // than most_in_bulk
};

// Adverts ticked in a list: its boxes are named "pick".
std::vector<casebook::ListingId> picked(const HttpRequest& request);
BulkSelection select_for_bulk(const Visit& visit, const Search& search, std::vector<casebook::ListingId> picks);
// On to the queue, which says what was done and offers to take it back.
HttpResponse bulk_done(const casebook::Decided& decided, const std::string& query);

}  // namespace tools::review
