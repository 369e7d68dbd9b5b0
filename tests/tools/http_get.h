// The plainest HTTP client: one GET over one connection, the response read to its end. For tests of our own servers.
#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <stdexcept>
#include <string>

namespace tests {

struct PlainResponse {
    int status = 0;
    std::string head, body;

    std::string header(const std::string& name) const {  // name as the server writes it
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) return {};
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }
};

// `url`: http://127.0.0.x:port/path, nothing else.
inline PlainResponse http_get(const std::string& url, const std::string& method = "GET", const std::string& body = {}) {
    const std::size_t host = url.find("//") + 2;
    const std::size_t colon = url.find(':', host);
    const std::size_t slash = url.find('/', colon);
    const std::string name = url.substr(host, colon - host);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(colon + 1, slash - colon - 1))));
    inet_pton(AF_INET, name.c_str(), &address.sin_addr);
    const int connection = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(connection, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        close(connection);
        throw std::runtime_error("cannot connect to " + url);
    }
    std::string request = method + " " + url.substr(slash) + " HTTP/1.1\r\nHost: " + name +
                          "\r\nUser-Agent: plain\r\nConnection: close\r\n";
    if (!body.empty())
        request += "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + std::to_string(body.size()) +
                   "\r\n";
    request += "\r\n" + body;
    send(connection, request.data(), request.size(), MSG_NOSIGNAL);
    std::string all;
    char buffer[16384];
    for (ssize_t got; (got = recv(connection, buffer, sizeof buffer, 0)) > 0;)
        all.append(buffer, static_cast<std::size_t>(got));
    close(connection);
    PlainResponse response;
    const std::size_t end = all.find("\r\n\r\n");
    response.head = all.substr(0, end);
    if (end != std::string::npos) response.body = all.substr(end + 4);
    if (response.head.size() > 12) response.status = std::stoi(response.head.substr(9, 3));
    return response;
}

}  // namespace tests
