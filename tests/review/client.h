// A browser's manners without a browser: cookies kept, forms filled from the page they stand on. One connection a
// request, so that whatever bytes a test wants are sent.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <map>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tools/review/search.h"

namespace tests {

struct Answer {
    int status = 0;
    std::string head, body;

    std::string header(const std::string& name) const {
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
    bool has(const std::string& text) const { return body.find(text) != std::string::npos; }
    // Value of the first hidden field of that name, unescaped as far as our tests need.
    std::string field(const std::string& name) const {
        const std::string start = "name=\"" + name + "\" value=\"";
        const std::size_t at = body.find(start);
        if (at == std::string::npos) return {};
        const std::size_t begin = at + start.size();
        std::string value = body.substr(begin, body.find('"', begin) - begin);
        for (std::size_t amp; (amp = value.find("&amp;")) != std::string::npos;) value.replace(amp, 5, "&");
        return value;
    }
};

// Connects to loopback; the caller closes.
inline int connect_to(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, "127.0.0.1", &address.sin_addr);
    const int connection = ::socket(AF_INET, SOCK_STREAM, 0);
    if (::connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(connection);
        throw std::runtime_error("cannot connect");
    }
    return connection;
}

inline Answer ask(int port, const std::string& request) {
    const int connection = connect_to(port);
    ::send(connection, request.data(), request.size(), MSG_NOSIGNAL);
    std::string all;
    char buffer[16384];
    for (ssize_t got; (got = ::recv(connection, buffer, sizeof buffer, 0)) > 0;)
        all.append(buffer, static_cast<std::size_t>(got));
    ::close(connection);
    Answer answer;
    const std::size_t end = all.find("\r\n\r\n");
    answer.head = all.substr(0, end);
    if (end != std::string::npos) answer.body = all.substr(end + 4);
    if (answer.head.size() > 12) answer.status = std::stoi(answer.head.substr(9, 3));
    return answer;
}

class Client {
  public:
    using Fields = std::vector<std::pair<std::string, std::string>>;

    explicit Client(int port) : port_(port) {}

    std::map<std::string, std::string> headers;  // sent with every request, beside Host and Cookie

    Answer get(const std::string& target) { return send("GET", target, {}); }

    // As sent by the form on the page seen last: its token goes along.
    Answer post(const std::string& target, Fields fields) {
        fields.emplace_back("token", token_);
        return post_bare(target, fields);
    }
    Answer post_bare(const std::string& target, const Fields& fields) {
        std::string body;
        for (const auto& [name, value] : fields)
            body += (body.empty() ? "" : "&") + name + '=' + tools::review::percent_encoded(value);
        return send("POST", target, body);
    }
    std::string token() const { return token_; }
    std::string cookies() const {
        std::string all;
        for (const auto& [name, value] : cookies_) all += (all.empty() ? "" : "; ") + name + '=' + value;
        return all;
    }

  private:
    Answer send(const std::string& method, const std::string& target, const std::string& body) {
        std::string request = method + ' ' + target + " HTTP/1.1\r\nConnection: close\r\n";
        if (!headers.contains("Host")) request += "Host: 127.0.0.1:" + std::to_string(port_) + "\r\n";
        for (const auto& [name, value] : headers) request += name + ": " + value + "\r\n";
        if (!cookies_.empty()) request += "Cookie: " + cookies() + "\r\n";
        if (method == "POST")
            request +=
                "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) +
                "\r\n";
        Answer answer = ask(port_, request + "\r\n" + body);
        for (std::size_t at = 0; (at = answer.head.find("\r\nSet-Cookie: ", at)) != std::string::npos; ++at) {
            const std::size_t begin = at + 14, equals = answer.head.find('=', begin);
            const std::size_t end = answer.head.find(';', equals);
            cookies_[answer.head.substr(begin, equals - begin)] = answer.head.substr(equals + 1, end - equals - 1);
        }
        if (const std::string token = answer.field("token"); !token.empty()) token_ = token;
        return answer;
    }

    const int port_;
    std::map<std::string, std::string> cookies_;
    std::string token_;
};

}  // namespace tests
