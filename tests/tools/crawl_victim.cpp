// A crawl to be killed: crawl_victim CASEBOOK DELAY_MS ORIGIN... crawls the sites with the real fetcher, frontier,
// engine and casebook, reading pages in the plainest way, and prints "complete" or "interrupted".
#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>

#include "crawler/canonical.h"
#include "crawler/curl_fetcher.h"
#include "crawler/url.h"
#include "tools/crawl_engine.h"

namespace {

class PlainSource final : public tools::CrawlSource {
  public:
    PlainSource(std::string origin, std::chrono::milliseconds delay) : origin_(std::move(origin)), delay_(delay) {}

    const std::string& name() const override { return origin_; }
    crawler::SourceBudget budget() const override {
        crawler::SourceBudget budget;
        budget.delay = delay_;
        return budget;
    }
    std::vector<tools::FoundLink> seeds() const override { return {{origin_ + "/", {}, {}}}; }
    crawler::FetchRequest request(const std::string& url, const crawler::Placement&,
                                  const std::string&) const override {
        crawler::FetchRequest request;
        request.url = url;
        request.allow_private = true;
        return request;
    }
    bool in_scope(const std::string& url) const override { return url.starts_with(origin_ + "/"); }

    tools::Reading read(const crawler::FetchResult& result, const crawler::Placement& placement,
                        const std::string&) const override {
        tools::Reading reading;
        const std::string& html = result.body;
        const auto here = crawler::Url::parse(result.url);
        for (std::size_t at = 0; (at = html.find("href=\"", at)) != std::string::npos;) {
            at += 6;
            const auto url = here->resolve(html.substr(at, html.find('"', at) - at));
            if (!url || !in_scope(url->text())) continue;
            tools::FoundLink link{crawler::canonical(*url).text(), placement, {}};
            link.placement.redirects = 0;
            ++link.placement.depth;
            reading.links.push_back(std::move(link));
        }
        const std::size_t title = html.find("<h1");
        if (title != std::string::npos && html.find("<main") != std::string::npos) {
            detector::Listing listing;
            listing.url = result.url;
            const std::size_t begin = html.find('>', title) + 1;
            listing.passages.push_back({detector::Field::title, {}, html.substr(begin, html.find('<', begin) - begin)});
            reading.listings.push_back(std::move(listing));
            reading.is_listing = true;
        }
        return reading;
    }

  private:
    std::string origin_;
    std::chrono::milliseconds delay_;
};

casebook::JudgedListing judge(detector::Listing listing) {
    casebook::JudgedListing judged;
    judged.judgement.by = {"lists", "1", "2", "test"};
    judged.listing = std::move(listing);
    return judged;
}

int crawl(int argc, char** argv) {
    casebook::Writer casebook(argv[1]);
    const casebook::RunId run = casebook.begin_run("crawl", "victim", 1);
    tools::CrawlEngine::Sources sources;
    for (int i = 3; i < argc; ++i)
        sources.push_back(std::make_unique<PlainSource>(argv[i], std::chrono::milliseconds(std::atoi(argv[2]))));
    crawler::PolitenessRules rules;
    rules.delay = rules.address_gap = std::chrono::milliseconds(std::atoi(argv[2]));
    crawler::CurlFetcher fetcher({.user_agent = "victim/1 (test)", .ca_file = {}, .resolve = {}});
    tools::CrawlEngine engine(
        {.window = 32, .workers = 2, .patience = std::chrono::seconds(2), .gap = rules.delay, .revisit = {}}, sources,
        fetcher, crawler::Frontier(rules, "victim"), casebook, run, [] { return tools::JudgeAdvert(judge); });
    const tools::CrawlTotals totals = engine.run();
    fmt::print("{}\n", totals.complete ? "complete" : "interrupted");
    return totals.complete ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return argc < 4 ? 2 : crawl(argc, argv);
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 2;
    }
}
