// What the kinds that speak JSON share.
#pragma once

#include "crawler/sources/json.h"
#include "crawler/sources/source.h"

namespace crawler {

class ApiSource : public Source {
  protected:
    using Source::Source;

    // "https://shop.example" + "/products.json": the configured root, whatever its final slash.
    std::string root(std::size_t index = 0) const;
    static Lead api_lead(std::string url, std::string context = {});
    // A page number in the context, 1 where there is none.
    static std::uint32_t page_of(std::string_view context);
    // The body as JSON, or a note that it is none.
    static Json json_of(const Answer& answer, Reading& reading);
    detector::Listing listing_for(std::string id, std::string url) const;
};

// Shops that list their products page by page, the first being 1.
class PagedShops : public ApiSource {
  public:
    std::vector<Lead> seeds() const final;

  protected:
    using ApiSource::ApiSource;
    virtual std::string page_url(std::size_t shop, std::uint32_t number) const = 0;
    Lead page_lead(std::size_t shop, std::uint32_t number) const;
    std::size_t shop_of(const std::string& url) const;  // index of the configured root it lies under, else 0
};

// The target of rel=next in a Link header (RFC 8288); empty when there is none.
std::string next_link(std::string_view link_header);

}  // namespace crawler
