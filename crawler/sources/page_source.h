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

    // The page of one advert, nothing followed.
    Reading read_advert(const Answer& answer) const;

    SourceParts parts_;
};

// What begins with documents that list pages (sitemaps, feeds), each page an advert perhaps.
class DocumentSource : public PageSource {
  public:
    using PageSource::PageSource;
    std::vector<Lead> seeds() const final;
    Reading read(const Answer& answer) const final;

  protected:
    // `base`: where the document came from; `depth`: of what it leads to.
    virtual Reading read_document(const Answer& answer, const Url& base, std::uint8_t depth) const = 0;
    static Lead page_lead(const Url& url, std::uint8_t depth);
    static Lead document_lead(const Url& url, std::uint8_t depth);
};

}  // namespace crawler
