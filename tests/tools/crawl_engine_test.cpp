#include "tools/crawl_engine.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "casebook/error.h"
#include "casebook/reader.h"
#include "detector/digest.h"
#include "tests/tools/temporary_folder.h"
#include "tests/tools/tiny_web.h"
#include "tools/crawl_agenda.h"

using namespace tools;
using tests::TinySource;
using tests::TinyWeb;

namespace {

// Flags what says "ivory": the engine does not care how the judge decides.
casebook::JudgedListing judge_plainly(detector::Listing listing) {
    casebook::JudgedListing judged;
    const bool ivory = listing.passages.at(0).text.find("ivory") != std::string::npos;
    judged.judgement.level = ivory ? detector::Level::high : detector::Level::none;
    judged.judgement.score = ivory ? 80 : 0;
    judged.judgement.by = {"lists", "1", "2", "test"};
    judged.listing = std::move(listing);
    return judged;
}

struct Crawl {
    TinyWeb web;
    EngineOptions options{.window = 4,
                          .workers = 2,
                          .patience = std::chrono::milliseconds(0),
                          .gap = {},
                          .revisit = {},
                          .archive = nullptr};
    std::uint32_t pages_of_source = crawler::limits::pages_per_source;
    MakeJudgeAdvert make_judge = [] { return JudgeAdvert(judge_plainly); };
    std::function<void(CrawlEngine&)> prepare = [](CrawlEngine&) {};
    crawler::SourceConfig config = tests::tiny_config("shop", "http://shop.test/");

    CrawlTotals run(const std::filesystem::path& file) {
        casebook::Writer casebook(file);
        const casebook::RunId run = casebook.begin_run("crawl", "test", 1);
        CrawlEngine::Sources sources;
        crawler::SourceConfig shop = config;
        shop.max_pages = std::min(shop.max_pages, pages_of_source);
        sources.push_back(std::make_unique<TinySource>(shop));
        crawler::PolitenessRules rules;
        rules.delay = rules.address_gap = std::chrono::milliseconds(0);
        CrawlEngine engine(options, sources, web, crawler::Frontier(rules, "testbot"), casebook, run, make_judge);
        prepare(engine);
        return engine.run();
    }

    std::size_t asked(const std::string& url) const {
        return static_cast<std::size_t>(std::count(web.asked.begin(), web.asked.end(), url));
    }
};

// A front page that leads to `count` adverts, every third of ivory.
void stock(TinyWeb& web, std::size_t count) {
    std::string links;
    for (std::size_t i = 0; i < count; ++i) {
        const std::string url = "http://shop.test/item/" + std::to_string(i);
        links += "link " + url + "\n";
        web.pages[url].body = (i % 3 == 0 ? "ivory thing " : "plain thing ") + std::to_string(i) + "\n";
    }
    web.pages["http://shop.test/"].body = links;
}

}  // namespace

TEST_CASE("Every page is fetched once and every advert judged, whatever the window") {
    for (const std::size_t window : {1U, 2U, 7U, 1000U}) {
        CAPTURE(window);
        const tests::TemporaryFolder folder;
        Crawl crawl;
        crawl.options.window = window;
        stock(crawl.web, 60);
        const CrawlTotals totals = crawl.run(folder.path() / "case.db");
        CHECK(totals.complete);
        CHECK(totals.pages == 61);
        CHECK(totals.adverts.added == 60);
        CHECK(totals.adverts.flagged == 20);
        CHECK(crawl.asked("http://shop.test/robots.txt") == 1);
        CHECK(std::set(crawl.web.asked.begin(), crawl.web.asked.end()).size() == crawl.web.asked.size());
    }
}

TEST_CASE("Never more than the window is outstanding") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.options.window = 3;
    stock(crawl.web, 40);
    std::size_t most = 0;
    crawl.prepare = [&](CrawlEngine& engine) {
        engine.on_progress = [&](const CrawlState& state) { most = std::max(most, state.outstanding); };
    };
    crawl.run(folder.path() / "case.db");
    CHECK(most <= 3);
}

TEST_CASE("What robots.txt forbids is recorded and never asked for") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 3);
    crawl.web.pages["http://shop.test/"].body += "link http://shop.test/private/1\n";
    crawl.web.pages["http://shop.test/robots.txt"].body = "User-agent: *\nDisallow: /private/\n";
    const CrawlTotals totals = crawl.run(folder.path() / "case.db");
    CHECK(totals.complete);
    CHECK(totals.refused == 1);
    CHECK(crawl.asked("http://shop.test/private/1") == 0);
}

