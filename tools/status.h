// `citeswatch status`: how far the crawls of a casebook are, what is due, which hosts are left alone, why and until
// when.
//
// Reads the casebook only, so it works beside a crawl under way, on what that has committed. With a configuration it
// also tells when each source is due.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "tools/console.h"

namespace tools {

enum class StatusFormat : std::uint8_t { table, json };

struct StatusOptions {
    std::filesystem::path casebook;  // empty: as configured, else citeswatch.db
    std::filesystem::path config;    // empty: crawl.toml or config/crawl.toml where there is one
    StatusFormat format = StatusFormat::table;
    std::size_t hosts = 20;  // that wait, shown at most; 0: all
};

// Exit code 0. Throws StoreError, detector::DataError.
int run(const StatusOptions& options, Console& console);

}  // namespace tools
