#include "tools/data_folders.h"

#include <cstdlib>
#include <fstream>
#include <string>
#include <system_error>
#include <vector>

#include "detector/error.h"

namespace tools {

namespace fs = std::filesystem;

namespace {

constexpr const char* names_of_sets = "in_use.txt";

}  // namespace

fs::path data_folder() {
    std::vector<fs::path> candidates;
    if (const char* named = std::getenv("CITESWATCH_DATA"); named && *named) {
        candidates = {named};  // named by hand: no silent fallback
    } else {
        std::error_code ignored;
        const fs::path self = fs::read_symlink("/proc/self/exe", ignored);
        if (!self.empty()) candidates.push_back(self.parent_path().parent_path() / "share" / "citeswatch");
#ifdef CITESWATCH_SOURCE_DIR
        candidates.emplace_back(CITESWATCH_SOURCE_DIR);
#endif
    }
    std::string tried;
    for (const fs::path& folder : candidates) {
        std::error_code ignored;
        if (fs::is_directory(folder / "species_lists", ignored)) return folder;
        tried += (tried.empty() ? "" : ", ") + folder.string();
    }
    throw detector::DataError(tried, 0, "no species_lists folder there",
                              "set CITESWATCH_DATA to the folder that holds species_lists and config");
}

fs::path cache_folder() {
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache) return fs::path(cache) / "citeswatch";
    if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".cache" / "citeswatch";
    return {};
}

fs::path lists_folder() {
    if (const char* data = std::getenv("XDG_DATA_HOME"); data && *data) return fs::path(data) / "citeswatch" / "lists";
    if (const char* home = std::getenv("HOME"); home && *home) return fs::path(home) / ".local/share/citeswatch/lists";
    return {};
}

std::vector<fs::path> sets_in_use() {
    std::vector<fs::path> sets;
    const fs::path folder = lists_folder();
    if (folder.empty()) return sets;
    std::ifstream stream(folder / names_of_sets);
    std::size_t line = 0;
    for (std::string name; std::getline(stream, name);) {
        ++line;
        if (name.empty() || name.starts_with('#')) continue;
        std::error_code error;
        if (!fs::is_directory(folder / name, error))
            throw detector::DataError((folder / names_of_sets).string(), line, "names '" + name + "', which is gone",
                                      "`citeswatch lists use` with the sets you have, or `lists use --none`");
        sets.push_back(folder / name);
    }
    return sets;
}

std::vector<fs::path> list_folders(const std::vector<fs::path>& extra) {
    std::vector<fs::path> folders{data_folder() / "species_lists"};
    for (fs::path& set : sets_in_use()) folders.push_back(std::move(set));
    for (const fs::path& folder : extra) {
        std::error_code error;
        if (!fs::is_directory(folder, error))
            throw detector::DataError(folder.string(), 0, "is not a folder", "--lists takes a folder of list files");
        folders.push_back(folder);
    }
    return folders;
}

void use_sets(const std::vector<std::string>& names) {
    const fs::path folder = lists_folder();
    if (folder.empty())
        throw detector::DataError("lists use", 0, "neither XDG_DATA_HOME nor HOME is set", "name sets with --lists");
    for (const std::string& name : names)
        if (name.find('/') != std::string::npos || !fs::exists(folder / name / "set.tsv"))
            throw detector::DataError(folder.string(), 0, "holds no list set '" + name + "'",
                                      "`citeswatch lists import` makes one; `lists stats` shows those there are");
    fs::create_directories(folder);
    const fs::path file = folder / names_of_sets, draft = folder / "in_use.draft";
    {
        std::ofstream stream(draft);
        stream << "# List sets in use, laid over the shipped lists in this order. Written by `citeswatch lists use`.\n";
        for (const std::string& name : names) stream << name << '\n';
        if (!stream.flush())
            throw detector::DataError(draft.string(), 0, "cannot be written", "check the space and the permissions");
    }
    fs::rename(draft, file);
}

}  // namespace tools
