// How far the crawls of a casebook have come, for people who ask what is going on: sources, hosts that wait, the latest
// run. A read-only connection that sees the last commit and never hinders a crawl under way. One thread; StoreError as
// in reader.h.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "casebook/records.h"

namespace casebook {

struct SourceProgress {
    PassState pass;            // the latest
    std::int64_t pages = 0;    // known addresses
    std::int64_t done = 0;     // finished in the latest pass
    std::int64_t waiting = 0;  // to be fetched in it still; 0 once it has ended
    std::int64_t later = 0;    // not due yet: their revisit interval runs
    std::int64_t gone = 0;     // answered 404 or 410 last
    std::int64_t failing = 0;  // could not be had last
    std::int64_t listings = 0, flagged = 0;
};

struct AdvertCount {  // of the whole casebook, however they came into it
    std::int64_t all = 0, flagged = 0;
};

struct AuthorityProgress {  // "shop.example:8080" of page addresses
    std::string authority;
    std::int64_t waiting = 0;
};

struct RunProgress {
    std::string command, software;
    Milliseconds started_ms = 0;
    std::optional<Milliseconds> ended_ms;  // none: under way, or killed
    std::string outcome;
    std::int64_t fetches = 0;
    std::vector<std::pair<std::string, std::int64_t>> statuses;  // of its fetches, most frequent first
};

class CrawlProgress {
  public:
    explicit CrawlProgress(const std::filesystem::path& file);
    ~CrawlProgress();

    std::vector<SourceProgress> sources(Milliseconds now);
    AdvertCount adverts();
    // Pages that wait in passes that have not ended, most first.
    std::vector<AuthorityProgress> waiting(Milliseconds now);
    std::vector<HostState> resting(Milliseconds now);  // hosts left alone beyond `now`, longest first
    std::optional<RunProgress> last_run();             // of a crawl

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
