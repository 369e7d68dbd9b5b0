// A marketplace on this machine: eight shops on loopback addresses of their own, for the demo and the tests.
//
// Real HTTP servers with real bad manners: a crawl delay and a forbidden area in robots.txt, old addresses that
// redirect twice, a page that is slow, one that answers 429 with Retry-After first, links to nothing, adverts in legacy
// charsets (some declared wrongly or not at all), one advert under 20,000 nested elements. Served from construction
// until stop() or destruction. Throws ServerError when an address cannot be bound.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tools/demo_market/advert.h"
#include "tools/demo_market/shops.h"
#include "tools/http_server.h"

namespace tools::demo_market {

struct MarketOptions {
    // The same on every shop, so that a second demo finds the same addresses and sees what changed. When one of them is
    // taken all shops take free ports. 0: free ones at once.
    int port = 0;
    double crawl_delay_seconds = 0.1;
    bool misbehave = true;  // false: neither slow pages nor 429
    bool keep_log = false;
    std::set<std::string> shops{};        // ids; empty: all
    std::size_t most_adverts_a_shop = 0;  // 0: all; a smaller market for tests that need many crawls
};

class Market {
  public:
    explicit Market(const MarketOptions& options);
    ~Market();
    Market(const Market&) = delete;
    Market& operator=(const Market&) = delete;

    // The sources as a crawl configuration (TOML), one a shop.
    std::string configuration() const;
    // The adverts on sale, in table order, and where each lies.
    const std::vector<const Advert*>& adverts() const;
    std::string url_of(const Advert& advert) const;
    std::string origin(std::string_view shop) const;

    std::vector<ServedRequest> log(std::string_view shop) const;
    void stop();

  private:
    struct Stall;  // one shop being served
    std::vector<std::unique_ptr<Stall>> stalls_;
    std::vector<const Advert*> adverts_;

    const Stall& stall(std::string_view shop) const;
};

}  // namespace tools::demo_market
