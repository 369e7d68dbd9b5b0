// A list of URLs (one a line, `#` comments) as pages to judge, fetched as politely as any crawl: robots.txt, gaps per
// host and address, Retry-After, address checks. Pages come out in the list's order; at most `look_ahead` URLs are
// under way, so a long list costs no memory and one slow host does not hold up the others.
//
// A URL that cannot be had (forbidden, vanished, refused, failing, told to wait longer than `patience`) is reported
// with its line and passed over. Used by one thread, which does all the waiting.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "tools/scan_item.h"

namespace crawler {
class Fetcher;
}

namespace tools {

struct UrlListOptions {
    std::string user_agent;  // names the operator and how to reach them
    bool allow_private = false;
};

class UrlListInput : public OpenInput {
  public:
    static constexpr std::size_t look_ahead = 2000;
    // A minute and a little: the longest Crawl-delay that is kept, and the first retries of a failing server.
    static constexpr std::chrono::seconds patience{65};

    // Throws std::system_error where the list cannot be read.
    UrlListInput(const std::filesystem::path& path, const UrlListOptions& options,
                 std::unique_ptr<crawler::Fetcher> fetcher, Skip skip);
    ~UrlListInput() override;

    bool next(std::vector<ScanItem>& batch) override;
    bool ready() const override;
    std::uint64_t bytes_read() const override;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tools
