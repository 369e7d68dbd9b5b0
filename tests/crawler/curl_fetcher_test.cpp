#include "crawler/curl_fetcher.h"

#include <catch2/catch.hpp>

#include "crawler/gzip.h"
#include "hostile_server.h"

using namespace crawler;
using namespace crawler_tests;
using namespace std::chrono_literals;

namespace {

FetcherOptions quick() {
    FetcherOptions options;
    options.user_agent = "citeswatch-test/1 (+https://agency.example)";
    options.total_time = 2s;
    options.body_bytes = 100'000;
    return options;
}

FetchRequest request_for(const std::string& url) {
    FetchRequest request;
    request.ticket = 7;
    request.url = url;
    request.allow_private = true;
    return request;
}

FetchResult fetch(CurlFetcher& fetcher, FetchRequest request) {
    fetcher.start(std::move(request));
    for (int i = 0; i < 200; ++i) {
        auto results = fetcher.poll(100ms);
        if (!results.empty()) {
            CHECK(results.size() == 1);
            return std::move(results[0]);
        }
    }
    FAIL("no result came");
    return {};
}

FetchResult fetch(const HostileServer& server, const std::string& path, FetcherOptions options = quick()) {
    CurlFetcher fetcher(std::move(options));
    return fetch(fetcher, request_for(server.base() + path));
}

}  // namespace

TEST_CASE("A page comes whole, with its head, address and a result for every start") {
    HostileServer server([](const HostileServer::Client& client) {
        return client.send(response("200 OK", "X-Mixed-CASE: One\r\nETag: \"e\"\r\n", "hello " + client.path()));
    });
    CurlFetcher fetcher(quick());
    FetchRequest request = request_for(server.base() + "/page?q=1");
    request.keep_wire = true;
    request.headers = {{"Authorization", "Bearer s3cret"}, {"X-Shop-Key", "s3cret"}};
    const FetchResult result = fetch(fetcher, std::move(request));
    CHECK(result.ticket == 7);
    CHECK(result.status == FetchStatus::ok);
    CHECK(result.http_status == 200);
    CHECK(result.body == "hello /page?q=1");
    CHECK(result.header("x-mixed-case") == "One");
    CHECK(result.ip == "127.0.0.1");
    CHECK(result.response_head.rfind("HTTP/1.1 200 OK\r\nX-Mixed-CASE: One\r\n", 0) == 0);
    CHECK(result.request_head.find("GET /page?q=1 HTTP/1.1\r\n") == 0);
    CHECK(result.request_head.find("User-Agent: citeswatch-test/1 (+https://agency.example)\r\n") != std::string::npos);
    CHECK(result.request_head.find("Authorization: [redacted]\r\n") != std::string::npos);
    CHECK(result.request_head.find("s3cret") == std::string::npos);
    for (int i = 0; i < 50; ++i) fetcher.start(request_for(server.base() + "/" + std::to_string(i)));
    std::size_t got = 0;
    for (int i = 0; i < 200 && got < 50; ++i) got += fetcher.poll(100ms).size();
    CHECK(got == 50);
    CHECK(fetcher.in_flight() == 0);
}

TEST_CASE("Connections are kept alive from request to request") {
    HostileServer server([](const HostileServer::Client& client) { return client.send(response("200 OK", "", "x")); });
    CurlFetcher fetcher(quick());
    for (int i = 0; i < 20; ++i) CHECK(fetch(fetcher, request_for(server.base() + "/")).status == FetchStatus::ok);
    CHECK(server.connections() == 1);
}

