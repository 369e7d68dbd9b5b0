#include "tools/watch_memory.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <string>

#include "detector/digest.h"
#include "detector/error.h"

namespace tools {

namespace fs = std::filesystem;

namespace {

std::string digest_of(const fs::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    return detector::to_hex(detector::sha256(bytes));
}

}  // namespace

void remember_watch_lists(const fs::path& casebook, casebook::ChosenBy who, const Judge& judge) {
    std::vector<casebook::WatchedWith> lists;
    for (const WatchChoice& choice : judge.watch())
        lists.push_back(
            {fs::absolute(choice.file).lexically_normal().string(), digest_of(choice.file), choice.sources});
    casebook::remember_watch_lists(casebook, who, lists);
}

std::vector<WatchChoice> remembered_watch_lists(const fs::path& casebook, Console& console) {
    std::vector<WatchChoice> watch;
    for (const casebook::WatchedWith& list : casebook::watch_lists_of(casebook)) {
        if (!fs::exists(list.file))
            throw detector::DataError(list.file, 0, "this watch list judged the casebook's adverts, and is gone",
                                      "say where it is now with --watch FILE (once for each list), or judge without "
                                      "any: --no-watch");
        console.note(
            fmt::format("watching with {}{}", list.file,
                        digest_of(list.file) == list.sha256 ? "" : ", which has changed since it last judged"));
        watch.push_back({list.file, list.sources});
    }
    return watch;
}

}  // namespace tools
