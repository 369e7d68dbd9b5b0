// A web in a map, and a fetcher and a source that know it: for tests of the crawl engine without sockets.
//
// A page's body is lines: "link URL" leads on, anything else is the text of one advert.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <sstream>

#include "crawler/url.h"
#include "tools/crawl_source.h"

namespace tests {

struct WebPage {
    int status = 200;
    std::string body;
    crawler::Headers headers;
    crawler::FetchStatus outcome = crawler::FetchStatus::ok;
};

class TinyWeb final : public crawler::Fetcher {
  public:
    std::map<std::string, WebPage> pages;
    std::vector<std::string> asked;  // in order
    std::function<void(const std::string&)> on_start = [](const std::string&) {};

    void start(crawler::FetchRequest request) override {
        asked.push_back(request.url);
        on_start(request.url);
        crawler::FetchResult result;
        result.ticket = request.ticket;
        result.url = request.url;
        result.ip = "192.0.2.1";
        result.started = std::chrono::system_clock::now();
        const auto page = pages.find(request.url);
        if (page == pages.end()) {
            result.status = crawler::FetchStatus::gone;
            result.http_status = 404;
        } else {
            result.status = page->second.outcome;
            result.http_status = page->second.status;
            result.body = page->second.body;
            result.headers = page->second.headers;
        }
        ready_.push_back(std::move(result));
    }

    std::vector<crawler::FetchResult> poll(std::chrono::milliseconds timeout) override {
        if (ready_.empty()) {
            std::unique_lock lock(mutex_);
            woken_changed_.wait_for(lock, timeout, [&] { return woken_; });
            woken_ = false;
        }
        return std::exchange(ready_, {});
    }

    void wake() override {
        {
            const std::lock_guard lock(mutex_);
            woken_ = true;
        }
        woken_changed_.notify_all();
    }

    std::size_t in_flight() const override { return ready_.size(); }

  private:
    std::vector<crawler::FetchResult> ready_;
    std::mutex mutex_;  // guards woken_
    std::condition_variable woken_changed_;
    bool woken_ = false;
};

class TinySource final : public tools::CrawlSource {
  public:
    TinySource(std::string name, std::string seed) : name_(std::move(name)), seed_(std::move(seed)) {}

    const std::string& name() const override { return name_; }
    crawler::SourceBudget budget() const override {
        crawler::SourceBudget budget;
        budget.delay = std::chrono::milliseconds(0);
        return budget;
    }
    std::vector<tools::FoundLink> seeds() const override { return {{seed_, {}, {}}}; }
    crawler::FetchRequest request(const std::string& url, const crawler::Placement&,
                                  const std::string&) const override {
        crawler::FetchRequest request;
        request.url = url;
        return request;
    }
    tools::Reading read(const crawler::FetchResult& result, const crawler::Placement& placement,
                        const std::string&) const override {
        tools::Reading reading;
        std::istringstream lines(result.body);
        for (std::string line; std::getline(lines, line);) {
            if (line == "broken") throw std::runtime_error("this page breaks readers");
            if (line.starts_with("link ")) {
                tools::FoundLink link{line.substr(5), placement, {}};
                ++link.placement.depth;
                reading.links.push_back(std::move(link));
            } else if (!line.empty()) {
                detector::Listing listing;
                listing.url = result.url;
                listing.passages.push_back({detector::Field::title, {}, line});
                reading.listings.push_back(std::move(listing));
                reading.is_listing = true;
            }
        }
        return reading;
    }
    bool in_scope(const std::string& url) const override { return url.starts_with("http://shop.test/"); }

  private:
    std::string name_, seed_;
};

}  // namespace tests
