// The real Fetcher: libcurl's multi interface on epoll. HTTP/1.1 and HTTP/2, keep-alive, every content coding libcurl
// was built with, TLS always verified.
//
// The address of every connection is checked after the name was resolved and before connecting (and again when a
// connection is reused), so that neither DNS rebinding nor a redirect reaches an inner network; through a proxy only
// literal addresses can be checked, names being the proxy's to resolve. Bounds: limits.h, or FetcherOptions.
// One thread but for wake(). The constructor throws detector::EngineError when libcurl or the kernel refuse.
// curl_fetcher.cpp is the only file that includes <curl/curl.h>.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "crawler/fetcher.h"
#include "crawler/limits.h"

namespace crawler {

struct FetcherOptions {
    std::string user_agent;
    std::string ca_file;  // PEM, empty: the system's
    std::size_t body_bytes = limits::body_bytes;
    std::size_t header_bytes = limits::header_bytes;
    std::size_t header_count = limits::header_count;
    std::chrono::milliseconds connect_time = limits::connect_time;
    std::chrono::milliseconds total_time = limits::total_time;
    long trickle_bytes_per_second = limits::trickle_bytes_per_second;
    std::chrono::seconds trickle_time = limits::trickle_time;
    long connections = limits::connections;
    long connections_per_host = 0;     // 0: the frontier sees to it
    std::vector<std::string> resolve;  // "host:port:address", instead of the DNS (tests)
};

class CurlFetcher final : public Fetcher {
  public:
    explicit CurlFetcher(FetcherOptions options);
    ~CurlFetcher() override;

    void start(FetchRequest request) override;
    std::vector<FetchResult> poll(std::chrono::milliseconds timeout) override;
    void wake() override;
    std::size_t in_flight() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace crawler
