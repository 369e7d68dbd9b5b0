// A small casebook with a real archive: pages as a fetcher would hand them over, kept by the crawl's own writer.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "casebook/writer.h"
#include "crawler/warc_writer.h"
#include "detector/digest.h"
#include "tests/casebook/samples.h"
#include "tests/tools/temporary_folder.h"
#include "tools/visit_writer.h"

namespace tests {

struct KeptPages {
    static constexpr casebook::Milliseconds now = 1'772'600'000'123;

    struct Page {
        std::string path;
        bool flagged = true;
        bool unchanged = false;     // 304 Not Modified
        std::string redirect_to{};  // a hop
        casebook::Milliseconds at = now;
        std::string words{};  // other words in the page
    };

    KeptPages() { open(); }
    void open() {
        book.emplace(folder.path() / "case.db");
        run = book->begin_run("crawl", "citeswatch test", now);
        pass = book->begin_pass("market", now).id;
        archive.emplace(crawler::WarcWriterOptions{.folder = folder.path() / "case.db.archive",
                                                   .segment_bytes = 4000,
                                                   .info = {{"software", "citeswatch test"}}});
    }
    void close() {
        archive.reset();
        book.reset();
    }

    static tools::Visited visited(const Page& page, casebook::PassId pass) {
        tools::Visited visited;
        const std::string url = "https://www.market.example" + page.path;
        const std::string body =
            page.unchanged || !page.redirect_to.empty()
                ? ""
                : "<html><body><h1>Carved ivory tusk</h1>" + page.path + page.words + "</body></html>";
        crawler::FetchResult& result = visited.result;
        result.status = page.unchanged ? crawler::FetchStatus::not_modified : crawler::FetchStatus::ok;
        result.url = url;
        result.http_status = page.unchanged ? 304 : page.redirect_to.empty() ? 200 : 302;
        result.body = body;
        result.ip = "192.0.2.7";
        result.request_head = "GET " + page.path + " HTTP/1.1\r\nHost: www.market.example\r\n\r\n";
        result.response_head = page.unchanged ? "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n"
                                              : "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
                                                "Content-Encoding: gzip\r\nContent-Length: 77\r\n\r\n";
        result.tls_certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
        result.started = std::chrono::system_clock::time_point(std::chrono::milliseconds(page.at));
        casebook::Visit& record = visited.record;
        record.source = "market";
        record.pass = pass;
        record.fetch = {.url = url,
                        .status = "ok",
                        .http_status = result.http_status,
                        .started_ms = page.at,
                        .ip = result.ip,
                        .redirect_to = page.redirect_to,
                        .body_sha256 = body.empty() ? "" : detector::to_hex(detector::sha256(body))};
        record.unchanged = page.unchanged;
        if (!page.unchanged && page.redirect_to.empty())
            record.listings = {page.flagged ? samples::ivory(url, "Carved ivory tusk" + page.words)
                                            : samples::innocent(url, "Lamp of " + page.path)};
        visited.keep_capture = page.flagged && !page.unchanged && page.redirect_to.empty();
        return visited;
    }

    void keep(const std::vector<Page>& pages, bool every_page = false) {
        tools::VisitWriter writer(*book, run, &*archive, every_page);
        writer.begin_source(pass, {});
        for (const Page& page : pages) {
            std::vector<tools::Visited> batch;
            batch.push_back(visited(page, pass));
            writer.commit(std::move(batch), page.at);
        }
    }

    std::filesystem::path file() const { return folder.path() / "case.db"; }

    TemporaryFolder folder;
    std::optional<casebook::Writer> book;
    std::optional<crawler::WarcWriter> archive;
    casebook::RunId run{};
    casebook::PassId pass{};
};

}  // namespace tests
