// Files of pairs: two texts with a tab between, a line each; lines that are empty or begin with # say nothing.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

namespace tools {

struct TabPair {
    std::string key, text;
    std::size_t line = 0;  // in the file, from 1
};

// In the order of the file. Throws detector::DataError: a file that cannot be read (`remedy` says what it should be), a
// line without a key, a tab and a text, a key that stands twice.
std::vector<TabPair> read_tab_pairs(const std::filesystem::path& file, const std::string& remedy);

}  // namespace tools
