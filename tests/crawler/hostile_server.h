// A loopback server of raw sockets that answers each path with exactly the bytes a test wants, lies included.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace crawler_tests {

class HostileServer {
  public:
    // A connection as the handler sees it.
    struct Client {
        int fd = -1;
        std::string head;  // request line and headers
        std::string body;
        // False once the client is gone.
        bool send(std::string_view bytes) const {
            while (!bytes.empty()) {
                const ssize_t sent = ::send(fd, bytes.data(), bytes.size(), MSG_NOSIGNAL);
                if (sent <= 0) return false;
                bytes.remove_prefix(static_cast<std::size_t>(sent));
            }
            return true;
        }
        // Waits for the client to hang up, at most so long; true when it did.
        bool gone(int milliseconds) const {
            pollfd poll_fd{fd, POLLIN, 0};
            char byte = 0;
            return ::poll(&poll_fd, 1, milliseconds) > 0 && ::recv(fd, &byte, 1, MSG_PEEK) <= 0;
        }
        std::string path() const {
            const std::size_t begin = head.find(' ') + 1;
            return head.substr(begin, head.find(' ', begin) - begin);
        }
        std::string header(const std::string& name) const {
            const std::size_t at = head.find("\r\n" + name + ": ");
            if (at == std::string::npos) return {};
            const std::size_t begin = at + name.size() + 4;
            return head.substr(begin, head.find("\r\n", begin) - begin);
        }
    };
    // True to keep the connection for another request.
    using Handler = std::function<bool(const Client&)>;

    explicit HostileServer(Handler handler, const char* address = "127.0.0.1") : handler_(std::move(handler)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in where{};
        where.sin_family = AF_INET;
        inet_pton(AF_INET, address, &where.sin_addr);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&where), sizeof where);
        ::listen(listener_, 512);
        socklen_t length = sizeof where;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &length);
        port_ = ntohs(where.sin_port);
        base_ = "http://" + std::string(address) + ":" + std::to_string(port_);
        acceptor_ = std::thread([this] { accept_all(); });
    }
    ~HostileServer() {
        stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        for (auto& thread : threads_) thread.join();
    }
    HostileServer(const HostileServer&) = delete;
    HostileServer& operator=(const HostileServer&) = delete;

    const std::string& base() const { return base_; }
    int port() const { return port_; }
    int connections() const { return connections_; }

  private:
    void accept_all() {
        for (;;) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0 || stopping_) {
                if (fd >= 0) ::close(fd);
                return;
            }
            ++connections_;
            threads_.emplace_back([this, fd] {
                while (serve(fd)) {
                }
                ::close(fd);
            });
        }
    }

    bool serve(int fd) {
        Client client;
        client.fd = fd;
        std::string bytes;
        while (bytes.find("\r\n\r\n") == std::string::npos) {
            pollfd poll_fd{fd, POLLIN, 0};
            if (::poll(&poll_fd, 1, 50) == 0) {
                if (stopping_) return false;
                continue;
            }
            char buffer[4096];
            const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
            if (got <= 0) return false;
            bytes.append(buffer, static_cast<std::size_t>(got));
        }
        client.head = bytes.substr(0, bytes.find("\r\n\r\n") + 2);
        client.body = bytes.substr(bytes.find("\r\n\r\n") + 4);
        const std::string length = client.header("Content-Length");
        while (!length.empty() && client.body.size() < std::stoul(length)) {
            char buffer[4096];
            const ssize_t got = ::recv(fd, buffer, sizeof buffer, 0);
            if (got <= 0) return false;
            client.body.append(buffer, static_cast<std::size_t>(got));
        }
        return handler_(client);
    }

    Handler handler_;
    int listener_ = -1, port_ = 0;
    std::string base_;
    std::atomic<bool> stopping_{false};
    std::atomic<int> connections_{0};
    std::thread acceptor_;
    std::vector<std::thread> threads_;  // touched by the acceptor, joined after it
};

// A complete response.
inline std::string response(const std::string& status, const std::string& headers, const std::string& body) {
    return "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
           body;
}

}  // namespace crawler_tests
