// One source as the crawl engine sees it: what to fetch first, how to ask, and what a response means.
//
// Immutable while a crawl runs; read() and request() are called from several threads at once.
#pragma once

#include <string>
#include <vector>

#include "crawler/fetcher.h"
#include "crawler/frontier.h"
#include "detector/listing.h"
#include "tools/crawl_messages.h"

namespace tools {

// What a response holds.
struct Reading {
    std::vector<detector::Listing> listings;
    std::vector<FoundLink> links;
    std::string note;         // what was odd, empty when nothing was
    bool is_listing = false;  // a page of one advert: looked at again as often as it changes
};

class CrawlSource {
  public:
    virtual ~CrawlSource() = default;
    virtual const std::string& name() const = 0;
    virtual crawler::SourceBudget budget() const = 0;
    virtual std::vector<FoundLink> seeds() const = 0;
    virtual crawler::FetchRequest request(const std::string& url, const crawler::Placement& placement,
                                          const std::string& context) const = 0;
    // `result` is ok and has a body that is no redirect.
    virtual Reading read(const crawler::FetchResult& result, const crawler::Placement& placement,
                         const std::string& context) const = 0;
    // May a redirect lead there?
    virtual bool in_scope(const std::string& url) const = 0;
};

}  // namespace tools
