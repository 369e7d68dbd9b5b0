// An advert as the cells of a table: what CSV and XLSX share.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/reader.h"

namespace tools::report {

struct Column {
    std::string_view name;  // stable: scripts read it
    double width;           // in characters, for spreadsheets
    bool is_number = false;
};

std::vector<Column> columns();
// As many cells as columns(), in their order.
// `group`: of linked adverts, 0 for none.
std::vector<std::string> cells(const casebook::StoredListing& stored, std::size_t group);

}  // namespace tools::report
