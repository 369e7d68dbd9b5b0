// From the bytes of a page to what it says: the listing, the links, the structured data.
//
// read_page() is total: any bytes give a Page, in time and memory bounded by the limits in this header. It holds no
// state; threads may call it at once. html.cpp is the only file that includes <gumbo.h>.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "detector/listing.h"

namespace crawler {

struct Profile;  // extract/profile.h: CSS selectors and URL patterns of one market

struct PageInput {
    std::string_view body;           // as fetched, content decoding undone
    std::string_view url;            // absolute; base of relative links (empty for a loose file)
    std::string_view content_type;   // HTTP header value, empty when unknown
    std::string_view robots_header;  // X-Robots-Tag value, empty when absent
    const Profile* profile = nullptr;
    bool whole = false;  // its fields are wanted whatever its words: search results, a page someone asked about
};

enum class PageKind : std::uint8_t { listing, index, other };

enum class LinkKind : std::uint8_t { anchor, next, canonical, frame, refresh, search_form, image, other };

struct Link {
    std::string url;  // absolute, canonical
    std::string text;
    LinkKind kind = LinkKind::anchor;
    bool nofollow = false;
};

struct Page {
    PageKind kind = PageKind::other;
    std::string charset;    // as decoded, WHATWG name
    std::string canonical;  // rel=canonical resolved, else the URL itself
    std::string title;
    detector::Listing listing;               // kind listing: the advert; otherwise title and main text, if any
    std::vector<detector::Listing> teasers;  // kind index: adverts as shown there
    std::vector<Link> links;
    std::string country;          // of the market, by profile, address or language: ISO 3166, lower case; or empty
    std::string structured_json;  // JSON array of structured items as read, for `inspect page`
    bool nofollow = false;        // meta robots or X-Robots-Tag
    bool noindex = false;
    bool passed_over = false;        // its words held nothing: the first pass is all that was read
    std::vector<std::string> notes;  // what was odd: depth cut, charset guessed, not HTML ...
};

Page read_page(const PageInput& input);

// Whether a text, all that stands on a page, holds anything worth a flag. `language`: as the page declares it, BCP 47,
// or empty. Called from several threads at once.
using Screen = std::function<bool(std::string_view text, std::string_view language)>;

// The work the page deserves: its first pass (first_pass.h), and the tree with all that is read from it only where the
// screen finds something in its words. What was passed over has kind `listing` where it declares itself one, else
// `other` and no text.
Page read_page(const PageInput& input, const Screen& screen);

}  // namespace crawler
