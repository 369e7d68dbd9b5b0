// The kinds of sources, one file each.
#pragma once

#include "crawler/sources/source.h"

namespace crawler {

// Asked by a program's interface, under its terms, where others are read like a visitor reads.
bool is_api(SourceType type);

std::unique_ptr<Source> make_site(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_search(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_urls(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_sitemap(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_feed(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_shopify(const SourceConfig& config);
std::unique_ptr<Source> make_woocommerce(const SourceConfig& config);
std::unique_ptr<Source> make_ebay(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_mastodon(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_discourse(const SourceConfig& config, SourceParts parts);
std::unique_ptr<Source> make_telegram(const SourceConfig& config);

}  // namespace crawler
