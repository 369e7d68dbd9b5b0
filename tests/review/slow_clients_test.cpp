// Requests that are too large, too slow or too many: the desk goes on for everybody else.
#include <poll.h>

#include <atomic>
#include <cerrno>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/review/desk_fixture.h"

using namespace tests;
using namespace std::chrono_literals;

TEST_CASE("Oversize bodies and headers are refused and the desk goes on") {
    DeskFixture fixture;
    Client client = fixture.open({.most_body = 1000});
    client.get("/");
    CHECK(client.post("/advert/1/note", {{"note", std::string(5000, 'x')}}).status == 413);
    CHECK(ask(fixture.server->port(), "GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
              .status != 200);
    CHECK(ask(fixture.server->port(), "nonsense\r\n\r\n").status == 400);
    CHECK(client.get("/").status == 200);
}

TEST_CASE("A request that never ends and tells no length is cut off before it fills the memory") {
    DeskFixture fixture;
    Client client = fixture.open();
    const std::string head = " / HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                      chunk = "10000\r\n" + std::string(65'536, 'a') + "\r\n";
    for (const auto& [begin, more] : {std::pair{"POST" + head + "Transfer-Encoding: chunked\r\n\r\n", chunk},
                                      std::pair{"POST" + head + "\r\n", std::string(65'536, 'a')},
                                      std::pair{"GET" + head, "X-More: " + std::string(4000, 'a') + "\r\n"}}) {
        const int endless = connect_to(fixture.server->port());
        ::send(endless, begin.data(), begin.size(), MSG_NOSIGNAL);
        std::size_t sent = 0;
        constexpr std::size_t plenty = 64 << 20;  // what lies in the sockets between is a few megabytes
        for (ssize_t got = 1; got > 0 && sent<plenty; sent += got> 0 ? static_cast<std::size_t>(got) : 0)
            got = ::send(endless, more.data(), more.size(), MSG_NOSIGNAL);
        ::close(endless);
        INFO(begin);
        CHECK(sent < plenty);
    }
    CHECK(client.get("/").status == 200);
}

TEST_CASE("A client that dribbles is cut off, and others are served meanwhile") {
    DeskFixture fixture;
    Client client = fixture.open({.threads = 2, .idle = 5000ms, .patience = 300ms});
    const int slow = connect_to(fixture.server->port());
    std::atomic<bool> cut{false};
    std::thread dribble([&] {  // a byte well within any pause the server may allow between two bytes
        const std::string request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: " + std::string(2000, 'a');
        for (const char c : request) {
            pollfd ended{slow, POLLIN, 0};
            if (::poll(&ended, 1, 20) > 0) {  // the server said something, or closed
                cut = true;
                return;
            }
            if (::send(slow, &c, 1, MSG_NOSIGNAL) < 0) {
                cut = true;
                return;
            }
        }
    });
    CHECK(client.get("/").status == 200);
    dribble.join();
    CHECK(cut);  // 2000 bytes at 20 ms are 40 s: it ended long before
    ::close(slow);
}

TEST_CASE("However many dribble, heads or bodies, others are answered") {
    DeskFixture fixture;
    Client client = fixture.open({.threads = 2});
    std::vector<int> slow;
    for (int i = 0; i < 100; ++i) {
        slow.push_back(connect_to(fixture.server->port()));
        const std::string begin = i % 2 ? "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "
                                        : "POST / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 2000\r\n\r\n";
        CHECK(::send(slow.back(), begin.data(), begin.size(), MSG_NOSIGNAL) > 0);
    }
    // Each would hold a thread for 15 s: fifty times that for two threads, were they waited for there.
    for (int i = 0; i < 20; ++i) {
        for (const int each : slow) ::send(each, "a", 1, MSG_NOSIGNAL);
        CHECK(client.get("/").status == 200);
    }
    int open = 0;
    for (const int each : slow) {
        char byte = 0;
        open += ::recv(each, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && errno == EAGAIN;
        ::close(each);
    }
    CHECK(open == 100);  // nobody was sent away to make that possible
}

TEST_CASE("Connections beyond the bound are refused at once") {
    DeskFixture fixture;
    Client client = fixture.open({.threads = 1, .most_waiting = 1, .idle = 2000ms});
    std::vector<int> held;
    for (int i = 0; i < 12; ++i) held.push_back(connect_to(fixture.server->port()));
    // One holds the thread, one waits, the others were told to come back.
    std::string told;
    for (const int connection : held) {
        pollfd entry{connection, POLLIN, 0};
        char buffer[200];
        if (::poll(&entry, 1, 500) > 0)
            if (const ssize_t got = ::recv(connection, buffer, sizeof buffer, 0); got > 0)
                told.append(buffer, static_cast<std::size_t>(got));
        if (!told.empty()) break;
    }
    CHECK(told.find("503") != std::string::npos);
    for (const int connection : held) ::close(connection);
    int status = 0;
    for (int tries = 0; tries < 500 && status != 200; ++tries) {  // until it has seen that they are gone
        if (tries > 0) ::poll(nullptr, 0, 20);
        status = client.get("/").status;
    }
    CHECK(status == 200);
}
