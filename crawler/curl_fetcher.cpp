#include "crawler/curl_fetcher.h"

#include <curl/curl.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>

#include "crawler/address.h"
#include "crawler/broken_pipes.h"
#include "crawler/event_loop.h"
#include "crawler/exchange.h"
#include "crawler/header_lines.h"
#include "crawler/url.h"
#include "detector/error.h"

namespace crawler {
namespace {

using Clock = std::chrono::steady_clock;

struct SlistFree {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using Slist = std::unique_ptr<curl_slist, SlistFree>;

void append(Slist& list, const std::string& line) {
    if (curl_slist* grown = curl_slist_append(list.get(), line.c_str())) {
        (void)list.release();
        list.reset(grown);
    }
}

// One easy handle and what it carries; used again for request after request.
struct Transfer {
    explicit Transfer(const FetcherOptions& options) : easy(curl_easy_init()), exchange(options) {
        if (!easy) throw detector::EngineError("cannot start a request: no memory left");
    }

    CURL* easy;
    Exchange exchange;
    Slist headers;
    std::string jar;  // whose cookies the handle carries
    bool wire_was_kept = false;

    ~Transfer() { curl_easy_cleanup(easy); }
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
};

Exchange& exchange_of(void* user) { return static_cast<Transfer*>(user)->exchange; }

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* user) {
    const std::size_t length = size * count;
    return exchange_of(user).take_head_line({data, length}) ? length : 0;
}

std::size_t on_body(char* data, std::size_t size, std::size_t count, void* user) {
    const std::size_t length = size * count;
    return exchange_of(user).take_body({data, length}) ? length : 0;
}

int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
    if (type == CURLINFO_HEADER_OUT) exchange_of(user).result.request_head.append(data, size);
    return 0;
}

curl_socket_t on_open_socket(void* user, curlsocktype purpose, curl_sockaddr* address) {
    // libcurl allocates curl_sockaddr with room for the whole address behind it.
    sockaddr_storage whole{};
    std::memcpy(&whole, &address->addr, std::min<std::size_t>(sizeof whole, address->addrlen));
    if (purpose == CURLSOCKTYPE_IPCXN && !exchange_of(user).may_connect_to(whole)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

int on_request(void* user, char* ip, char*, int, int) {
    return exchange_of(user).may_send_to(ip) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

FetchStatus status_of_error(CURLcode code) {
    switch (code) {
        case CURLE_OK:
            return FetchStatus::ok;
        case CURLE_OPERATION_TIMEDOUT:
            return FetchStatus::timeout;
        case CURLE_FILESIZE_EXCEEDED:
            return FetchStatus::too_large;
        case CURLE_COULDNT_RESOLVE_HOST:
        case CURLE_COULDNT_RESOLVE_PROXY:
            return FetchStatus::dns;
        case CURLE_SSL_CONNECT_ERROR:
        case CURLE_SSL_CERTPROBLEM:
        case CURLE_SSL_CIPHER:
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
        case CURLE_SSL_ISSUER_ERROR:
        case CURLE_SSL_INVALIDCERTSTATUS:
            return FetchStatus::tls;
        default:
            return FetchStatus::network;
    }
}

template <typename Value>
void set(CURL* easy, CURLoption option, Value value) {
    if (curl_easy_setopt(easy, option, value) != CURLE_OK)
        throw detector::EngineError("libcurl does not know option " + std::to_string(option) +
                                    ": a newer one is needed");
}

}  // namespace

struct CurlFetcher::State {
    explicit State(FetcherOptions given);
    ~State();
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    Transfer* take();
    void prepare(Transfer& transfer);
    void end(Transfer& transfer, CURLcode code);
    void refuse(FetchRequest request);
    void collect();
    void act(curl_socket_t socket, int events);
    CURLSH* jar(const std::string& name);
    void keep_certificate(Transfer& transfer);

    static int on_socket(CURL*, curl_socket_t socket, int what, void* user, void* known);
    static int on_timer(CURLM*, long milliseconds, void* user);

    FetcherOptions options;
    CURLM* multi = nullptr;
    EventLoop loop;
    Clock::time_point timer{};
    bool timer_set = false;
    std::vector<std::unique_ptr<Transfer>> transfers;
    std::vector<Transfer*> idle;
    std::vector<FetchResult> results;
    std::map<std::string, CURLSH*> jars;
    std::map<std::string, std::string> certificates;  // by origin: a reused connection shows none
    Slist plain_headers, resolve;
    std::size_t running = 0;
};

CurlFetcher::State::State(FetcherOptions given) : options(std::move(given)) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    multi = curl_multi_init();
    if (!multi) throw detector::EngineError("cannot start the fetcher: no memory left");
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, &State::on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, &State::on_timer);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, this);
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, options.connections);
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, options.connections_per_host);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, options.connections);
    append(plain_headers, accept_line);
    for (const std::string& line : options.resolve) append(resolve, line);
}

