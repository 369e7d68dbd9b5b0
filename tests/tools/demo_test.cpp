// The demo market crawled with everything real: what is flagged, what is not, and the crawler's manners by the
// servers' own log.
#include <algorithm>
#include <map>
#include <set>

#include "casebook/reader.h"
#include "tests/tools/temporary_folder.h"
#include "tools/crawl.h"
#include "tools/demo_market/market.h"

using namespace std::chrono_literals;
using namespace tools;
using demo_market::Advert;
using demo_market::Market;

namespace {

struct Crawled {
    tests::TemporaryFolder folder;
    Market market{{.crawl_delay_seconds = 0.05, .keep_log = true}};
    Console console{{.quiet = true}};
    Judge judge{{}, console};
    CrawlTotals totals;
    std::map<std::string, casebook::StoredListing> found;  // by URL

    Crawled() {
        totals = crawl();
        casebook::Filter everything;
        everything.least_level = detector::Level::none;
        casebook::Reader(folder.path() / "demo.db").each(everything, [&](const casebook::StoredListing& row) {
            found.emplace(row.listing.url, row);
            return true;
        });
    }

    CrawlTotals crawl() {
        CrawlPass pass = pass_of(crawler::parse_config(market.configuration(), "demo"), {}, judge);
        pass.casebook = folder.path() / "demo.db";
        return crawl_once(std::move(pass), judge, console);
    }

    const casebook::StoredListing* listing(const Advert& advert) const {
        const auto row = found.find(market.url_of(advert));
        return row == found.end() ? nullptr : &row->second;
    }
};

Crawled& crawled() {  // once for all tests: it takes some seconds
    static Crawled all;
    return all;
}

bool on_sale(const Advert& advert) {
    return !advert.quirks.forbidden && !advert.quirks.gone && !advert.quirks.unlinked;
}

const Advert& with(bool demo_market::PageQuirks::*quirk) {
    for (const Advert& advert : demo_market::shipped_adverts())
        if (advert.quirks.*quirk) return advert;
    throw std::logic_error("no advert has that quirk");
}

}  // namespace

TEST_CASE("Every advert on sale is found, whatever its page's charset, depth or manners") {
    CHECK(crawled().totals.complete);
    CHECK(crawled().totals.failed == 0);
    for (const Advert* advert : crawled().market.adverts()) {
        if (!on_sale(*advert)) continue;
        CAPTURE(advert->id, advert->title);
        const casebook::StoredListing* row = crawled().listing(*advert);
        CHECK(row);
        if (row && !advert->quirks.mislabelled) CHECK(row->listing.first(detector::Field::title) == advert->title);
    }
}

TEST_CASE("What offers listed wildlife is flagged, and what only sounds like it is not") {
    std::size_t missed = 0, false_alarms = 0, suspects = 0, innocents = 0;
    for (const Advert* advert : crawled().market.adverts()) {
        if (!on_sale(*advert)) continue;
        const casebook::StoredListing* row = crawled().listing(*advert);
        const bool flagged = row && row->judgement.flagged();
        ++(advert->expected ? suspects : innocents);
        if (flagged == advert->expected) continue;
        ++(advert->expected ? missed : false_alarms);
        WARN((advert->expected ? "missed: " : "false alarm: ")
             << advert->id << " " << advert->title << " (" << advert->why << ")");
    }
    CHECK(suspects > 100);
    CHECK(missed * 20 <= suspects);  // recall comes first
    CHECK(false_alarms * 15 <= innocents);
}

TEST_CASE("A flag names the species, its Appendix and the words it stands on") {
    for (const Advert* advert : crawled().market.adverts()) {
        const casebook::StoredListing* row = on_sale(*advert) ? crawled().listing(*advert) : nullptr;
        if (!row || !row->judgement.flagged()) continue;
        CAPTURE(advert->id);
        const casebook::Judgement& judgement = row->judgement;
        CHECK_FALSE(judgement.taxa.empty());
        CHECK_FALSE(judgement.appendix.empty());
        CHECK_FALSE(judgement.matches.empty());
        int sum = 0;
        for (const casebook::JudgedReason& reason : judgement.reasons) sum += reason.points;
        CHECK(std::clamp(sum, 0, 100) == judgement.score);
    }
}

TEST_CASE("By the servers' own log: robots.txt obeyed, the delay kept, Retry-After honoured") {
    const Advert& busy = with(&demo_market::PageQuirks::busy);
    for (const demo_market::Shop& shop : demo_market::shops()) {
        CAPTURE(shop.id);
        const std::vector<ServedRequest> log = crawled().market.log(shop.id);
        REQUIRE(log.size() > 10);
        CHECK(log[0].target == "/robots.txt");
        std::size_t too_soon = 0;
        for (std::size_t i = 1; i < log.size(); ++i) {
            too_soon += log[i].arrived - log[i - 1].arrived < 49ms;
            if (log[i - 1].status == 429) CHECK(log[i].arrived - log[i - 1].answered >= 1s);
        }
        CHECK(too_soon == 0);
        for (const ServedRequest& request : log) {
            CAPTURE(request.target);
            CHECK_FALSE(request.target.starts_with("/private/"));
            CHECK_FALSE(request.target.starts_with("/account/"));
            CHECK_FALSE(request.target.starts_with("/cart"));
            CHECK(request.user_agent.find("citeswatch-demo") == 0);
        }
    }
    const casebook::StoredListing* row = crawled().listing(busy);
    CHECK(row);
}

TEST_CASE("A second pass finds the same adverts and adds none") {
    const CrawlTotals second = crawled().crawl();
    CHECK(second.complete);
    CHECK(second.adverts.added == 0);
    CHECK(second.adverts.changed == 0);
}
