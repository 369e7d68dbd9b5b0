// What the kinds that read HTML share: reading a page, and which of its links to follow.
#pragma once

#include "crawler/sources/source.h"

namespace crawler {

class PageSource : public Source {
  public:
    PageSource(SourceConfig config, SourceParts parts) : Source(std::move(config)), parts_(std::move(parts)) {}

  protected:
    // `whole`: its fields are needed whatever its words.
    Page page_of(const FetchResult& result, bool whole = false) const;
    // The advert of a listing page, or a page whose main text may be one; teasers of an index page that lead nowhere.
    void add_listings(Page& page, const FetchResult& result, Reading& reading) const;
    // Links in scope that robots directives let follow, canonical, each once.
    std::vector<std::pair<Url, const Link*>> links_of(const Page& page) const;

    SourceParts parts_;
};

}  // namespace crawler
