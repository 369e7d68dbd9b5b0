#include "tools/configured_source.h"

#include <fstream>
#include <utility>

#include "crawler/extract/page.h"
#include "crawler/extract/profile.h"
#include "crawler/sources/terms.h"
#include "detector/error.h"

namespace tools {
namespace {

// One address a line, '#' begins a comment line.
std::vector<std::string> addresses_of(const std::string& file, const crawler::SourceConfig& source) {
    std::ifstream stream(file);
    if (!stream)
        throw detector::DataError(source.file, source.line, file + " cannot be read", "check the path in 'file'");
    std::vector<std::string> out;
    for (std::string line; std::getline(stream, line);) {
        const std::size_t begin = line.find_first_not_of(" \t\r\xEF\xBB\xBF");
        if (begin == std::string::npos || line[begin] == '#') continue;
        out.push_back(line.substr(begin, line.find_last_not_of(" \t\r") - begin + 1));
    }
    return out;
}

}  // namespace

std::unique_ptr<crawler::Source> configured_source(const crawler::SourceConfig& source,
                                                   const crawler::CrawlConfig& config, const detector::Lexicon& lexicon,
                                                   crawler::Screen screen) {
    crawler::SourceParts parts;
    parts.read_page = [screen = std::move(screen)](const crawler::PageInput& input) {
        return crawler::read_page(input, screen);
    };
    if (!source.profile.empty()) parts.profile = crawler::read_profile(source.profile);
    parts.terms = crawler::search_terms(source, config, lexicon);
    if (parts.terms.empty() && !source.term_sets.empty())
        throw detector::DataError(source.file, source.line, "the term sets of '" + source.name + "' draw no word",
                                  "widen their appendices, groups, taxa or languages");
    for (const std::string& file : source.url_files)
        for (std::string& address : addresses_of(file, source)) parts.addresses.push_back(std::move(address));
    return make_source(source, std::move(parts));
}

}  // namespace tools
