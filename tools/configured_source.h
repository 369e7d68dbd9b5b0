// The sources of crawl.toml ready for the crawl engine: search words drawn, profile loaded, address files read.
#pragma once

#include <memory>

#include "crawler/extract/page.h"
#include "crawler/sources/source.h"
#include "detector/lexicon.h"

namespace tools {

// Ready to crawl. Throws detector::DataError when its profile or a file of addresses cannot be read, or when its term
// sets draw nothing. `screen` tells which pages are read beyond their first pass; empty: all.
std::unique_ptr<crawler::Source> configured_source(const crawler::SourceConfig& source,
                                                   const crawler::CrawlConfig& config, const detector::Lexicon& lexicon,
                                                   crawler::Screen screen);

}  // namespace tools
