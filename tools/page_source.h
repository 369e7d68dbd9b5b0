// A marketplace read as pages: links are followed within the site, adverts are read out of what comes.
#pragma once

#include <string>

#include "tools/crawl_source.h"

namespace tools {

struct PageSourceOptions {
    std::string name;
    std::string url;  // where to begin; its host is the scope
    crawler::SourceBudget budget;
    bool allow_private = false;
};

class PageSource final : public CrawlSource {
  public:
    // Throws detector::DataError when `url` is none.
    explicit PageSource(PageSourceOptions options);

    const std::string& name() const override { return options_.name; }
    crawler::SourceBudget budget() const override { return options_.budget; }
    std::vector<FoundLink> seeds() const override;
    crawler::FetchRequest request(const std::string& url, const crawler::Placement& placement,
                                  const std::string& context) const override;
    Reading read(const crawler::FetchResult& result, const crawler::Placement& placement,
                 const std::string& context) const override;
    bool in_scope(const std::string& url) const override;

  private:
    PageSourceOptions options_;
    std::string seed_, origin_;
};

}  // namespace tools
