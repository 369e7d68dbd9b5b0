#include "tools/http_server.h"

#include <atomic>
#include <exception>
#include <thread>

#include "tests/tools/http_get.h"

using namespace std::chrono_literals;
using tests::http_get;
using namespace tools;

TEST_CASE("A handler sees method, path, query and form as they were sent") {
    HttpRequest seen;
    HttpServer server({}, [&](const HttpRequest& request) {
        seen = request;
        return HttpResponse{201, "text/plain", "made", {{"X-Note", "n"}}, {}};
    });
    const auto response = http_get(server.origin() + "/a%20b?q=ivory%2Bhorn&q=2", "POST", "verdict=confirmed&note=a+b");
    CHECK(response.status == 201);
    CHECK(response.body == "made");
    CHECK(response.header("X-Note") == "n");
    CHECK(seen.method == "POST");
    CHECK(seen.path == "/a b");
    CHECK(seen.target == "/a%20b?q=ivory%2Bhorn&q=2");
    CHECK(seen.parameter("q") == "ivory+horn");
    CHECK(seen.parameter("verdict") == "confirmed");
    CHECK(seen.parameter("note") == "a b");
    CHECK(seen.parameter("none").empty());
    CHECK(seen.header("user-agent") == "plain");
    CHECK(seen.remote_address == "127.0.0.1");
}

TEST_CASE("A body beyond the bound is refused before the handler sees it") {
    std::atomic<int> calls{0};
    HttpServer server({.most_body = 100}, [&](const HttpRequest&) {
        ++calls;
        return HttpResponse{};
    });
    CHECK(http_get(server.origin() + "/", "POST", std::string(1000, 'x')).status == 413);
    CHECK(calls == 0);
}

TEST_CASE("Stopping cuts a slow answer short and nothing is served afterwards") {
    std::atomic<bool> asked{false};
    HttpServer server({}, [&](const HttpRequest&) {
        asked = true;
        return HttpResponse{200, "text/plain", "late", {}, 1h};
    });
    std::thread asker([&] {
        try {
            http_get(server.origin() + "/");
        } catch (const std::exception&) {  // an answer cut short may come as a broken connection
        }
    });
    while (!asked) std::this_thread::yield();
    server.stop();
    asker.join();
    CHECK_THROWS(http_get(server.origin() + "/"));
}

TEST_CASE("A port that is taken is an error, not a second server beside the first") {
    const auto nothing = [](const HttpRequest&) { return HttpResponse{}; };
    const HttpServer first({}, nothing);
    CHECK_THROWS_AS(HttpServer({.port = first.port()}, nothing), ServerError);
}