TEST_CASE("A redirect is followed hop by hop, within the source's scope only") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.web.pages["http://shop.test/"].body = "link http://shop.test/old\nlink http://shop.test/away\n";
    crawl.web.pages["http://shop.test/old"] = {301, "", {{"location", "/new"}}};
    crawl.web.pages["http://shop.test/away"] = {302, "", {{"location", "http://other.test/"}}};
    crawl.web.pages["http://shop.test/new"].body = "ivory thing\n";
    const CrawlTotals totals = crawl.run(folder.path() / "case.db");
    CHECK(totals.adverts.flagged == 1);
    CHECK(crawl.asked("http://other.test/") == 0);
    CHECK(crawl.asked("http://other.test/robots.txt") == 0);
}

TEST_CASE("A redirect loop ends") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.web.pages["http://shop.test/"].body = "link http://shop.test/a\n";
    crawl.web.pages["http://shop.test/a"] = {302, "", {{"location", "/b"}}};
    crawl.web.pages["http://shop.test/b"] = {302, "", {{"location", "/a"}}};
    CHECK(crawl.run(folder.path() / "case.db").complete);
    CHECK(crawl.asked("http://shop.test/a") == 1);
}

TEST_CASE("A page that breaks its reader is recorded as such and the crawl goes on") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 6);
    crawl.web.pages["http://shop.test/item/1"].body = "broken\n";
    const CrawlTotals totals = crawl.run(folder.path() / "case.db");
    CHECK(totals.complete);
    CHECK(totals.adverts.added == 5);
    CHECK(totals.failed == 1);
}

TEST_CASE("A stopped crawl commits what is under way and the next run goes on from there") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 50);
    CrawlEngine* running = nullptr;
    crawl.prepare = [&](CrawlEngine& engine) { running = &engine; };
    crawl.web.on_start = [&](const std::string& url) {
        if (url.ends_with("/item/9")) running->stop();
    };
    const CrawlTotals first = crawl.run(folder.path() / "case.db");
    CHECK_FALSE(first.complete);
    CHECK(first.pages < 51);

    crawl.web.on_start = [](const std::string&) {};
    const CrawlTotals second = crawl.run(folder.path() / "case.db");
    CHECK(second.complete);
    CHECK(first.pages + second.pages == 51);
    CHECK(first.adverts.added + second.adverts.added == 50);
    CHECK(std::set(crawl.web.asked.begin(), crawl.web.asked.end()).size() == crawl.web.asked.size());
}

TEST_CASE("A crawl that is stopped ends the passes of sources that had nothing left, and of no others") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 50);
    CrawlEngine* running = nullptr;
    crawl.prepare = [&](CrawlEngine& engine) { running = &engine; };
    crawl.web.on_start = [&](const std::string& url) {
        if (url.ends_with("/item/9")) running->stop();
    };
    crawl.run(folder.path() / "case.db");
    CHECK_FALSE(casebook::Writer(folder.path() / "case.db").last_passes().at(0).ended_ms);
    crawl.web.on_start = [&](const std::string& url) {
        if (url.ends_with("/item/49")) running->stop();  // the last page there is
    };
    crawl.run(folder.path() / "case.db");
    CHECK(casebook::Writer(folder.path() / "case.db").last_passes().at(0).ended_ms);
}

TEST_CASE("A bound on pages is kept, and further runs finish the pass") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.options.max_pages = 20;
    stock(crawl.web, 50);
    CHECK(crawl.run(folder.path() / "case.db").pages == 20);
    CHECK(crawl.run(folder.path() / "case.db").pages == 20);
    const CrawlTotals last = crawl.run(folder.path() / "case.db");
    CHECK(last.pages == 11);
    CHECK(last.complete);
}

TEST_CASE("Traps and links too deep never become pages of the casebook") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.web.pages["http://shop.test/"].body =
        "link http://shop.test/item/1\nlink http://shop.test/aa/b/aa/b/aa/b/aa/b/c\n";
    crawl.web.pages["http://shop.test/item/1"].body = "ivory thing\n";
    CHECK(crawl.run(folder.path() / "case.db").complete);
    casebook::Writer casebook(folder.path() / "case.db");
    CHECK(casebook.pages(casebook.begin_pass("shop", 1).id).size() == 2);
}

TEST_CASE("A budget that does not reach round is spent on other pages by the next pass") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.pages_of_source = 11;
    stock(crawl.web, 30);
    for (int pass = 0; pass < 3; ++pass) CHECK(crawl.run(folder.path() / "case.db").complete);
    for (int i = 0; i < 30; ++i) CHECK(crawl.asked("http://shop.test/item/" + std::to_string(i)) == 1);
}

