// Sitemaps (sitemaps.org): urlset, sitemapindex, one address a line, an RSS or Atom feed; gzip recognised by content.
// Namespaces are not insisted on; <loc> of image, video and news extensions is not taken for a page. Total and bounded
// (limits::sitemap_urls, limits::gunzip_bytes). Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace crawler {

struct SitemapEntry {
    std::string url;            // as written, blanks trimmed: resolve against the sitemap's own address
    std::string last_modified;  // as written, W3C datetime; empty when absent
};

struct Sitemap {
    std::vector<SitemapEntry> pages;
    std::vector<SitemapEntry> sitemaps;  // of an index: more to fetch
    std::string note;                    // what was odd: cut, damaged gzip, nothing found
};

Sitemap parse_sitemap(std::string_view bytes);

}  // namespace crawler
