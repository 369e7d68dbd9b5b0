// Whole crawls of servers that mean no good: every trouble is recorded by its name, bounded in memory and requests, and
// the rest of the crawl goes on.
#include <fmt/format.h>
#include <sys/resource.h>

#include <map>

#include "crawler/gzip.h"
#include "tests/crawler/hostile_server.h"
#include "tests/tools/loopback_crawl.h"

using crawler_tests::HostileServer;
using crawler_tests::response;
using tests::LoopbackCrawl;

namespace {

long peak_kilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

std::string urls_source(const std::vector<std::string>& urls, const std::string& more = "allow_private = true\n") {
    std::string list;
    for (const std::string& url : urls) list += "\"" + url + "\",\n";
    return "[[source]]\nname = \"list\"\ntype = \"urls\"\ndelay = \"0ms\"\nmax_pages = 100000\nurl = [" + list + "]\n" +
           more;
}

}  // namespace

TEST_CASE("Tricks of a server are recorded by name, and the pages beside them are read") {
    const std::string bomb = crawler::gzip_member(std::string(50'000'000, 'a'));
    HostileServer server([&](const HostileServer::Client& client) {
        const std::string path = client.path();
        if (path == "/robots.txt") return client.send(response("404 Not Found", "", ""));
        if (path == "/bomb")
            return client.send(response("200 OK", "Content-Type: text/html\r\nContent-Encoding: gzip\r\n", bomb));
        if (path == "/headers") {
            client.send("HTTP/1.1 200 OK\r\n");
            while (client.send("x: " + std::string(2000, 'y') + "\r\n")) {
            }
            return false;
        }
        if (path == "/endless") {
            client.send("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n");
            while (client.send(std::string(65536, 'a'))) {
            }
            return false;
        }
        if (path == "/trickle") {
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            while (!client.gone(20))
                if (!client.send("x")) break;
            return false;
        }
        if (path == "/short") {
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
            return false;
        }
        if (path == "/noise") {
            client.send("\x01\x02\x03 what is this\r\n\r\n");
            return false;
        }
        if (path == "/a" || path == "/b")
            return client.send(
                response("302 Found", std::string("Location: ") + (path == "/a" ? "/b" : "/a") + "\r\n", ""));
        if (path.starts_with("/on/"))
            return client.send(
                response("302 Found", "Location: /on/" + std::to_string(std::stoi(path.substr(4)) + 1) + "\r\n", ""));
        return client.send(response("200 OK", "Content-Type: text/html\r\n",
                                    "<html><body><h1>Carved tusk</h1><p>Old carved tusk for sale, EUR 90</p></body>"));
    });
    LoopbackCrawl crawl;
    crawl.fetcher.body_bytes = 1 << 20;
    crawl.fetcher.total_time = std::chrono::milliseconds(1500);
    // Each trick on a host of its own, so that one's failures do not speak for another.
    std::vector<std::string> urls;
    const auto url_of = [&](const std::string& path) {
        return fmt::format("http://{}.test:{}{}", path.substr(1, path.find('/', 1) - 1), server.port(), path);
    };
    for (const char* path : {"/bomb", "/headers", "/endless", "/trickle", "/short", "/noise", "/a", "/on/0", "/fine"}) {
        urls.push_back(url_of(path));
        const std::string host = urls.back().substr(7, urls.back().find('/', 7) - 7);
        crawl.fetcher.resolve.push_back(host + ":127.0.0.1");
    }
    urls.push_back("http://no-such-host.invalid/");
    const long before = peak_kilobytes();
    CHECK(crawl.run(urls_source(urls)).complete);
    CHECK(peak_kilobytes() - before < 200'000);

    std::map<std::string, std::string> last;
    std::string longest_chain;
    std::size_t on = 0;
    for (const tests::FetchRow& row : crawl.fetches()) {
        last[row.url] = row.status;
        if (row.error == "too many redirects") longest_chain = row.url;
        on += row.url.find("/on/") != std::string::npos;
        if (row.status != "ok" && row.status != "gone") CHECK_FALSE(row.error.empty());
    }
    const auto is = [&](const char* path) { return last[url_of(path)]; };
    CHECK(is("/bomb") == "too_large");
    CHECK(is("/headers") == "too_large");
    CHECK(is("/endless") == "too_large");
    CHECK(is("/trickle") == "timeout");
    CHECK(is("/short") == "network");
    CHECK(is("/noise") == "network");
    CHECK(is("/a") == "ok");
    CHECK(is("/fine") == "ok");
    CHECK(crawl.listings().size() == 1);
    CHECK(on == crawler::limits::redirects + 1U);
    CHECK(longest_chain ==
          url_of("/on/0").substr(0, url_of("/on/0").size() - 1) + std::to_string(crawler::limits::redirects));
    CHECK(last["http://no-such-host.invalid/robots.txt"] != "ok");
}

TEST_CASE("Ten thousand redirects to private addresses: each is refused and recorded, none is connected to") {
    // The outside world is played by a proxy, which is the only way to visit it from a test without leave to visit this
    // machine; what it redirects to is judged by where it leads.
    HostileServer outer([](const HostileServer::Client& client) {
        const std::string url = client.path();  // in absolute form, as proxies are asked
        if (url == "http://outer.example/robots.txt") return client.send(response("404 Not Found", "", ""));
        const int n = std::stoi(url.substr(url.rfind('/') + 1));
        return client.send(
            response("302 Found", fmt::format("Location: http://10.{}.{}.7/\r\n", n / 256, n % 256), ""));
    });
    LoopbackCrawl crawl;
    crawl.rules.connections_per_host = 16;
    crawl.options.window = 256;
    std::vector<std::string> urls;
    for (int i = 0; i < 10'000; ++i) urls.push_back(fmt::format("http://outer.example/{}", i));
    const long before = peak_kilobytes();
    tools::CrawlTotals totals = crawl.run(urls_source(urls, "proxy = \"" + outer.base() + "\"\n"));
    CHECK(totals.complete);
    CHECK(totals.statuses["ok"] == 10'000);
    CHECK(totals.statuses["refused_address"] == 20'000);  // each host's robots.txt, then the address itself
    CHECK(crawl.count("refused_address") == 20'000);
    CHECK(peak_kilobytes() - before < 200'000);
}

TEST_CASE("A name that resolves to this machine is refused address by address and the server never asked") {
    HostileServer inner([](const HostileServer::Client& client) { return client.send(response("200 OK", "", "x")); });
    LoopbackCrawl crawl;
    std::vector<std::string> urls;
    for (int i = 0; i < 100; ++i) urls.push_back(fmt::format("http://rebound.example:{}/{}", inner.port(), i));
    crawl.fetcher.resolve = {fmt::format("rebound.example:{}:127.0.0.1", inner.port())};
    tools::CrawlTotals totals = crawl.run(urls_source(urls, ""));
    CHECK(totals.statuses["refused_address"] == 101);
    CHECK(inner.connections() == 0);
}
