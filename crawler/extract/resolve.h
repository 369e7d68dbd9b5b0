// Links of a page made absolute: the document's base and how a reference is read against it (crawler/url.h).
// A plain value; reading is const and safe from any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crawler/url.h"

namespace crawler {

class BaseUrl {
  public:
    explicit BaseUrl(std::string_view page_url);

    // <base href>: the first one counts, itself resolved against the page's address.
    void set_base(std::string_view href);

    // Absolute http(s) URL as the standard serialises it; empty for other schemes (mailto, javascript, data ...) and
    // what is no URL. A page without an address leaves relative references as they are.
    std::string resolve(std::string_view reference) const;

    // As resolve(), in canonical form without fragment: what a link is followed by.
    std::string link(std::string_view reference) const;

    const std::string& text() const { return text_; }

  private:
    void rest_on(const Url& base);
    std::string plain(std::string_view reference) const;  // absolute, without the parser; empty where that is needed

    std::string text_;
    std::string origin_;  // "https://shop.example"; empty where plain paths cannot be read without the parser
    std::optional<Url> base_;
    bool set_ = false;
};

}  // namespace crawler
