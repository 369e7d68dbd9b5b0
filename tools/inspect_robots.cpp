#include "tools/inspect_robots.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>

#include "crawler/robots.h"
#include "crawler/url.h"
#include "detector/error.h"

namespace tools {
namespace {

std::optional<std::string> bytes_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(file)) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(stream), {});
}

// What the crawler would ask for: the parsed URL's path, or the text's own where it is beyond what the crawler visits.
std::string path_of(const std::string& url) {
    const auto parsed = crawler::Url::parse(url);
    return parsed ? std::string(parsed->path_and_query()) : crawler::robots_path(url);
}

int explain(const InspectRobotsOptions& options) {
    std::string bytes;
    if (!options.robots.empty()) {
        auto read = bytes_of(options.robots);
        if (!read) throw detector::DataError(options.robots.string(), 0, "cannot be read", "check the path");
        bytes = std::move(*read);
    }
    const crawler::Robots robots = crawler::Robots::parse(bytes, options.agent);
    const std::string path = path_of(options.url);
    const auto decision = robots.decide(path);
    fmt::print("{} {}\n", decision.allowed ? "allow" : "disallow", options.url);
    fmt::print("  path    {}\n", path);
    const std::string token(crawler::product_token(options.agent));
    switch (robots.group()) {
        case crawler::Robots::Group::named:
            fmt::print("  group   of {}\n", token);
            break;
        case crawler::Robots::Group::everyone:
            fmt::print("  group   of * (none names {})\n", token.empty() ? "the agent" : token);
            break;
        case crawler::Robots::Group::none:
            fmt::print("  group   none applies: all is allowed\n");
            break;
    }
    if (decision.rule)
        fmt::print("  rule    line {}: {}: {}\n", decision.rule->line, decision.rule->allow ? "Allow" : "Disallow",
                   decision.rule->pattern);
    else if (robots.group() != crawler::Robots::Group::none)
        fmt::print("  rule    none of {} matches: allowed\n", robots.rules().size());
    if (const auto delay = robots.crawl_delay())
        fmt::print("  delay   {} s between requests\n", static_cast<double>(delay->count()) / 1000);
    for (const std::string& sitemap : robots.sitemaps()) fmt::print("  sitemap {}\n", sitemap);
    return 0;
}

int answer_all(const InspectRobotsOptions& options) {
    std::ifstream file;
    const bool from_stdin = options.batch == "-";
    if (!from_stdin) {
        file.open(options.batch, std::ios::binary);
        if (!file)
            throw detector::DataError(options.batch.string(), 0, "cannot be read", "a TSV of robots file, agent, URL");
    }
    std::istream& lines = from_stdin ? std::cin : file;
    std::map<std::pair<std::string, std::string>, std::optional<crawler::Robots>> known;  // by file and agent
    int code = 0;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        const std::size_t first = line.find('\t');
        const std::size_t second = first == std::string::npos ? first : line.find('\t', first + 1);
        auto fail = [&](const std::string& problem) {
            std::fputs("error\n", stdout);
            fmt::print(stderr, "{}:{}: {}\n", options.batch.string(), number, problem);
            code = 1;
        };
        if (second == std::string::npos) {
            fail("not three columns (robots file, agent, URL)");
            continue;
        }
        const std::string name = line.substr(0, first), agent = line.substr(first + 1, second - first - 1);
        if (known.size() > 4096) known.clear();
        auto [at, is_new] = known.try_emplace({name, agent});
        if (is_new) {
            auto bytes = name.empty() ? std::optional<std::string>("") : bytes_of(name);
            if (!bytes && !from_stdin) bytes = bytes_of(options.batch.parent_path() / name);
            if (bytes) at->second = crawler::Robots::parse(*bytes, agent);
        }
        if (!at->second) {
            fail(name + " cannot be read");
            continue;
        }
        std::fputs(at->second->allows(path_of(line.substr(second + 1))) ? "allow\n" : "disallow\n", stdout);
    }
    return code;
}

}  // namespace

int run(const InspectRobotsOptions& options, Console&) {
    return options.batch.empty() ? explain(options) : answer_all(options);
}

}  // namespace tools
