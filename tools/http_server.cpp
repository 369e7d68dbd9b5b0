#include "tools/http_server.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <httplib.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <cerrno>
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

using Clock = std::chrono::steady_clock;

// Is the socket ready before `deadline`?
bool ready(int socket, short events, Clock::time_point deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd entry{socket, events, 0};
        const int got = ::poll(&entry, 1, static_cast<int>(left));
        if (got > 0) return true;
        if (got < 0 && errno != EINTR) return false;
    }
}

// One connection. The library's own stream starts its patience anew with every byte, so that a client sending one byte
// now and then could hold a thread for hours; here a request has one deadline for all of it, and so has each large
// piece of its answer.
class Connection final : public httplib::Stream {
  public:
    Connection(int socket, std::chrono::milliseconds patience) : socket_(socket), patience_(patience) {}

    // From here on `most` bytes may come, in the time there is.
    void begin_part(std::size_t most) {
        deadline_ = Clock::now() + patience_;
        sent_ = 0;
        left_ = most;
    }
    bool has_more() const { return at_ < filled_; }

    bool is_readable() const override { return has_more() || ready(socket_, POLLIN, deadline_); }
    bool is_writable() const override { return ready(socket_, POLLOUT, deadline_); }
    int socket() const override { return socket_; }

    ssize_t read(char* out, std::size_t size) override {
        if (left_ == 0) return -1;
        if (at_ == filled_) {
            if (!is_readable()) return -1;
            const ssize_t got = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
            if (got <= 0) return got;
            at_ = 0;
            filled_ = static_cast<std::size_t>(got);
        }
        const std::size_t given = std::min({size, filled_ - at_, left_});
        left_ -= given;
        std::copy_n(buffer_.data() + at_, given, out);
        at_ += given;
        return static_cast<ssize_t>(given);
    }

    ssize_t write(const char* bytes, std::size_t size) override {
        if (sent_ % piece == 0) deadline_ = Clock::now() + patience_;
        if (!is_writable()) return -1;
        size = std::min(size, piece - sent_ % piece);
        const ssize_t sent = ::send(socket_, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent > 0) sent_ += static_cast<std::size_t>(sent);
        return sent;
    }

    void get_remote_ip_and_port(std::string& ip, int& port) const override { name(::getpeername, ip, port); }
    void get_local_ip_and_port(std::string& ip, int& port) const override { name(::getsockname, ip, port); }

