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

crawler::SourceConfig plain_config(const std::string& origin, int delay_ms) {
    crawler::SourceConfig config;
    config.name = origin;
    config.urls = {origin + "/"};
    config.delay = std::chrono::milliseconds(delay_ms);
    config.allow_private = true;
    return config;
}

crawler::Lead lead_to(std::string url, int depth) {
    crawler::Lead lead;
    lead.url = std::move(url);
    lead.depth = static_cast<std::uint8_t>(depth);
    return lead;
}

class PlainSource final : public crawler::Source {
  public:
    PlainSource(const std::string& origin, int delay_ms) : Source(plain_config(origin, delay_ms)) {}

    std::vector<crawler::Lead> seeds() const override { return {lead_to(config().urls.at(0), 0)}; }
    crawler::Reading read(const crawler::Answer& answer) const override {
        crawler::Reading reading;
        const std::string& html = answer.result.body;
        const auto here = crawler::Url::parse(answer.result.url);
        for (std::size_t at = 0; (at = html.find("href=\"", at)) != std::string::npos;) {
            at += 6;
            const auto url = here->resolve(html.substr(at, html.find('"', at) - at));
            if (url && in_scope(*url))
                reading.leads.push_back(lead_to(crawler::canonical(*url).text(), answer.depth + 1));
        }
        const std::size_t title = html.find("<h1");
        if (title != std::string::npos && html.find("<main") != std::string::npos) {
            detector::Listing listing;
            listing.url = answer.result.url;
            const std::size_t begin = html.find('>', title) + 1;
            listing.passages.push_back({detector::Field::title, {}, html.substr(begin, html.find('<', begin) - begin)});
            reading.listings.push_back(std::move(listing));
            reading.is_listing = true;
        }
        return reading;
    }
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
    for (int i = 3; i < argc; ++i) sources.push_back(std::make_unique<PlainSource>(argv[i], std::atoi(argv[2])));
    crawler::PolitenessRules rules;
    rules.delay = rules.address_gap = std::chrono::milliseconds(std::atoi(argv[2]));
    crawler::CurlFetcher fetcher({.user_agent = "victim/1 (test)", .ca_file = {}, .resolve = {}});
    tools::CrawlEngine engine({.window = 32,
                               .workers = 2,
                               .patience = std::chrono::seconds(2),
                               .gap = rules.delay,
                               .revisit = {},
                               .archive = nullptr},
                              sources, fetcher, crawler::Frontier(rules, "victim"), casebook, run,
                              [] { return tools::JudgeAdvert(judge); });
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