TEST_CASE("A second pass looks at every page again and finds what changed") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 9);
    crawl.run(folder.path() / "case.db");
    crawl.web.pages["http://shop.test/item/1"].body = "ivory after all\n";
    crawl.web.pages.erase("http://shop.test/item/2");
    const CrawlTotals second = crawl.run(folder.path() / "case.db");
    CHECK(second.complete);
    CHECK(second.pages == 10);
    CHECK(second.adverts.changed == 1);
    CHECK(second.adverts.added == 0);
    CHECK(second.adverts.gone == 1);
    CHECK(second.adverts.flagged == 1);
}

TEST_CASE("Pictures of flagged adverts are fetched once, politely, with nothing of the source's own, and hashed") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.config.images = 2;
    crawl.config.headers = {{"X-Key", "secret"}};
    crawl.config.obey_robots = false;  // says the operator of shop.test; pictures lie elsewhere
    crawl.config.type = crawler::SourceType::shopify;
    stock(crawl.web, 3);  // 0 is of ivory
    const std::string jpeg = "\xFF\xD8\xFF not really";
    crawl.web.pages["http://shop.test/item/0"].body =
        "ivory thing\npicture https://cdn.test/a.jpg#x\npicture https://cdn.test/moved.jpg\n"
        "picture https://cdn.test/third.jpg\n";
    crawl.web.pages["http://shop.test/item/1"].body = "plain thing\npicture https://cdn.test/plain.jpg\n";
    crawl.web.pages["https://cdn.test/robots.txt"].body = "User-agent: *\nDisallow: /private/\n";
    crawl.web.pages["https://cdn.test/a.jpg"].body = jpeg;
    crawl.web.pages["https://cdn.test/moved.jpg"] = {302, "", {{"location", "https://img.test/b.jpg"}}};
    crawl.web.pages["https://img.test/b.jpg"].body = "<html>no picture</html>";
    crawl.web.on_request = [](const crawler::FetchRequest& request) {
        if (request.url.find("shop.test") != std::string::npos) return;
        for (const auto& [name, value] : request.headers) CHECK(name == "Accept");
        CHECK((request.url.ends_with("robots.txt") || request.body_bytes == crawler::limits::picture_bytes));
    };
    const CrawlTotals first = crawl.run(folder.path() / "case.db");
    CHECK(first.complete);
    CHECK(first.pages == 4);
    CHECK(first.pictures == 3);  // the redirect is one
    CHECK(crawl.asked("https://cdn.test/robots.txt") == 1);
    CHECK(crawl.asked("https://img.test/robots.txt") == 1);
    CHECK(crawl.asked("https://cdn.test/a.jpg") == 1);
    CHECK(crawl.asked("https://cdn.test/third.jpg") == 0);
    CHECK(crawl.asked("https://cdn.test/plain.jpg") == 0);
    casebook::Reader reader(folder.path() / "case.db");
    const std::vector<casebook::ListingId> flagged = reader.select({}, 10);
    REQUIRE(flagged.size() == 1);
    const std::vector<casebook::StoredPicture> pictures = reader.pictures(flagged[0]);
    REQUIRE(pictures.size() == 3);
    CHECK(pictures[0].url == "https://cdn.test/a.jpg#x");
    CHECK(pictures[0].sha256 == detector::to_hex(detector::sha256(jpeg)));
    CHECK_FALSE(pictures[0].perceptual);  // its bytes are no JPEG after all
    CHECK(pictures[1].sha256.empty());
    CHECK(pictures[2].sha256.empty());

    // Another pass looks at the adverts again, and asks for no picture twice.
    CHECK(crawl.run(folder.path() / "case.db").pictures == 0);
    CHECK(crawl.asked("https://cdn.test/a.jpg") == 1);
}

TEST_CASE("What a host's robots.txt forbids is no picture of ours, and pictures have a budget of their own") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    crawl.config.images = 5;
    crawl.config.images_per_pass = 3;
    crawl.config.max_pages = 2;
    crawl.web.pages["http://shop.test/"].body = "link http://shop.test/item/0\n";
    std::string body = "ivory thing\npicture http://cdn.test/private/1.jpg\n";
    for (int i = 0; i < 4; ++i) {
        const std::string url = "http://cdn.test/" + std::to_string(i) + ".jpg";
        body += "picture " + url + "\n";
        crawl.web.pages[url].body = "\xFF\xD8\xFF";
    }
    crawl.web.pages["http://shop.test/item/0"].body = body;
    crawl.web.pages["http://cdn.test/robots.txt"].body = "User-agent: *\nDisallow: /private/\n";
    const CrawlTotals totals = crawl.run(folder.path() / "case.db");
    CHECK(totals.complete);
    CHECK(totals.refused == 1);
    CHECK(totals.pages == 2);
    CHECK(totals.pictures == 3);
    CHECK(crawl.asked("http://cdn.test/private/1.jpg") == 0);
}

