// One page, fetched as politely as a crawl would: robots.txt first, its delays kept, redirects followed hop by hop.
#pragma once

#include <string>

#include "crawler/fetcher.h"

namespace tools {

struct PageFetchOptions {
    std::string user_agent;  // names the operator and how to reach them
    bool allow_private = false;
};

// The response at the end of the redirects, whatever its status. Throws detector::DataError where the page may not be
// asked for (robots.txt, no http address, too many redirects) or no response came; the message says which.
crawler::FetchResult fetch_page(const std::string& url, const PageFetchOptions& options);

}  // namespace tools
