#include "tools/page_fetch.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "crawler/canonical.h"
#include "crawler/curl_fetcher.h"
#include "crawler/frontier.h"
#include "crawler/url.h"
#include "detector/error.h"

namespace tools {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_poll{250};
constexpr std::chrono::seconds patience{65};  // the longest Crawl-delay that is kept, and a little

crawler::FetchResult wait_for(crawler::Fetcher& fetcher) {
    for (;;) {
        std::vector<crawler::FetchResult> results = fetcher.poll(longest_poll);
        if (!results.empty()) return std::move(results.front());
    }
}

// Where a redirect leads; nothing for any other response.
std::optional<crawler::Url> redirect_of(const crawler::FetchResult& result) {
    if (result.http_status < 300 || result.http_status >= 400 || result.http_status == 304) return std::nullopt;
    const auto here = crawler::Url::parse(result.url);
    return here ? here->resolve(result.header("location")) : std::nullopt;
}

}  // namespace

crawler::FetchResult fetch_page(const std::string& url, const PageFetchOptions& options) {
    const auto first = crawler::Url::parse(url);
    if (!first) throw detector::DataError(url, 0, "is not an http or https address");
    crawler::FetcherOptions how;
    how.user_agent = options.user_agent;
    crawler::CurlFetcher fetcher(std::move(how));
    crawler::Frontier frontier(crawler::PolitenessRules{}, options.user_agent);
    crawler::Placement placement;
    placement.source = frontier.add_source(crawler::SourceBudget{});
    frontier.add(*first, placement);
    const auto begun = Clock::now();
    for (;;) {
        const auto visit = frontier.next(Clock::now());
        if (!visit) {
            const auto wake = frontier.next_time();
            if (!wake || *wake > begun + patience)
                throw detector::DataError(url, 0, "could not be had", "the site asks to wait; try again later");
            fetcher.poll(std::clamp(std::chrono::duration_cast<std::chrono::milliseconds>(*wake - Clock::now()),
                                    std::chrono::milliseconds(1), longest_poll));
            continue;
        }
        if (visit->refusal != crawler::Refusal::none)
            throw detector::DataError(visit->url, 0, "is not fetched: robots.txt, " + visit->why,
                                      "save the page from a browser and give the file");
        crawler::FetchRequest request;
        request.ticket = visit->ticket;
        request.url = visit->url;
        request.allow_private = options.allow_private;
        fetcher.start(std::move(request));
        crawler::FetchResult result = wait_for(fetcher);
        const crawler::Verdict verdict = frontier.finished(
            result.ticket, crawler::outcome_of(result, std::chrono::system_clock::now()), Clock::now());
        if (result.http_status == 0)  // no second try: someone waits for the answer
            throw detector::DataError(visit->url, 0, fmt::format("{}: {}", to_string(result.status), result.error));
        if (visit->robots || verdict == crawler::Verdict::retry) continue;
        const auto next = redirect_of(result);
        if (!next) return result;
        placement.redirects = static_cast<std::uint8_t>(visit->placement.redirects + 1);
        const crawler::Added added = frontier.add(*next, placement);
        if (added != crawler::Added::queued)
            throw detector::DataError(next->text(), 0, fmt::format("is not followed: {}", to_string(added)));
    }
}

}  // namespace tools