CurlFetcher::State::~State() {
    for (const auto& transfer : transfers) curl_multi_remove_handle(multi, transfer->easy);
    transfers.clear();
    if (multi) curl_multi_cleanup(multi);
    for (const auto& [name, share] : jars) curl_share_cleanup(share);
}

int CurlFetcher::State::on_socket(CURL*, curl_socket_t socket, int what, void* user, void*) {
    auto& state = *static_cast<State*>(user);
    if (what == CURL_POLL_REMOVE)
        state.loop.forget(socket);
    else
        state.loop.watch(socket, (what & CURL_POLL_IN) != 0, (what & CURL_POLL_OUT) != 0);
    return 0;
}

int CurlFetcher::State::on_timer(CURLM*, long milliseconds, void* user) {
    auto& state = *static_cast<State*>(user);
    state.timer_set = milliseconds >= 0;
    if (state.timer_set) state.timer = Clock::now() + std::chrono::milliseconds(milliseconds);
    return 0;
}

// Options that are the same for every request are set once a handle.
Transfer* CurlFetcher::State::take() {
    if (!idle.empty()) {
        Transfer* transfer = idle.back();
        idle.pop_back();
        return transfer;
    }
    auto made = std::make_unique<Transfer>(options);
    CURL* easy = made->easy;
    set(easy, CURLOPT_PRIVATE, made.get());
    set(easy, CURLOPT_USERAGENT, options.user_agent.c_str());
    set(easy, CURLOPT_ACCEPT_ENCODING, "");
    set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    set(easy, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy, CURLOPT_NOSIGNAL, 1L);
    set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
    set(easy, CURLOPT_HTTP09_ALLOWED, 0L);
    set(easy, CURLOPT_PATH_AS_IS, 1L);
    set(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(options.connect_time.count()));
    set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(options.total_time.count()));
    set(easy, CURLOPT_LOW_SPEED_LIMIT, options.trickle_bytes_per_second);
    set(easy, CURLOPT_LOW_SPEED_TIME, static_cast<long>(options.trickle_time.count()));
    set(easy, CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(limits::wire_bytes));
    set(easy, CURLOPT_BUFFERSIZE, 32768L);
    if (!options.ca_file.empty()) set(easy, CURLOPT_CAINFO, options.ca_file.c_str());
    if (resolve) set(easy, CURLOPT_RESOLVE, resolve.get());
    set(easy, CURLOPT_HEADERFUNCTION, on_header);
    set(easy, CURLOPT_HEADERDATA, made.get());
    set(easy, CURLOPT_WRITEFUNCTION, on_body);
    set(easy, CURLOPT_WRITEDATA, made.get());
    set(easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
    set(easy, CURLOPT_OPENSOCKETDATA, made.get());
    set(easy, CURLOPT_PREREQFUNCTION, on_request);
    set(easy, CURLOPT_PREREQDATA, made.get());
    set(easy, CURLOPT_DEBUGFUNCTION, on_debug);
    set(easy, CURLOPT_DEBUGDATA, made.get());
    transfers.push_back(std::move(made));
    return transfers.back().get();
}

CURLSH* CurlFetcher::State::jar(const std::string& name) {
    CURLSH*& share = jars[name];
    if (!share) {
        share = curl_share_init();
        curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_COOKIE);
    }
    return share;
}

void CurlFetcher::State::prepare(Transfer& transfer) {
    CURL* easy = transfer.easy;
    const FetchRequest& request = transfer.exchange.request;
    set(easy, CURLOPT_URL, request.url.c_str());
    transfer.headers.reset();
    const bool plain = request.headers.empty() && request.etag.empty() && request.last_modified.empty();
    if (!plain)
        for (const std::string& line : request_lines(request)) append(transfer.headers, line);
    set(easy, CURLOPT_HTTPHEADER, plain ? plain_headers.get() : transfer.headers.get());
    if (request.method == "POST") {
        set(easy, CURLOPT_POST, 1L);
        set(easy, CURLOPT_POSTFIELDS, request.body.c_str());
        set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    } else {
        set(easy, CURLOPT_HTTPGET, 1L);
    }
    // An empty string, unlike none, also keeps http_proxy of the environment from sending the crawl elsewhere.
    set(easy, CURLOPT_PROXY, request.proxy.c_str());
    if (request.cookie_jar != transfer.jar) {
        curl_easy_setopt(easy, CURLOPT_COOKIEFILE, nullptr);  // the engine off, its list of files emptied
        set(easy, CURLOPT_SHARE, request.cookie_jar.empty() ? nullptr : jar(request.cookie_jar));
        if (!request.cookie_jar.empty()) set(easy, CURLOPT_COOKIEFILE, "");  // on again, with the jar's store
        transfer.jar = request.cookie_jar;
    }
    if (request.keep_wire != transfer.wire_was_kept) {
        set(easy, CURLOPT_VERBOSE, request.keep_wire ? 1L : 0L);
        set(easy, CURLOPT_CERTINFO, request.keep_wire ? 1L : 0L);
        transfer.wire_was_kept = request.keep_wire;
    }
}

