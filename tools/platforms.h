// The platforms that notices go to: platforms.toml, one table a platform.
//
//   [etsy]
//   name = "Etsy, Inc., Legal Response"         # the addressee, as printed
//   match = ["etsy.com", "etsy-search"]         # hosts (with those below them) and names of sources
//   language = "en"                             # of the notice: en, fr or es
//
// Throws detector::DataError with file:line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace tools {

struct Platform {
    std::string key;  // what --referral names, and what the casebook remembers
    std::string name;
    std::vector<std::string> match;
    std::string language;  // empty: the command line's
};

std::vector<Platform> read_platforms(const std::filesystem::path& file);

// The platform called `key`: one of the file's (`file` empty: platforms.toml beside the casebook, where there is one),
// else `key` itself as a source's name or a host. One that is neither among `sources` nor looks like a host is a
// DataError that names the near one.
Platform platform_of(const std::string& key, const std::filesystem::path& file, const std::filesystem::path& casebook,
                     const std::vector<std::string>& sources);

}  // namespace tools
