// What a crawl has still to ask for: the frontier, and what travels with its URLs but does not belong in it (the
// source's context, the page as an earlier pass left it).
//
// It is filled from the casebook: passes are begun or gone on with, and what is known goes into the frontier: what is
// due as work, the rest as seen. Nothing else decides what a run fetches, so a run after a crash goes on where the last
// commit stood. Rests of hosts (a Retry-After, a challenge page ...) are taken up too: they outlive the run that met
// them. Used by the fetch thread alone.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "casebook/writer.h"
#include "crawler/frontier.h"
#include "crawler/sources/source.h"
#include "tools/crawl_messages.h"
#include "tools/visit_writer.h"

namespace tools {

class CrawlAgenda {
  public:
    using Sources = std::span<const std::unique_ptr<crawler::Source>>;

    // `frontier` comes fresh.
    explicit CrawlAgenda(crawler::Frontier fresh) : frontier(std::move(fresh)) {}

    crawler::Frontier frontier;

    // `gap`: the least time between two requests to a host, kept across runs too.
    void take_up(Sources sources, casebook::Writer& casebook, VisitWriter& writer, std::chrono::milliseconds gap);
    const std::vector<casebook::PassId>& passes() const { return passes_; }  // by SourceId

    void follow(const FoundLink& link);
    std::string context_of(const std::string& url) const;
    const casebook::PageState* earlier(const std::string& url) const;  // null: none, or nothing worth knowing
    void forget(const std::string& url);                               // its visit came to an end

    // What is to be remembered of the host of a request that just ended: that it rests, or does no longer.
    std::optional<casebook::HostState> news_of_host(const std::string& url);

  private:
    void recall_hosts(casebook::Writer& casebook);
    // `pictures`: the source's second place in the frontier (picture_visit.h).
    void take_up(const crawler::Source& source, crawler::SourceId id, crawler::SourceId pictures,
                 casebook::Writer& casebook, VisitWriter& writer, std::chrono::milliseconds gap);
    void keep_gaps(const std::vector<casebook::PageState>& pages, std::chrono::milliseconds gap,
                   crawler::Moment last_request);

    std::vector<casebook::PassId> passes_;
    std::unordered_map<std::string, std::string> contexts_;
    std::unordered_map<std::string, casebook::PageState> earlier_;
    std::unordered_set<std::string> resting_;  // hosts whose rest the casebook knows
};

// Between the casebook's clock and the frontier's.
casebook::Milliseconds unix_now();
crawler::Moment moment_of(casebook::Milliseconds unix_ms);
casebook::Milliseconds unix_of(crawler::Moment moment);

}  // namespace tools
