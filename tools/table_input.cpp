#include "tools/table_input.h"

#include <fmt/format.h>

#include <utility>

namespace tools {

TableInput::TableInput(const std::filesystem::path& path, TableFormat format, Skip skip, Console& console)
    : name_(path == "-" ? "standard input" : path.string()),
      table_(path, format),
      skip_(std::move(skip)),
      console_(console) {}

bool TableInput::next(std::vector<ScanItem>& batch) {
    auto row = table_.next();
    if (!row) {
        if (!table_.ignored_columns().empty())
            console_.note(fmt::format("{}: columns not used: {}", name_, fmt::join(table_.ignored_columns(), ", ")));
        return false;
    }
    if (const auto* error = std::get_if<RowError>(&*row)) {
        skip_(fmt::format("{}:{}: {}; skipped", name_, error->line, error->problem));
        return true;
    }
    TableRow& good = std::get<TableRow>(*row);
    ScanItem item;
    item.where = fmt::format("{}:{}", name_, good.line);
    item.listing = std::move(good.listing);
    if (item.listing.source.empty()) item.listing.source = name_;
    batch.push_back(std::move(item));
    return true;
}

}  // namespace tools
