// What travels between the threads of a crawl: values, moved, never shared. See crawl_engine.h.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "casebook/records.h"
#include "crawler/fetcher.h"
#include "crawler/frontier.h"

namespace tools {

// A link worth following, as the worker found it and the casebook now knows it.
struct FoundLink {
    std::string url;  // canonical
    crawler::Placement placement;
    std::string context;  // the source's own, opaque
    bool again = false;   // even if asked before in this pass
};

// Fetch thread -> worker: one request with what came of it.
struct Fetched {
    crawler::Visit visit;
    crawler::FetchResult result;
    crawler::Verdict verdict = crawler::Verdict::done;
    std::string context;                        // the source's own, as it came with the link
    std::optional<casebook::PageState> before;  // as an earlier pass left the page
    std::optional<casebook::HostState> rest;    // the host is left alone from now on, or no longer
};

// Worker -> writer: what the casebook is to keep, and what to follow once it has.
struct Visited {
    casebook::Visit record;
    std::vector<FoundLink> found;
    crawler::FetchResult result;  // for the archive
    crawler::SourceId source{};
    bool keep_capture = false;
    bool robots = false;
    std::vector<casebook::HostState> hosts;  // a robots.txt or a rest to remember
    bool failed = false;                     // to be told in the summary
};

// Writer -> fetch thread: that visit is on disk; these of its links were new.
struct Committed {
    std::vector<FoundLink> new_links;
    bool failed = false;
};

}  // namespace tools
