// The rows of a listing table as items to judge.
#pragma once

#include <filesystem>
#include <string>

#include "tools/console.h"
#include "tools/listing_table.h"
#include "tools/scan_item.h"

namespace tools {

class TableInput : public OpenInput {
  public:
    // Throws detector::DataError where the file cannot be a listing table, std::system_error where it cannot be read.
    TableInput(const std::filesystem::path& path, TableFormat format, Skip skip, Console& console);

    bool next(std::vector<ScanItem>& batch) override;
    std::uint64_t bytes_read() const override { return table_.bytes_read(); }

  private:
    const std::string name_;
    ListingTable table_;
    const Skip skip_;
    Console& console_;
};

}  // namespace tools
