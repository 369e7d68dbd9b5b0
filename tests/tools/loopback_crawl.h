// A whole crawl with everything real but the judge: sources as configured, libcurl, frontier, engine and casebook,
// against servers on this machine.
#pragma once

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "casebook/reader.h"
#include "casebook/sql.h"
#include "crawler/config.h"
#include "crawler/curl_fetcher.h"
#include "crawler/extract/page.h"
#include "tests/tools/temporary_folder.h"
#include "tools/crawl_engine.h"

namespace tests {

struct FetchRow {
    std::string url, status, error;
};

struct LoopbackCrawl {
    TemporaryFolder folder;
    crawler::PolitenessRules rules;
    tools::EngineOptions options;
    crawler::FetcherOptions fetcher;
    std::function<void(tools::CrawlEngine&)> prepare = [](tools::CrawlEngine&) {};

    LoopbackCrawl() {
        rules.delay = rules.address_gap = std::chrono::milliseconds(0);
        rules.strain = std::chrono::hours(1);  // the machine of a test may be slow
        rules.backoff_first = std::chrono::milliseconds(1);
        options.workers = 2;
        options.window = 64;
        options.gap = {};
        options.patience = std::chrono::seconds(5);
        fetcher.user_agent = "citeswatch-test/1 (+https://agency.example)";
    }

    std::filesystem::path file() const { return folder.path() / "case.db"; }

    // `sources`: the [[source]] tables of a configuration.
    tools::CrawlTotals run(const std::string& sources) {
        const crawler::CrawlConfig config =
            crawler::parse_config("[crawler]\nuser_agent = \"" + fetcher.user_agent + "\"\n" + sources, "test.toml");
        tools::CrawlEngine::Sources made;
        for (const crawler::SourceConfig& source : config.sources) {
            crawler::SourceParts parts;
            parts.read_page = [](const crawler::PageInput& page) { return crawler::read_page(page); };
            parts.terms = source.terms;
            made.push_back(crawler::make_source(source, std::move(parts)));
        }
        casebook::Writer casebook(file());
        const casebook::RunId run = casebook.begin_run("crawl", "test", 1);
        crawler::CurlFetcher network(fetcher);
        tools::CrawlEngine engine(options, made, network, crawler::Frontier(rules, fetcher.user_agent), casebook, run,
                                  [] { return tools::JudgeAdvert(judge_plainly); });
        prepare(engine);
        return engine.run();
    }

    // Every advert of the casebook, by address.
    std::vector<casebook::StoredListing> listings() const {
        std::vector<casebook::StoredListing> out;
        casebook::Filter all;
        all.least_level = detector::Level::none;
        casebook::Reader(file()).each(all, [&](const casebook::StoredListing& listing) {
            out.push_back(listing);
            return true;
        });
        std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.listing.url < b.listing.url; });
        return out;
    }

    std::vector<FetchRow> fetches() const {
        casebook::Database db(file(), casebook::Database::Mode::read);
        casebook::Statement rows(db, "SELECT url, status, error FROM fetches ORDER BY id");
        std::vector<FetchRow> out;
        while (rows.step()) out.push_back({rows.text(0), rows.text(1), rows.text(2)});
        return out;
    }

    std::size_t count(const std::string& status) const {
        const std::vector<FetchRow> rows = fetches();
        return static_cast<std::size_t>(
            std::count_if(rows.begin(), rows.end(), [&](const FetchRow& row) { return row.status == status; }));
    }

    static casebook::JudgedListing judge_plainly(detector::Listing listing) {
        casebook::JudgedListing judged;
        judged.judgement.by = {"lists", "1", "2", "test"};
        judged.listing = std::move(listing);
        return judged;
    }
};

}  // namespace tests
