// Figures of a running service for Prometheus (text format 0.0.4), on a loopback port of its own.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "tools/crawl_engine.h"
#include "tools/http_server.h"

namespace tools {

class CrawlMetrics {
  public:
    explicit CrawlMetrics(int port);  // 0: no server
    std::string address() const { return server_ ? server_->origin() + "/metrics" : ""; }

    void update(const CrawlState& state);    // of the crawl under way
    void finish(const CrawlTotals& totals);  // it ended: its figures join the sums
    std::string text() const;

  private:
    HttpResponse answer(const HttpRequest& request) const;

    mutable std::mutex mutex_;  // guards all below: the server asks from threads of its own
    CrawlState now_;
    CrawlTotals before_;
    std::uint64_t crawls_ = 0;
    std::unique_ptr<HttpServer> server_;
};

}  // namespace tools
