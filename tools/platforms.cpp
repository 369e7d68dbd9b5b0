#include "tools/platforms.h"

#include <algorithm>

#include "crawler/toml.h"
#include "detector/error.h"

namespace tools {

namespace fs = std::filesystem;

std::vector<Platform> read_platforms(const fs::path& file) {
    std::vector<Platform> platforms;
    const crawler::TomlTable root = crawler::TomlTable::read(file);
    for (const std::string& key : root.keys()) {
        const auto table = root.table(key);
        if (!table) root.fail(key, "is no table", "write [" + key + "] and its name, match and language below");
        Platform& platform = platforms.emplace_back();
        platform.key = key;
        platform.name = table->text("name").value_or(key);
        platform.match = table->texts("match").value_or(std::vector<std::string>{});
        if (platform.match.empty())
            table->fail("match", "is missing", "hosts and names of sources that are this platform");
        platform.language = table->text("language").value_or("");
        if (!platform.language.empty() && platform.language != "en" && platform.language != "fr" &&
            platform.language != "es")
            table->fail("language", "is '" + platform.language + "'", "notices are written in en, fr or es");
        table->finish();
    }
    root.finish();
    return platforms;
}

Platform platform_of(const std::string& key, const fs::path& file, const fs::path& casebook,
                     const std::vector<std::string>& sources) {
    const fs::path beside = casebook.parent_path() / "platforms.toml";
    const fs::path used = !file.empty() ? file : fs::exists(beside) ? beside : fs::path{};
    std::vector<std::string> known = sources;
    if (!used.empty())
        for (Platform& platform : read_platforms(used)) {
            if (platform.key == key) return std::move(platform);
            known.push_back(platform.key);
        }
    const bool is_source = std::find(sources.begin(), sources.end(), key) != sources.end();
    if (!is_source && key.find('.') == std::string::npos) {
        const auto meant = crawler::near_miss(key, known);
        std::string names;
        for (const std::string& name : known) names += (names.empty() ? "" : ", ") + name;
        throw detector::DataError("--referral " + key, 0,
                                  "is no source of this casebook, no host and no known platform",
                                  meant           ? "did you mean " + *meant + "?"
                                  : names.empty() ? "the casebook has no sources"
                                                  : "known: " + names);
    }
    return {.key = key, .name = key, .match = {key}, .language = {}};
}

}  // namespace tools