TEST_CASE("Statuses say what became of the request") {
    HostileServer server([](const HostileServer::Client& client) {
        const std::string path = client.path();
        if (path == "/304") return client.send("HTTP/1.1 304 Not Modified\r\nETag: \"e\"\r\n\r\n");
        if (path == "/503") return client.send(response("503 Busy", "Retry-After: 7\r\n", ""));
        if (path == "/challenge")
            return client.send(
                response("403 Forbidden", "cf-mitigated: challenge\r\n", "<title>Just a moment...</title>"));
        if (path == "/301") return client.send(response("301 Moved", "Location: /elsewhere\r\n", ""));
        return client.send(response(path.substr(1) + " X", "", "x"));
    });
    struct Row {
        const char* path;
        FetchStatus status;
    };
    for (const Row& row :
         {Row{"/200", FetchStatus::ok}, Row{"/301", FetchStatus::ok}, Row{"/304", FetchStatus::not_modified},
          Row{"/404", FetchStatus::gone}, Row{"/410", FetchStatus::gone}, Row{"/403", FetchStatus::http_error},
          Row{"/500", FetchStatus::http_error}, Row{"/429", FetchStatus::rate_limited},
          Row{"/503", FetchStatus::rate_limited}, Row{"/challenge", FetchStatus::challenged}}) {
        INFO(row.path);
        CHECK(to_string(fetch(server, row.path).status) == to_string(row.status));
    }
}

