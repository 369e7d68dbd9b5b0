#include "tools/data_folders.h"

#include <cstdlib>
#include <string>
#include <system_error>
#include <vector>

#include "detector/error.h"

namespace tools {

namespace fs = std::filesystem;

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

}  // namespace tools
