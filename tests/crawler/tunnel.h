// Proxies on loopback: bytes passed on between a client and a server of this machine, and a SOCKS5 server (RFC 1928)
// that resolves every name to it.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crawler_tests {

inline int connect_to(int port) {
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    where.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::connect(fd, reinterpret_cast<sockaddr*>(&where), sizeof where) == 0) return fd;
    ::close(fd);
    return -1;
}

// Until one side hangs up.
inline void pass_on(int client, int server) {
    char buffer[16384];
    for (;;) {
        pollfd both[2] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
        if (::poll(both, 2, 30'000) <= 0) return;
        for (int from = 0; from < 2; ++from) {
            if (!(both[from].revents & (POLLIN | POLLHUP))) continue;
            const ssize_t got = ::recv(both[from].fd, buffer, sizeof buffer, 0);
            if (got <= 0) return;
            ::send(both[1 - from].fd, buffer, static_cast<std::size_t>(got), MSG_NOSIGNAL);
        }
    }
}

class SocksServer {
  public:
    SocksServer() {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&where), sizeof where);
        ::listen(listener_, 16);
        socklen_t length = sizeof where;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &length);
        port_ = ntohs(where.sin_port);
        thread_ = std::thread([this] { serve_all(); });
    }
    ~SocksServer() {
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }
    SocksServer(const SocksServer&) = delete;
    SocksServer& operator=(const SocksServer&) = delete;

    std::string url() const { return "socks5h://127.0.0.1:" + std::to_string(port_); }
    std::vector<std::string> names() {  // asked for, in order
        const std::lock_guard lock(mutex_);
        return names_;
    }

  private:
    static bool read_whole(int fd, std::string& out, std::size_t size) {
        out.resize(size);
        return size == 0 || ::recv(fd, out.data(), size, MSG_WAITALL) == static_cast<ssize_t>(size);
    }

    void serve_all() {
        for (int client; (client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC)) >= 0; ::close(client))
            serve(client);
    }

    void serve(int client) {
        std::string bytes;
        if (!read_whole(client, bytes, 2) || bytes[0] != 5) return;
        read_whole(client, bytes, static_cast<unsigned char>(bytes[1]));
        ::send(client, "\x05\x00", 2, MSG_NOSIGNAL);                                  // no authentication
        if (!read_whole(client, bytes, 5) || bytes[1] != 1 || bytes[3] != 3) return;  // CONNECT to a domain name
        std::string name, port;
        if (!read_whole(client, name, static_cast<unsigned char>(bytes[4])) || !read_whole(client, port, 2)) return;
        {
            const std::lock_guard lock(mutex_);
            names_.push_back(name);
        }
        const int server = connect_to(static_cast<unsigned char>(port[0]) << 8 | static_cast<unsigned char>(port[1]));
        const std::string answer{5, static_cast<char>(server < 0 ? 5 : 0), 0, 1, 0, 0, 0, 0, 0, 0};
        ::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
        if (server < 0) return;
        pass_on(client, server);
        ::close(server);
    }

    int listener_ = -1, port_ = 0;
    std::mutex mutex_;  // guards names_
    std::vector<std::string> names_;
    std::thread thread_;
};

}  // namespace crawler_tests
