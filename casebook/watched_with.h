// Which watch lists judged the adverts of a casebook. Kept so that whoever judges them again uses the same lists
// without being told: else every flag that rests on a watched word would be cleared by forgetting an option.
//
// A crawl's choice replaces that of earlier crawls, as its configuration may have dropped a list. A scan adds to what
// there is: it brings adverts of its own and says nothing of the others. A rescan that was told what to watch with
// settles it for the whole casebook, until the next crawl.
//
// Each call is one short transaction on a connection of its own, also beside a crawl. Throws StoreError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace casebook {

struct WatchedWith {
    std::string file;                  // absolute path
    std::string sha256;                // of the file as it was then
    std::vector<std::string> sources;  // for the adverts of these; empty: for all

    friend bool operator==(const WatchedWith&, const WatchedWith&) = default;
};

enum class ChosenBy : std::uint8_t { crawl, scan, rescan };

void remember_watch_lists(const std::filesystem::path& casebook, ChosenBy who, std::span<const WatchedWith> lists);

// In order of path, each file once: for all sources where anybody chose it so.
std::vector<WatchedWith> watch_lists_of(const std::filesystem::path& casebook);

}  // namespace casebook