  private:
    template <typename Ask>
    void name(Ask ask, std::string& ip, int& port) const {
        sockaddr_storage address{};
        socklen_t length = sizeof address;
        if (ask(socket_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return;
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
        const bool is_v4 = address.ss_family == AF_INET;
        std::array<char, INET6_ADDRSTRLEN> text{};
        ::inet_ntop(address.ss_family, is_v4 ? static_cast<const void*>(&v4->sin_addr) : &v6->sin6_addr, text.data(),
                    text.size());
        ip = text.data();
        port = ntohs(is_v4 ? v4->sin_port : v6->sin6_port);
    }

    static constexpr std::size_t piece = std::size_t{256} << 10;

    const int socket_;
    const std::chrono::milliseconds patience_;
    Clock::time_point deadline_;
    std::size_t sent_ = 0;  // of the answer
    std::size_t left_ = 0;  // that may still come
    std::array<char, 8192> buffer_{};
    std::size_t at_ = 0, filled_ = 0;
};

// Threads for connections, and a bounded number of connections that wait for one. What comes beyond is called at once
// on the accepting thread with `refusing` set.
class Pool final : public httplib::TaskQueue {
  public:
    Pool(std::size_t threads, std::size_t most_waiting) : pool_(threads), most_waiting_(most_waiting) {}

    void enqueue(std::function<void()> serve) override {
        if (waiting_ >= most_waiting_) {
            refusing = true;
            serve();
            refusing = false;
            return;
        }
        ++waiting_;
        pool_.enqueue([this, serve = std::move(serve)] {
            --waiting_;
            serve();
        });
    }
    void shutdown() override { pool_.shutdown(); }
    bool somebody_waits() const { return waiting_ > 0; }

    static thread_local bool refusing;

  private:
    httplib::ThreadPool pool_;
    const std::size_t most_waiting_;
    std::atomic<std::size_t> waiting_{0};
};

thread_local bool Pool::refusing = false;

class Server final : public httplib::Server {
  public:
    explicit Server(const HttpServerOptions& options) : options_(options) {
        new_task_queue = [this] {
            pool_ = new Pool(options_.threads, options_.most_waiting);  // the library owns and deletes it
            return pool_;
        };
    }

    // The library lets five connections wait to be accepted; what comes beyond is lost and comes again a second later.
    void widen_backlog() {
        constexpr int backlog = 256;
        ::listen(svr_sock_, backlog);
    }

  private:
    bool process_and_close_socket(int socket) override {
        if (Pool::refusing)
            refuse(socket);
        else
            converse(socket);
        ::shutdown(socket, SHUT_RDWR);
        ::close(socket);
        return true;
    }

    static void refuse(int socket) {
        constexpr std::string_view busy =
            "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n";
        if (::send(socket, busy.data(), busy.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;  // it will see the end
    }

    // Requests one after the other, as long as they come and nobody else waits for the thread.
    void converse(int socket) {
        constexpr int most_requests = 100;
        Connection connection(socket, options_.patience);
        for (int served = 0; served < most_requests && (connection.has_more() || next_comes(socket, served == 0));
             ++served) {
            connection.begin_part(most_head);
            bool closed = false;
            // Pages echo what was asked and carry a secret token: compressed together they would betray it (BREACH).
            const auto prepare = [&](httplib::Request& request) {
                request.headers.erase("Accept-Encoding");
                // The library refuses a length beyond the bound and keeps nothing of it; what tells no length, it
                // keeps.
                const bool tells_length =
                    request.has_header("Content-Length") && !request.has_header("Transfer-Encoding");
                connection.begin_part(tells_length ? SIZE_MAX : options_.most_body + framing);
            };
            const bool last = served + 1 == most_requests || pool_->somebody_waits();
            if (!process_request(connection, last, closed, prepare) || closed) return;
        }
    }

    // In slices, so that stopping is quick, and an idle connection gives way to one that waits.
    bool next_comes(int socket, bool is_first) const {
        const Clock::time_point end = Clock::now() + options_.idle;
        while (svr_sock_ != INVALID_SOCKET && Clock::now() < end) {
            if (ready(socket, POLLIN, std::min(end, Clock::now() + std::chrono::milliseconds(50)))) return true;
            if (!is_first && pool_->somebody_waits()) return false;
        }
        return false;
    }

    static constexpr std::size_t most_head = std::size_t{256} << 10;  // request line and headers, however many
    static constexpr std::size_t framing = std::size_t{64} << 10;     // lengths of a body's chunks

    const HttpServerOptions options_;
    Pool* pool_ = nullptr;
};

}  // namespace

std::string HttpRequest::parameter(const std::string& name) const { return first_of(parameters, name); }

std::string HttpRequest::header(const std::string& lower_case_name) const { return first_of(headers, lower_case_name); }

struct HttpServer::State {
    State(const HttpServerOptions& given, Handler answer) : options(given), handler(std::move(answer)), server(given) {}

    void serve(const httplib::Request& in, httplib::Response& out) {
        const auto arrived = std::chrono::steady_clock::now();
        const HttpResponse response = handler(convert(in));
        if (response.delay.count() > 0) {
            std::unique_lock lock(mutex);
            stopping_changed.wait_for(lock, response.delay, [&] { return stopping; });
        }
        out.status = response.status;
        for (const auto& [name, value] : response.headers) out.set_header(name, value);
        if (response.file)
            send_file(out, response.content_type, response.file);
        else if (response.content_type.empty())
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

    static void send_file(httplib::Response& out, const std::string& type, std::shared_ptr<const Spool> file) {
        const std::uint64_t size = file->size();
        out.set_content_provider(
            size, type, [file = std::move(file)](std::size_t offset, std::size_t length, httplib::DataSink& sink) {
                std::vector<char> piece(std::min<std::size_t>(length, 64 << 10));
                const std::size_t got = file->read(offset, piece.data(), piece.size());
                return got > 0 && sink.write(piece.data(), got);
            });
    }

    const HttpServerOptions options;
    const Handler handler;
    Server server;
    int port = 0;
    std::thread listener;
    mutable std::mutex mutex;  // guards all below
    std::condition_variable stopping_changed;
    bool stopping = false;
    std::vector<ServedRequest> requests;
};

HttpServer::HttpServer(const HttpServerOptions& options, Handler handler)
    : state_(std::make_unique<State>(options, std::move(handler))) {
    Server& server = state_->server;
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
    server.widen_backlog();
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
