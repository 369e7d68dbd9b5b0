#include "tools/configured_source.h"

#include <fstream>
#include <utility>

#include "crawler/extract/page.h"
#include "crawler/extract/profile.h"
#include "crawler/sources/terms.h"
#include "detector/error.h"

namespace tools {
namespace {

FoundLink link_of(crawler::Lead lead) {
    FoundLink link{std::move(lead.url), {}, std::move(lead.context)};
    link.placement.kind = static_cast<std::uint8_t>(lead.kind);
    link.placement.depth = lead.depth;
    link.placement.priority = lead.priority;
    return link;
}

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

crawler::SourceBudget ConfiguredSource::budget() const {
    const crawler::SourceConfig& source = config();
    return {source.max_pages, source.max_depth, source.delay, source.obey_robots};
}

std::vector<FoundLink> ConfiguredSource::seeds() const {
    std::vector<FoundLink> out;
    for (crawler::Lead& lead : source_->seeds()) out.push_back(link_of(std::move(lead)));
    return out;
}

crawler::FetchRequest ConfiguredSource::request(const std::string& url, const crawler::Placement& placement,
                                                const std::string& context) const {
    return source_->request(url, static_cast<crawler::LeadKind>(placement.kind), context);
}

Reading ConfiguredSource::read(const crawler::FetchResult& result, const crawler::Placement& placement,
                               const std::string& context) const {
    crawler::Reading got =
        source_->read({result, static_cast<crawler::LeadKind>(placement.kind), placement.depth, context});
    Reading reading;
    reading.listings = std::move(got.listings);
    for (crawler::Lead& lead : got.leads) reading.links.push_back(link_of(std::move(lead)));
    reading.note = std::move(got.note);
    reading.is_listing = got.is_listing;
    return reading;
}

bool ConfiguredSource::in_scope(const std::string& url) const {
    const auto parsed = crawler::Url::parse(url);
    return parsed && source_->in_scope(*parsed);
}

std::unique_ptr<ConfiguredSource> configured_source(const crawler::SourceConfig& source,
                                                    const crawler::CrawlConfig& config,
                                                    const detector::Lexicon& lexicon) {
    crawler::SourceParts parts;
    parts.read_page = crawler::read_page;
    if (!source.profile.empty()) parts.profile = crawler::read_profile(source.profile);
    parts.terms = crawler::search_terms(source, config, lexicon);
    if (parts.terms.empty() && !source.term_sets.empty())
        throw detector::DataError(source.file, source.line, "the term sets of '" + source.name + "' draw no word",
                                  "widen their appendices, groups, taxa or languages");
    for (const std::string& file : source.url_files)
        for (std::string& address : addresses_of(file, source)) parts.addresses.push_back(std::move(address));
    return std::make_unique<ConfiguredSource>(crawler::make_source(source, std::move(parts)));
}

}  // namespace tools
