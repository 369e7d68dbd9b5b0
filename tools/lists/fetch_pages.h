// Pages of the Species+ API v1, fetched through the crawler's Fetcher with the user's own token.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tools/console.h"

namespace tools::lists {

// Fetches `url` page after page until the API has no more, one request at a time with a pause between, into files of
// `folder`. The token comes from $SPECIES_PLUS_TOKEN and goes nowhere but into the request. A 429 is waited out as the
// server asks. Throws detector::DataError when the token is missing or a page cannot be had: half a list is none.
std::vector<std::filesystem::path> fetch_pages(const std::string& url, const std::filesystem::path& folder,
                                               bool allow_private, Console& console);

}  // namespace tools::lists
