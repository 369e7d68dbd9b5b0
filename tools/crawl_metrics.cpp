#include "tools/crawl_metrics.h"

#include <fmt/core.h>

namespace tools {

namespace {

std::string metric(std::string_view name, std::string_view type, std::string_view help, std::uint64_t value) {
    return fmt::format("# HELP citeswatch_{0} {1}\n# TYPE citeswatch_{0} {2}\nciteswatch_{0} {3}\n", name, help, type,
                       value);
}

std::uint64_t unsigned_of(std::int64_t value) { return value < 0 ? 0 : static_cast<std::uint64_t>(value); }

}  // namespace

CrawlMetrics::CrawlMetrics(int port) {
    if (port > 0)
        server_ = std::make_unique<HttpServer>(HttpServerOptions{.port = port, .threads = 2},
                                               [this](const HttpRequest& request) { return answer(request); });
}

void CrawlMetrics::update(const CrawlState& state) {
    const std::lock_guard lock(mutex_);
    now_ = state;
}

void CrawlMetrics::finish(const CrawlTotals& totals) {
    const std::lock_guard lock(mutex_);
    now_ = {};
    ++crawls_;
    before_.requests += totals.requests;
    before_.pages += totals.pages;
    before_.failed += totals.failed;
    before_.refused += totals.refused;
    before_.bytes += totals.bytes;
    before_.adverts += totals.adverts;
    for (const auto& [status, count] : totals.statuses) before_.statuses[status] += count;
}

std::string CrawlMetrics::text() const {
    const std::lock_guard lock(mutex_);
    const CrawlTotals& now = now_.totals;
    casebook::Recorded adverts = before_.adverts;
    adverts += now.adverts;
    std::string text =
        metric("crawls_total", "counter", "Crawls finished.", crawls_) +
        metric("requests_total", "counter", "Requests made, robots.txt and retries included.",
               before_.requests + now.requests) +
        metric("pages_total", "counter", "Pages finished.", before_.pages + now.pages) +
        metric("pages_failed_total", "counter", "Pages given up or unreadable.", before_.failed + now.failed) +
        metric("pages_refused_total", "counter", "Pages robots.txt forbids.", before_.refused + now.refused) +
        metric("received_bytes_total", "counter", "Bytes of bodies received.", before_.bytes + now.bytes) +
        metric("adverts_added_total", "counter", "Adverts seen for the first time.", unsigned_of(adverts.added)) +
        metric("adverts_changed_total", "counter", "Adverts whose words changed.", unsigned_of(adverts.changed)) +
        metric("adverts_flagged_total", "counter", "New and changed adverts flagged.", unsigned_of(adverts.flagged)) +
        metric("adverts_gone_total", "counter", "Adverts no longer offered.", unsigned_of(adverts.gone)) +
        metric("queue_pages", "gauge", "Pages waiting in the frontier.", now_.pending) +
        metric("outstanding_pages", "gauge", "Pages started and not committed.", now_.outstanding);
    std::map<std::string, std::uint64_t> statuses = before_.statuses;
    for (const auto& [status, count] : now.statuses) statuses[status] += count;
    text += "# HELP citeswatch_fetches_total Requests by outcome.\n# TYPE citeswatch_fetches_total counter\n";
    for (const auto& [status, count] : statuses)
        text += fmt::format("citeswatch_fetches_total{{status=\"{}\"}} {}\n", status, count);
    return text;
}

HttpResponse CrawlMetrics::answer(const HttpRequest& request) const {
    if (request.path != "/metrics") return {404, "text/plain", "see /metrics\n", {}, {}};
    return {200, "text/plain; version=0.0.4", text(), {}, {}};
}

}  // namespace tools
