// A web in a map, and a fetcher and a source that know it: for tests of the crawl engine without sockets.
//
// A page's body is lines: "link URL" leads on, "picture URL" is one of the advert above, "passed over" is a page that a
// screen would let pass, anything else is the text of one advert.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <sstream>
#include <stdexcept>

#include "crawler/sources/source.h"

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
    std::vector<std::string> asked;              // in order
    std::map<std::string, std::string> if_none;  // ETag of the last request for an address
    std::function<void(const std::string&)> on_start = [](const std::string&) {};

    std::function<void(const crawler::FetchRequest&)> on_request = [](const crawler::FetchRequest&) {};

    void start(crawler::FetchRequest request) override {
        asked.push_back(request.url);
        on_request(request);
        if_none[request.url] = request.etag;
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

inline crawler::SourceConfig tiny_config(const std::string& name, const std::string& seed,
                                         std::uint32_t max_pages = crawler::limits::pages_per_source) {
    crawler::SourceConfig config;
    config.max_pages = max_pages;
    config.name = name;
    config.urls = {seed};
    config.delay = std::chrono::milliseconds(0);
    return config;
}

class TinySource final : public crawler::Source {
  public:
    TinySource(const std::string& name, const std::string& seed,
               std::uint32_t max_pages = crawler::limits::pages_per_source)
        : Source(tiny_config(name, seed, max_pages)) {}
    explicit TinySource(crawler::SourceConfig config) : Source(std::move(config)) {}

    std::vector<crawler::Lead> seeds() const override { return {lead_to(config().urls.at(0), 0)}; }
    crawler::Reading read(const crawler::Answer& answer) const override {
        crawler::Reading reading;
        std::istringstream lines(answer.result.body);
        for (std::string line; std::getline(lines, line);) {
            if (line == "broken") throw std::runtime_error("this page breaks readers");
            if (line.starts_with("link ")) {
                reading.leads.push_back(lead_to(line.substr(5), answer.depth + 1));
            } else if (line.starts_with("picture ") && !reading.listings.empty()) {
                reading.listings.back().image_urls.push_back(line.substr(8));
            } else if (line == "passed over") {
                reading.passed_over = true;
            } else if (!line.empty()) {
                detector::Listing listing;
                listing.url = answer.result.url;
                listing.passages.push_back({detector::Field::title, {}, line});
                reading.listings.push_back(std::move(listing));
                reading.is_listing = true;
            }
        }
        return reading;
    }

  private:
    static crawler::Lead lead_to(std::string url, int depth) {
        crawler::Lead lead;
        lead.url = std::move(url);
        lead.depth = static_cast<std::uint8_t>(depth);
        return lead;
    }
};

}  // namespace tests
