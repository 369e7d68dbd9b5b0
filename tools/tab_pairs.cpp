#include "tools/tab_pairs.h"

#include <fstream>
#include <set>

#include "detector/error.h"

namespace tools {

std::vector<TabPair> read_tab_pairs(const std::filesystem::path& file, const std::string& remedy) {
    std::ifstream in(file);
    if (!in) throw detector::DataError(file.string(), 0, "cannot be read", remedy);
    std::vector<TabPair> pairs;
    std::set<std::string> known;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.empty() || line[0] == '#') continue;
        const std::size_t tab = line.find('\t');
        if (tab == std::string::npos || tab == 0 || tab + 1 == line.size())
            throw detector::DataError(file.string(), number, "no key, tab and text");
        TabPair pair{line.substr(0, tab), line.substr(tab + 1), number};
        if (!known.insert(pair.key).second)
            throw detector::DataError(file.string(), number, "'" + pair.key + "' stands here twice");
        pairs.push_back(std::move(pair));
    }
    return pairs;
}

}  // namespace tools
