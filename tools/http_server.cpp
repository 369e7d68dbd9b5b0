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
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

#include "crawler/ascii.h"
#include "tools/waiting_room.h"

namespace tools {

namespace {

HttpRequest convert(const httplib::Request& in) {
    HttpRequest out{in.method, in.path, in.target, in.body, in.remote_addr, {in.params.begin(), in.params.end()}, {}};
    for (const auto& [name, value] : in.headers) out.headers.emplace(crawler::ascii_lowered(name), value);
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
    // `crowded`: does somebody wait for this thread?
    Connection(int socket, std::chrono::milliseconds patience, std::function<bool()> crowded)
        : socket_(socket), patience_(patience), crowded_(std::move(crowded)) {}

    // From here on `most` bytes may come, in the time there is.
    void begin_part(std::size_t most) {
        begun_ = Clock::now();
        deadline_ = begun_ + patience_;
        sent_ = 0;
        left_ = most;
    }
    bool has_more() const { return at_ < filled_; }

    bool is_readable() const override { return has_more() || comes(); }
    bool is_writable() const override { return ready(socket_, POLLOUT, deadline_); }
    int socket() const override { return socket_; }

    // Did a request end before it was whole? Nothing on this connection can be understood any more.
    bool is_broken() const { return broken_; }

    ssize_t read(char* out, std::size_t size) override {
        broken_ = left_ == 0 || (at_ == filled_ && !is_readable());
        if (broken_) return -1;
        if (at_ == filled_) {
            const ssize_t got = ::recv(socket_, buffer_.data(), buffer_.size(), 0);
            broken_ = got <= 0;
            if (broken_) return got;
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
    // More of the request: a long one, or one that tells no length; shorter ones are here whole. Dribbling clients must
    // not hold every thread for all of their time: who has not said all after half a second gives way to those who
    // wait.
    bool comes() const {
        constexpr std::chrono::milliseconds slice{50}, enough{500};
        while (Clock::now() < deadline_) {
            const bool late = Clock::now() - begun_ >= enough;
            if (late && crowded_()) return false;
            if (ready(socket_, POLLIN, std::min(deadline_, Clock::now() + slice))) return true;
        }
        return false;
    }

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
    const std::function<bool()> crowded_;
    Clock::time_point begun_, deadline_;
    std::size_t sent_ = 0;  // of the answer
    std::size_t left_ = 0;  // that may still come
    bool broken_ = false;
    std::array<char, 8192> buffer_{};
    std::size_t at_ = 0, filled_ = 0;
};

// The library hands an accepted connection on as a task: here it is run at once and leads to the waiting room.
class AtOnce final : public httplib::TaskQueue {
  public:
    void enqueue(std::function<void()> task) override { task(); }
    void shutdown() override {}
};

class Server final : public httplib::Server {
  public:
    explicit Server(const HttpServerOptions& options)
        : options_(options),
          workers_(options.threads),
          room_(
              {options.most_waiting, options.idle, options.patience}, [this](int socket) { admit(socket); }, refuse) {
        new_task_queue = [] { return new AtOnce; };  // the library owns and deletes it
    }

    // The library lets five connections wait to be accepted; what comes beyond is lost and comes again a second later.
    void widen_backlog() {
        constexpr int backlog = 256;
        ::listen(svr_sock_, backlog);
    }

    ~Server() override { finish(); }  // a server that could not bind has workers too

    // After the last connection was accepted; harmless when called again.
    void finish() {
        if (finished_) return;
        finished_ = true;
        room_.close();
        workers_.shutdown();
    }

  private:
    bool process_and_close_socket(int socket) override {
        room_.enter(socket);
        return true;
    }

    // A whole request is there: a thread answers it, unless too many wait for one.
    void admit(int socket) {
        if (waiting_ >= options_.most_waiting) {
            refuse(socket);
            close(socket);
            return;
        }
        ++waiting_;
        workers_.enqueue([this, socket] {
            --waiting_;
            converse(socket);
        });
    }

    static void refuse(int socket) {
        constexpr std::string_view busy =
            "HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 2\r\nContent-Length: 0\r\n\r\n";
        if (::send(socket, busy.data(), busy.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) return;  // it will see the end
    }

    static void close(int socket) {
        ::shutdown(socket, SHUT_RDWR);
        ::close(socket);
    }

    // What has arrived is answered; the next request is waited for in the waiting room.
    void converse(int socket) {
        bool closed = false;
        {
            Connection connection(socket, options_.patience, [this] { return waiting_ > 0; });
            do {
                connection.begin_part(most_head);
                // Pages echo what was asked and carry a secret token: compressed together they would betray it
                // (BREACH).
                const auto prepare = [&](httplib::Request& request) {
                    request.headers.erase("Accept-Encoding");
                    // The library refuses a length beyond the bound and keeps nothing of it; what tells no length, it
                    // keeps.
                    const bool tells_length =
                        request.has_header("Content-Length") && !request.has_header("Transfer-Encoding");
                    connection.begin_part(tells_length ? SIZE_MAX : options_.most_body + framing);
                };
                closed = !process_request(connection, false, closed, prepare) || closed || connection.is_broken();
            } while (!closed && connection.has_more());
        }
        if (closed)
            close(socket);
        else
            room_.enter(socket);
    }

    static constexpr std::size_t most_head = std::size_t{256} << 10;  // request line and headers, however many
    static constexpr std::size_t framing = std::size_t{64} << 10;     // lengths of a body's chunks

    const HttpServerOptions options_;
    std::atomic<std::size_t> waiting_{0};  // for a worker
    httplib::ThreadPool workers_;
    WaitingRoom room_;
    bool finished_ = false;
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
    if (!state_->listener.joinable()) return;
    state_->listener.join();
    state_->server.finish();
}

std::vector<ServedRequest> HttpServer::log() const {
    const std::lock_guard lock(state_->mutex);
    return state_->requests;
}

}  // namespace tools