TEST_CASE("A page passed over is asked for anew once the lists are others") {
    const tests::TemporaryFolder folder;
    const std::string page = "http://shop.test/";
    Crawl crawl;
    crawl.web.pages[page] = {.status = 200, .body = "passed over\n", .headers = {{"etag", "\"1\""}}};
    crawl.options.revisit.lists = "monday";
    CHECK(crawl.run(folder.path() / "case.db").adverts.added == 0);
    crawl.run(folder.path() / "case.db");
    CHECK(crawl.web.if_none[page] == "\"1\"");  // as long as they are the same, only if it changed
    crawl.options.revisit.lists = "tuesday";
    crawl.web.pages[page].body = "ivory thing\n";  // what the new lists see on it
    CHECK(crawl.run(folder.path() / "case.db").adverts.added == 1);
    CHECK(crawl.web.if_none[page].empty());
}

TEST_CASE("A host that asked to be left alone is left alone by the next run too, and told about") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 5);
    const crawler::Headers busy{{"retry-after", "3600"}};
    crawl.web.pages["http://shop.test/item/2"] = {429, "", busy, crawler::FetchStatus::rate_limited};
    std::vector<std::string> told;
    crawl.prepare = [&](CrawlEngine& engine) {
        engine.on_rest = [&](const casebook::HostState& host) { told.push_back(host.host + ": " + host.reason); };
    };
    const CrawlTotals first = crawl.run(folder.path() / "case.db");
    CHECK_FALSE(first.complete);
    CHECK(first.left == 3);
    CHECK(first.left_sources == std::set<std::string>{"shop"});
    CHECK(first.left_until > unix_now() + 3'500'000);
    CHECK(told == std::vector<std::string>{"shop.test: the server asked to wait (Retry-After)"});

    const std::size_t asked = crawl.web.asked.size();
    const CrawlTotals second = crawl.run(folder.path() / "case.db");
    CHECK(second.left == 3);
    REQUIRE(second.left_hosts.size() == 1);
    CHECK(second.left_hosts[0].find("Retry-After") != std::string::npos);
    CHECK(crawl.web.asked.size() == asked);

    {  // the hour is over
        casebook::Writer casebook(folder.path() / "case.db");
        std::vector<casebook::HostState> hosts = casebook.hosts();
        for (casebook::HostState& host : hosts)
            if (host.backoff_until_ms > 0) host.backoff_until_ms = 1;
        casebook.remember(hosts);
    }
    crawl.web.pages["http://shop.test/item/2"] = {200, "ivory thing", {}};
    CHECK(crawl.run(folder.path() / "case.db").complete);
    CHECK(crawl.asked("http://shop.test/item/2") == 2);
    for (const casebook::HostState& host : casebook::Writer(folder.path() / "case.db").hosts())
        CHECK(host.failures == 0);
}

TEST_CASE("A challenge page is recorded, and its host left alone for a day") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 3);
    crawl.web.pages["http://shop.test/item/1"] = {403, "captcha", {}, crawler::FetchStatus::challenged};
    const CrawlTotals totals = crawl.run(folder.path() / "case.db");
    CHECK(totals.statuses.at("challenged") == 1);
    CHECK(totals.left_until > unix_now() + 23 * 3'600'000);
}

TEST_CASE("A second run keeps the gap to the last request of the first") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 2);
    crawl.run(folder.path() / "case.db");
    crawl.options.gap = std::chrono::hours(1);
    const std::size_t asked = crawl.web.asked.size();
    const CrawlTotals second = crawl.run(folder.path() / "case.db");
    CHECK(crawl.web.asked.size() == asked);
    CHECK(second.left == 3);
}

TEST_CASE("A failure on a worker stops the crawl and reaches the caller") {
    const tests::TemporaryFolder folder;
    Crawl crawl;
    stock(crawl.web, 30);
    crawl.make_judge = [] {
        return JudgeAdvert(
            [](detector::Listing) -> casebook::JudgedListing { throw std::runtime_error("engine broke"); });
    };
    CHECK_THROWS_WITH(crawl.run(folder.path() / "case.db"), "engine broke");
}
