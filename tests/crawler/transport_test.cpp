// What lies between the fetcher and a server: TLS and its certificate, HTTP/2, proxies, SOCKS5, content codings.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <catch2/catch.hpp>

#include "crawler/curl_fetcher.h"
#include "hostile_server.h"
#include "tls_server.h"
#include "tunnel.h"

using namespace crawler;
using namespace crawler_tests;
using namespace std::chrono_literals;

namespace {

struct Secure {
    TlsServer server;
    std::string port = std::to_string(server.port());
    std::filesystem::path ca = std::filesystem::temp_directory_path() / ("citeswatch-ca-" + port + ".pem");

    explicit Secure(TlsServer::Speaks speaks) : server(speaks) { std::ofstream(ca) << server.certificate(); }
    ~Secure() { std::filesystem::remove(ca); }

    FetcherOptions options() const {
        FetcherOptions options;
        options.user_agent = "citeswatch-test/1 (+https://agency.example)";
        options.total_time = 10s;
        options.ca_file = ca.string();
        options.resolve = {"shop.test:" + port + ":127.0.0.1", "other.test:" + port + ":127.0.0.1"};
        return options;
    }
};

FetchResult fetch(CurlFetcher& fetcher, const std::string& url, const std::string& proxy = {}) {
    FetchRequest request;
    request.url = url;
    request.proxy = proxy;
    request.allow_private = true;
    request.keep_wire = true;
    fetcher.start(std::move(request));
    for (int i = 0; i < 200; ++i)
        if (auto results = fetcher.poll(100ms); !results.empty()) return std::move(results[0]);
    FAIL("no result came");
    return {};
}

std::string without_blanks(std::string text) {
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == ' '; }), text.end());
    return text;
}

}  // namespace

TEST_CASE("Over TLS the server's certificate is verified, and kept with every page it vouches for") {
    const Secure secure(TlsServer::Speaks::http_1_1);
    CurlFetcher fetcher(secure.options());
    for (int i = 1; i <= 3; ++i) {  // also when the connection is used again and no certificate is sent
        const FetchResult page = fetch(fetcher, "https://shop.test:" + secure.port + "/");
        CHECK(page.error == "");
        CHECK(page.body == "request " + std::to_string(i));
        CHECK(without_blanks(page.tls_certificate) == without_blanks(secure.server.certificate()));
    }
    CHECK(secure.server.connections() == 1);
    CHECK(to_string(fetch(fetcher, "https://other.test:" + secure.port + "/").status) == "tls");  // another's name

    FetcherOptions strangers = secure.options();
    strangers.ca_file.clear();
    CurlFetcher suspicious(strangers);
    const FetchResult unknown = fetch(suspicious, "https://shop.test:" + secure.port + "/");
    CHECK(to_string(unknown.status) == "tls");
    CHECK(unknown.body.empty());
    CHECK_FALSE(unknown.error.empty());
}

TEST_CASE("HTTP/2 is spoken where the server offers it, request after request on one connection") {
    const Secure secure(TlsServer::Speaks::http_2);
    CurlFetcher fetcher(secure.options());
    for (int i = 1; i <= 10; ++i) {
        const FetchResult page = fetch(fetcher, "https://shop.test:" + secure.port + "/" + std::to_string(i));
        CHECK(page.status == FetchStatus::ok);
        CHECK(page.response_head.rfind("HTTP/2 200", 0) == 0);
        CHECK(page.request_head.find("HTTP/2") != std::string::npos);
        CHECK(page.header("content-type") == "text/html");
        CHECK(page.body == "request " + std::to_string(i));
    }
    CHECK(secure.server.connections() == 1);
}