TEST_CASE("A server that trickles runs into the time limit") {
    HostileServer server([](const HostileServer::Client& client) {
        client.send("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while (!client.gone(20))
            if (!client.send("x")) break;
        return false;
    });
    FetcherOptions options = quick();
    options.total_time = 300ms;
    CHECK(fetch(server, "/", options).status == FetchStatus::timeout);
    FetcherOptions slow = quick();
    slow.total_time = 20s;
    slow.trickle_bytes_per_second = 1000;
    slow.trickle_time = 1s;
    CHECK(fetch(server, "/", slow).status == FetchStatus::timeout);
}

TEST_CASE("Lies about length, cut bodies and noise are network errors") {
    HostileServer server([](const HostileServer::Client& client) {
        if (client.path() == "/short") client.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nonly this");
        if (client.path() == "/chunk")
            client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nnonsense");
        if (client.path() == "/noise") client.send("\x01\x02\x03 what is this\r\n\r\n");
        if (client.path() == "/gzip")
            client.send(response("200 OK", "Content-Encoding: gzip\r\n", "this is no gzip stream at all"));
        return false;
    });
    for (const char* path : {"/short", "/chunk", "/noise", "/gzip", "/nothing"}) {
        INFO(path);
        const FetchResult result = fetch(server, path);
        CHECK(result.status == FetchStatus::network);
        CHECK_FALSE(result.error.empty());
    }
}

TEST_CASE("Endless headers, endless bodies and bombs stop at their limits") {
    const std::string bomb = gzip_member(std::string(50'000'000, 'a'));
    REQUIRE(bomb.size() < 60'000);
    HostileServer server([&](const HostileServer::Client& client) {
        if (client.path() == "/bomb") return client.send(response("200 OK", "Content-Encoding: gzip\r\n", bomb));
        client.send("HTTP/1.1 200 OK\r\n");
        if (client.path() == "/body") client.send("\r\n");
        const std::string line = client.path() == "/many" ? "a: b\r\n" : "x: " + std::string(2000, 'y') + "\r\n";
        while (client.send(line)) {
        }
        return false;
    });
    for (const char* path : {"/bomb", "/headers", "/many", "/body"}) {
        INFO(path);
        const FetchResult result = fetch(server, path);
        CHECK(result.status == FetchStatus::too_large);
        CHECK(result.body.size() <= 100'000);
        CHECK(result.headers.size() <= limits::header_count);
    }
}

TEST_CASE("Addresses of inner networks are never connected to, by name or by number") {
    HostileServer server(
        [](const HostileServer::Client& client) { return client.send(response("200 OK", "", "inner")); });
    FetcherOptions options = quick();
    const std::string port = std::to_string(server.port());
    options.resolve = {"rebound.example:" + port + ":127.0.0.1"};  // what DNS rebinding answers
    CurlFetcher fetcher(options);
    for (const std::string& url :
         {server.base() + "/", "http://localhost:" + port + "/", "http://a.localhost:" + port + "/",
          "http://rebound.example:" + port + "/", "http://[::ffff:127.0.0.1]:" + port + "/",
          std::string("http://169.254.169.254/latest/meta-data/"), std::string("http://[fe80::1]/")}) {
        INFO(url);
        FetchRequest request = request_for(url);
        request.allow_private = false;
        const FetchResult result = fetch(fetcher, std::move(request));
        CHECK(to_string(result.status) == to_string(FetchStatus::refused_address));
        CHECK(result.body.empty());
    }
    CHECK(server.connections() == 0);
    // A connection that another source was allowed to open is not borrowed.
    CHECK(fetch(fetcher, request_for("http://rebound.example:" + port + "/")).status == FetchStatus::ok);
    FetchRequest request = request_for("http://rebound.example:" + port + "/");
    request.allow_private = false;
    CHECK(fetch(fetcher, std::move(request)).status == FetchStatus::refused_address);
}

TEST_CASE("Ten thousand redirects to private addresses are refused one by one without a connection") {
    CurlFetcher fetcher(quick());
    std::size_t got = 0;
    for (int i = 0; i < 10'000; ++i) {
        FetchRequest request =
            request_for("http://10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256) + "/");
        request.allow_private = false;
        fetcher.start(std::move(request));
        if (i % 100 == 99)
            for (const FetchResult& result : fetcher.poll(0ms)) got += result.status == FetchStatus::refused_address;
    }
    CHECK(got == 10'000);
}

TEST_CASE("Validators make a request conditional, and cookies stay within their jar") {
    HostileServer server([](const HostileServer::Client& client) {
        return client.send(response("200 OK", "Set-Cookie: session=1\r\n",
                                    client.header("If-None-Match") + "|" + client.header("If-Modified-Since") + "|" +
                                        client.header("Cookie") + "|" + client.header("Accept-Encoding")));
    });
    CurlFetcher fetcher(quick());
    FetchRequest request = request_for(server.base() + "/");
    request.etag = "\"abc\"";
    request.last_modified = "Sun, 06 Nov 1994 08:49:37 GMT";
    const FetchResult conditional = fetch(fetcher, std::move(request));
    CHECK(conditional.body.rfind("\"abc\"|Sun, 06 Nov 1994 08:49:37 GMT||", 0) == 0);
    CHECK(conditional.body.find("gzip") != std::string::npos);
    auto with_jar = [&](const std::string& jar) {
        FetchRequest with = request_for(server.base() + "/");
        with.cookie_jar = jar;
        const std::string body = fetch(fetcher, std::move(with)).body;
        return body.substr(2, body.rfind('|') - 2);
    };
    CHECK(with_jar("shop").empty());
    CHECK(with_jar("shop") == "session=1");
    CHECK(with_jar("other").empty());
    CHECK(with_jar("").empty());
}

TEST_CASE("A POST carries its body, and a header value cannot smuggle another header") {
    HostileServer server([](const HostileServer::Client& client) {
        return client.send(response("200 OK", "", client.head.substr(0, 5) + client.body + client.header("X-Evil")));
    });
    CurlFetcher fetcher(quick());
    FetchRequest request = request_for(server.base() + "/token");
    request.method = "POST";
    request.body = "grant_type=client_credentials";
    request.headers = {{"X-Fine", "a\r\nX-Evil: yes"}};
    CHECK(fetch(fetcher, std::move(request)).body == "POST grant_type=client_credentials");
    CHECK(fetch(fetcher, request_for(server.base() + "/")).body == "GET /");
}

TEST_CASE("Refused connections and unknown names are told apart") {
    int port = 0;
    {
        HostileServer closed([](const HostileServer::Client&) { return false; });
        port = closed.port();
    }
    CurlFetcher fetcher(quick());
    CHECK(fetch(fetcher, request_for("http://127.0.0.1:" + std::to_string(port) + "/")).status == FetchStatus::network);
    CHECK(fetch(fetcher, request_for("http://127.0.0.1:1/")).status == FetchStatus::network);
    const FetchStatus unknown = fetch(fetcher, request_for("http://no-such-host.invalid/")).status;
    CHECK((unknown == FetchStatus::dns || unknown == FetchStatus::timeout));
}

TEST_CASE("wake() ends a poll that waits") {
    CurlFetcher fetcher(quick());
    std::thread waker([&] { fetcher.wake(); });
    CHECK(fetcher.poll(std::chrono::hours(1)).empty());
    waker.join();
}