void CurlFetcher::State::keep_certificate(Transfer& transfer) {
    const auto url = Url::parse(transfer.exchange.request.url);
    if (!url || !url->secure()) return;
    curl_certinfo* info = nullptr;
    curl_easy_getinfo(transfer.easy, CURLINFO_CERTINFO, &info);
    for (curl_slist* line = info && info->num_of_certs > 0 ? info->certinfo[0] : nullptr; line; line = line->next) {
        constexpr std::string_view kCert = "Cert:";
        if (std::string_view(line->data).substr(0, kCert.size()) != kCert) continue;
        if (certificates.size() >= 10'000) certificates.clear();
        certificates[url->origin()] = line->data + kCert.size();
    }
    if (const auto known = certificates.find(url->origin()); known != certificates.end())
        transfer.exchange.result.tls_certificate = known->second;
}

void CurlFetcher::State::end(Transfer& transfer, CURLcode code) {
    const FetchRequest& request = transfer.exchange.request;
    FetchResult& result = transfer.exchange.result;
    CURL* easy = transfer.easy;
    long http = 0;
    char* ip = nullptr;
    curl_off_t microseconds = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &http);
    curl_easy_getinfo(easy, CURLINFO_PRIMARY_IP, &ip);
    curl_easy_getinfo(easy, CURLINFO_TOTAL_TIME_T, &microseconds);
    result.http_status = static_cast<int>(http);
    // Through a proxy the address is the proxy's, and says nothing of the host.
    if (ip && request.proxy.empty()) result.ip = ip;
    result.elapsed = std::chrono::milliseconds(microseconds / 1000);
    if (request.keep_wire) {
        result.request_head = redacted_head(result.request_head, request.headers);
        keep_certificate(transfer);
    }
    transfer.exchange.settle(status_of_error(code), curl_easy_strerror(code));
    results.push_back(std::move(result));
    curl_multi_remove_handle(multi, easy);
    --running;
    idle.push_back(&transfer);
}

void CurlFetcher::State::collect() {
    int left = 0;
    while (CURLMsg* message = curl_multi_info_read(multi, &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        Transfer* transfer = nullptr;
        const CURLcode code = message->data.result;  // the message does not outlive the handle's removal
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        end(*transfer, code);
    }
}

void CurlFetcher::State::act(curl_socket_t socket, int events) {
    int still_running = 0;
    curl_multi_socket_action(multi, socket, events, &still_running);
}

void CurlFetcher::State::refuse(FetchRequest request) {
    Exchange exchange(options);
    exchange.begin(std::move(request));
    exchange.refuse();
    results.push_back(std::move(exchange.result));
}

CurlFetcher::CurlFetcher(FetcherOptions options) : state_(std::make_unique<State>(std::move(options))) {}
CurlFetcher::~CurlFetcher() {
    const BrokenPipes closed;
    state_.reset();
}

void CurlFetcher::start(FetchRequest request) {
    const BrokenPipes closed;
    State& state = *state_;
    if (!request.allow_private) {
        const auto url = Url::parse(request.url);
        if (url && !may_visit(url->host())) {
            state.refuse(std::move(request));
            return;
        }
    }
    Transfer& transfer = *state.take();
    transfer.exchange.begin(std::move(request));
    state.prepare(transfer);
    ++state.running;
    if (curl_multi_add_handle(state.multi, transfer.easy) != CURLM_OK) state.end(transfer, CURLE_OUT_OF_MEMORY);
}

std::vector<FetchResult> CurlFetcher::poll(std::chrono::milliseconds timeout) {
    const BrokenPipes closed;
    State& state = *state_;
    const auto deadline = Clock::now() + timeout;
    bool woken = false;
    for (bool first = true;; first = false) {
        auto now = Clock::now();
        if (state.timer_set && state.timer <= now) {
            state.timer_set = false;
            state.act(CURL_SOCKET_TIMEOUT, 0);
            state.collect();
            now = Clock::now();
        }
        const bool ready = !state.results.empty() || woken;
        if (!first && (ready || now >= deadline)) break;
        auto wait = ready ? Clock::duration::zero() : std::max(deadline - now, Clock::duration::zero());
        if (state.timer_set) wait = std::min(wait, std::max(state.timer - now, Clock::duration::zero()));
        const std::vector<EventLoop::Event>& events = state.loop.wait(wait, woken);
        for (const EventLoop::Event& event : events) {
            int action = 0;
            if (event.readable) action |= CURL_CSELECT_IN;
            if (event.writable) action |= CURL_CSELECT_OUT;
            if (event.failed) action |= CURL_CSELECT_ERR;
            state.act(event.socket, action);
        }
        if (!events.empty()) state.collect();
    }
    return std::exchange(state.results, {});
}

void CurlFetcher::wake() { state_->loop.wake(); }

std::size_t CurlFetcher::in_flight() const { return state_->running + state_->results.size(); }

}  // namespace crawler
