// The pictures of flagged adverts within a crawl: which are asked for, how, and what is made of the answer.
//
// A picture goes through the same frontier as any page, under the politeness and robots.txt of whatever host it lies
// on, with a budget of its own (its source's second place in the frontier: see picture_lane()). The request carries
// nothing of the source's own: no tokens, no cookies, no headers.
#pragma once

#include <cstddef>
#include <vector>

#include "casebook/records.h"
#include "crawler/config.h"
#include "crawler/fetcher.h"
#include "crawler/frontier.h"
#include "tools/crawl_messages.h"

namespace tools {

// Source number i of n has two places in the frontier: i for its pages and n + i for its pictures.
crawler::SourceId picture_lane(std::size_t source, std::size_t sources);
std::size_t source_of(crawler::SourceId place, std::size_t sources);
bool is_picture(const crawler::Placement& placement);

crawler::SourceBudget picture_budget(const crawler::SourceConfig& config);
crawler::FetchRequest picture_request(const crawler::SourceConfig& config);

// The first `count` pictures of an advert as links of that lane.
std::vector<FoundLink> picture_links(const detector::Listing& listing, std::size_t count, crawler::SourceId lane);

// `page` is the picture's address as it stands after this visit.
void read_picture(const Fetched& fetched, casebook::PageState& page, Visited& out);

}  // namespace tools
