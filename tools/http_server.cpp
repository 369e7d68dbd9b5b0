#include "tools/http_server.h"

#include <fmt/core.h>
#include <httplib.h>
#include <sys/socket.h>

#include <algorithm>
#include <cctype>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace tools {

namespace {

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

HttpRequest convert(const httplib::Request& in) {
    HttpRequest out{in.method, in.path, in.target, in.body, in.remote_addr, {in.params.begin(), in.params.end()}, {}};
    for (const auto& [name, value] : in.headers) out.headers.emplace(lower(name), value);
    return out;
}

std::string first_of(const std::multimap<std::string, std::string>& values, const std::string& name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string{} : found->second;
}

}  // namespace

std::string HttpRequest::parameter(const std::string& name) const { return first_of(parameters, name); }

std::string HttpRequest::header(const std::string& lower_case_name) const { return first_of(headers, lower_case_name); }

struct HttpServer::State {
    State(const HttpServerOptions& given, Handler answer) : options(given), handler(std::move(answer)) {}

    void serve(const httplib::Request& in, httplib::Response& out) {
        const auto arrived = std::chrono::steady_clock::now();
        const HttpResponse response = handler(convert(in));
        if (response.delay.count() > 0) {
            std::unique_lock lock(mutex);
            stopping_changed.wait_for(lock, response.delay, [&] { return stopping; });
        }
        out.status = response.status;
        for (const auto& [name, value] : response.headers) out.set_header(name, value);
        if (response.content_type.empty())
            out.body = response.body;
        else
            out.set_content(response.body, response.content_type);
        if (!options.keep_log) return;
        ServedRequest entry{
            in.method,       in.target, in.get_header_value("Host"),     in.get_header_value("User-Agent"),
            response.status, arrived,   std::chrono::steady_clock::now()};
        const std::lock_guard lock(mutex);
        requests.push_back(std::move(entry));
    }

    const HttpServerOptions options;
    const Handler handler;
    httplib::Server server;
    int port = 0;
    std::thread listener;
    mutable std::mutex mutex;  // guards all below
    std::condition_variable stopping_changed;
    bool stopping = false;
    std::vector<ServedRequest> requests;
};

HttpServer::HttpServer(const HttpServerOptions& options, Handler handler)
    : state_(std::make_unique<State>(options, std::move(handler))) {
    httplib::Server& server = state_->server;
    server.new_task_queue = [threads = options.threads] { return new httplib::ThreadPool(threads); };
    server.set_payload_max_length(options.most_body);
    // The library's default adds SO_REUSEPORT, with which a second program would share the port unnoticed.
    server.set_socket_options([](socket_t socket) {
        const int on = 1;
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    });
    server.set_tcp_nodelay(true);
    const auto serve = [state = state_.get()](const httplib::Request& in, httplib::Response& out) {
        state->serve(in, out);
    };
    server.Get(".*", serve).Post(".*", serve).Put(".*", serve).Delete(".*", serve);

    state_->port = options.port;
    if (options.port == 0) {
        state_->port = server.bind_to_any_port(options.address);
        if (state_->port <= 0) throw ServerError(fmt::format("cannot listen on {}", options.address));
    } else if (!server.bind_to_port(options.address, options.port)) {
        throw ServerError(fmt::format("cannot listen on {}:{} (is it in use? another port may be free)",
                                      options.address, options.port));
    }
    state_->listener = std::thread([&server] { server.listen_after_bind(); });
    while (!server.is_running()) std::this_thread::yield();
}

HttpServer::~HttpServer() { stop(); }

int HttpServer::port() const { return state_->port; }

std::string HttpServer::origin() const { return fmt::format("http://{}:{}", state_->options.address, state_->port); }

void HttpServer::stop() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->stopping_changed.notify_all();
    state_->server.stop();
    if (state_->listener.joinable()) state_->listener.join();
}

std::vector<ServedRequest> HttpServer::log() const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests;
}

}  // namespace tools