TEST_CASE("An HTTP proxy is asked for the whole address, and its credentials are not kept") {
    HostileServer proxy([](const HostileServer::Client& client) {
        return client.send(response(
            "200 OK", "", client.path() + "|" + client.header("Host") + "|" + client.header("Proxy-Authorization")));
    });
    FetcherOptions options;
    options.user_agent = "citeswatch-test/1";
    CurlFetcher fetcher(options);
    const std::string with_password = "http://me:pass@127.0.0.1:" + std::to_string(proxy.port());
    const FetchResult page = fetch(fetcher, "http://shop.example/a?b=1", with_password);
    CHECK(page.body == "http://shop.example/a?b=1|shop.example|Basic bWU6cGFzcw==");
    CHECK(page.request_head.find("bWU6cGFzcw") == std::string::npos);
    CHECK(page.ip.empty());  // the proxy's says nothing of the shop
}

TEST_CASE("A secure page comes through an HTTP proxy by CONNECT, verified end to end") {
    const Secure secure(TlsServer::Speaks::http_1_1);
    HostileServer proxy([&](const HostileServer::Client& client) {
        if (client.head.rfind("CONNECT shop.test:", 0) != 0) return client.send(response("405 No", "", ""));
        const int server = connect_to(secure.server.port());
        client.send("HTTP/1.1 200 Connection established\r\n\r\n");
        pass_on(client.fd, server);
        ::close(server);
        return false;
    });
    CurlFetcher fetcher(secure.options());
    const FetchResult page = fetch(fetcher, "https://shop.test:" + secure.port + "/", proxy.base());
    CHECK(page.body == "request 1");
    CHECK(without_blanks(page.tls_certificate) == without_blanks(secure.server.certificate()));
    CHECK(page.response_head.find("established") == std::string::npos);
}

TEST_CASE("SOCKS5 resolves names at the proxy, as hidden services need") {
    HostileServer server([](const HostileServer::Client& client) {
        return client.send(response("200 OK", "", "hello " + client.header("Host")));
    });
    SocksServer socks;
    FetcherOptions options;
    options.user_agent = "citeswatch-test/1";
    const std::string host = "market.onion.test:" + std::to_string(server.port());
    {
        CurlFetcher fetcher(options);
        CHECK(fetch(fetcher, "http://" + host + "/", socks.url()).body == "hello " + host);
        CHECK(socks.names() == std::vector<std::string>{"market.onion.test"});
    }  // hangs up: the proxy serves one client at a time
    CurlFetcher fetcher(options);
    CHECK(to_string(fetch(fetcher, "http://nobody.test:1/", socks.url()).status) == "network");
}

TEST_CASE("Through a proxy, too, no address of an inner network is asked for by number") {
    HostileServer proxy([](const HostileServer::Client& client) { return client.send(response("200 OK", "", "x")); });
    FetcherOptions options;
    options.user_agent = "citeswatch-test/1";
    CurlFetcher fetcher(options);
    FetchRequest request;
    request.url = "http://169.254.169.254/latest/meta-data/";
    request.proxy = proxy.base();
    fetcher.start(std::move(request));
    const auto results = fetcher.poll(1s);
    REQUIRE(results.size() == 1);
    CHECK(to_string(results[0].status) == "refused_address");
    CHECK(proxy.connections() == 0);
}

TEST_CASE("Proxies of the environment are not taken: only the configuration says where a crawl goes") {
    HostileServer server([](const HostileServer::Client& client) { return client.send(response("200 OK", "", "me")); });
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
    FetcherOptions options;
    options.user_agent = "citeswatch-test/1";
    CurlFetcher fetcher(options);
    CHECK(fetch(fetcher, server.base() + "/").body == "me");
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
}

TEST_CASE("Every content coding that is offered to servers is one that can be undone") {
    std::string offered;
    HostileServer server([&](const HostileServer::Client& client) {
        offered = client.header("Accept-Encoding");
        return client.send(response("200 OK", "", "x"));
    });
    FetcherOptions options;
    options.user_agent = "citeswatch-test/1";
    CurlFetcher fetcher(options);
    fetch(fetcher, server.base() + "/");
    for (const char* coding : {"gzip", "deflate", "br"}) CHECK(offered.find(coding) != std::string::npos);
}
