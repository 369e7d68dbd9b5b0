// The sources of crawl.toml as the crawl engine wants them: a crawler::Source behind the engine's seam, with its search
// words drawn, its profile loaded and its address files read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crawler/sources/source.h"
#include "detector/lexicon.h"
#include "tools/crawl_source.h"

namespace tools {

class ConfiguredSource final : public CrawlSource {
  public:
    explicit ConfiguredSource(std::unique_ptr<crawler::Source> source) : source_(std::move(source)) {}

    const std::string& name() const override { return source_->config().name; }
    const crawler::SourceConfig& config() const { return source_->config(); }
    crawler::SourceBudget budget() const override;
    std::vector<FoundLink> seeds() const override;
    crawler::FetchRequest request(const std::string& url, const crawler::Placement& placement,
                                  const std::string& context) const override;
    Reading read(const crawler::FetchResult& result, const crawler::Placement& placement,
                 const std::string& context) const override;
    bool in_scope(const std::string& url) const override;

  private:
    std::unique_ptr<crawler::Source> source_;
};

// Ready to crawl. Throws detector::DataError when its profile or a file of addresses cannot be read, or when its term
// sets draw nothing.
std::unique_ptr<ConfiguredSource> configured_source(const crawler::SourceConfig& source,
                                                    const crawler::CrawlConfig& config,
                                                    const detector::Lexicon& lexicon);

}  // namespace tools
