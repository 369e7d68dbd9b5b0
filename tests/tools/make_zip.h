// Zip archives for tests, with whatever names the entries are to have.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace tests {

void make_zip(const std::filesystem::path& path, const std::vector<std::pair<std::string, std::string>>& entries);

}  // namespace tests
