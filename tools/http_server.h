// A small HTTP/1.1 server for loopback work: the demo market, the review desk and the tests. http_server.cpp is the
// only file that includes <httplib.h>.
//
// One handler answers every request; which path means what is its own affair. The handler is called from several
// threads at once. Nothing is served before the constructor returns, nothing after stop(). The server binds exactly the
// address it is given: whoever binds another than loopback has decided so. Throws ServerError when it cannot bind.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tools/spool.h"

namespace tools {

class ServerError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

struct HttpRequest {
    std::string method;
    std::string path;    // decoded, without the query
    std::string target;  // as sent: path and query
    std::string body;
    std::string remote_address;
    std::multimap<std::string, std::string> parameters;  // of the query, and of a form body
    std::multimap<std::string, std::string> headers;     // names in lower case

    // First value of that name, empty when absent.
    std::string parameter(const std::string& name) const;
    std::string header(const std::string& lower_case_name) const;
};

struct HttpResponse {
    int status = 200;
    std::string content_type = "text/html; charset=utf-8";  // empty: none is sent
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers;
    std::chrono::milliseconds delay{0};   // waits this long before answering; stop() cuts it short
    std::shared_ptr<const Spool> file{};  // sent instead of the body, piece by piece
};

// One request as the server saw it: what the tests hold the crawler's manners against.
struct ServedRequest {
    std::string method, target, host, user_agent;
    int status = 0;
    std::chrono::steady_clock::time_point arrived, answered;
};

struct HttpServerOptions {
    std::string address = "127.0.0.1";
    int port = 0;  // 0: any free one
    std::size_t threads = 8;
    std::size_t most_body = std::size_t{1} << 20;  // longer requests get 413
    // Connections whose request is still coming, and whole requests that wait for a thread; further ones get 503.
    std::size_t most_waiting = 256;
    std::chrono::milliseconds idle{5'000};  // an open connection without a request is closed after this
    // For a whole request, and for taking each 256 KiB of its answer: slower is cut off. Making the answer is not
    // counted.
    std::chrono::milliseconds patience{15'000};
    bool keep_log = false;
};

class HttpServer {
  public:
    using Handler = std::function<HttpResponse(const HttpRequest&)>;

    HttpServer(const HttpServerOptions& options, Handler handler);
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    int port() const;
    std::string origin() const;  // "http://127.0.0.1:8787"
    void stop();                 // ends open connections and joins all threads; harmless when called again
    std::vector<ServedRequest> log() const;

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tools
