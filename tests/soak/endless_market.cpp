#include "tests/soak/endless_market.h"

#include <fmt/format.h>

#include <cstdlib>
#include <thread>

#include "tools/demo_market/advert.h"

namespace soak {

namespace {

// Of 10,000 answers. Each of them costs its host ten seconds of rest or more: oftener, and the crawl does nothing but
// wait.
struct Share {
    Fault fault;
    std::uint64_t of_ten_thousand;
};
constexpr Share shares[] = {{Fault::stall, 4},
                            {Fault::unavailable, 8},
                            {Fault::retry_after, 8},
                            {Fault::too_many, 8},
                            {Fault::internal_error, 4}};

std::uint64_t scattered(std::uint64_t z) {  // splitmix64
    z += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) c == '<' ? out += "&lt;" : c == '&' ? out += "&amp;" : out += c;
    return out;
}

// The lists a list leads to: from the first one a tree of two, until there are 32 side by side, then each to one: no
// chain grows deep soon, and what waits does not grow with what was read.
std::vector<std::uint64_t> next_lists(std::uint64_t number) {
    if (number < 31) return {2 * number + 1, 2 * number + 2};
    return {number + 32};
}

}  // namespace

EndlessMarket::EndlessMarket(unsigned shops) {
    for (unsigned shop = 0; shop < shops; ++shop) {
        servers_.push_back(open(shop, 0));
        ports_.push_back(servers_.back()->port());
    }
}
EndlessMarket::~EndlessMarket() = default;

std::unique_ptr<tools::HttpServer> EndlessMarket::open(unsigned shop, int port) {
    return std::make_unique<tools::HttpServer>(
        tools::HttpServerOptions{.address = fmt::format("127.0.9.{}", shop + 1), .port = port, .threads = 2},
        [this, shop](const tools::HttpRequest& request) { return answer(shop, request); });
}

std::string EndlessMarket::origin(unsigned shop) const {
    return fmt::format("http://127.0.9.{}:{}", shop + 1, ports_[shop]);
}

std::string EndlessMarket::configuration() const {
    std::string toml =
        "[crawler]\nuser_agent = \"citeswatch-soak/1 (+http://127.0.0.1/; soak@localhost.invalid)\"\n"
        "delay = \"1ms\"\naddress_gap = \"0ms\"\n";
    for (unsigned shop = 0; shop < servers_.size(); ++shop)
        toml += fmt::format(
            "[[source]]\nname = \"shop-{}\"\ntype = \"site\"\nurl = \"{}/list/0\"\nallow_private = true\n"
            "max_pages = 100000000\nmax_depth = 200\n",
            shop, origin(shop));
    return toml;
}

void EndlessMarket::kill_a_shop(std::mt19937& random, std::chrono::milliseconds pause) {
    const auto shop = std::uniform_int_distribution<unsigned>(0, static_cast<unsigned>(servers_.size()) - 1)(random);
    servers_[shop].reset();
    std::this_thread::sleep_for(pause);
    servers_[shop] = open(shop, ports_[shop]);
    ++faults_[static_cast<std::size_t>(Fault::died)];
}

void EndlessMarket::close() { closed_ = true; }

tools::HttpResponse EndlessMarket::answer(unsigned shop, const tools::HttpRequest& request) {
    ++answered_;
    if (request.path == "/robots.txt") return {200, "text/plain", "User-agent: *\nDisallow: /private/\n", {}, {}};
    if (request.path.starts_with("/private/")) ++forbidden_;
    std::chrono::milliseconds delay{0};
    if (!closed_) {
        std::uint64_t draw = scattered(draws_++) % 10'000;
        for (const Share& share : shares) {
            if (draw >= share.of_ten_thousand) {
                draw -= share.of_ten_thousand;
                continue;
            }
            ++faults_[static_cast<std::size_t>(share.fault)];
            switch (share.fault) {
                case Fault::stall:
                    delay = std::chrono::seconds(3);
                    break;
                case Fault::retry_after:
                    return {503, "text/plain", "busy", {{"Retry-After", "2"}}, {}};
                case Fault::too_many:
                    return {429, "text/plain", "slower", {{"Retry-After", "1"}}, {}};
                case Fault::internal_error:
                    return {500, "text/plain", "oh", {}, {}};
                default:
                    return {503, "text/plain", "gone fishing", {}, {}};
            }
            break;
        }
    }
    const std::size_t slash = request.path.rfind('/');
    const std::uint64_t number = std::strtoull(request.path.c_str() + slash + 1, nullptr, 10);
    tools::HttpResponse response = request.path.starts_with("/list/") ? list(shop, number) : advert(number);
    response.delay = delay;
    return response;
}

tools::HttpResponse EndlessMarket::list(unsigned shop, std::uint64_t number) {
    const bool leads_on = !closed_;
    {
        const std::lock_guard lock(mutex_);
        leads_on_[{shop, number}] = leads_on;
    }
    std::string html = fmt::format("<html><head><title>List {}</title></head><body><ul>", number);
    for (std::uint64_t i = 0; i < adverts_a_list; ++i)
        html += fmt::format("<li><a href=\"/item/{0}\">offer {0}</a></li>", number * adverts_a_list + i);
    if (leads_on)
        for (const std::uint64_t next : next_lists(number))
            html += fmt::format("<li><a href=\"/list/{}\">more</a></li>", next);
    html += "</ul><a href=\"/private/account\">my account</a></body></html>";
    return {200, "text/html; charset=utf-8", std::move(html), {}, {}};
}

tools::HttpResponse EndlessMarket::advert(std::uint64_t number) {
    const auto& stock = tools::demo_market::shipped_adverts();
    const tools::demo_market::Advert& each = stock[scattered(number) % stock.size()];
    std::string html = fmt::format(
        "<html><head><title>{0}</title></head><body><h1>{0}</h1><main><p>{1}</p><p>Number {2}</p><p>{3} {4}</p>"
        "</main><a href=\"/list/0\">all offers</a></body></html>",
        escaped(each.title), escaped(each.description), number, each.price, each.currency);
    return {200, "text/html; charset=utf-8", std::move(html), {}, {}};
}

std::set<std::string> EndlessMarket::adverts() const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> all;
    for (unsigned shop = 0; shop < servers_.size(); ++shop) {
        std::vector<std::uint64_t> open{0};
        while (!open.empty()) {
            const std::uint64_t number = open.back();
            open.pop_back();
            const auto known = leads_on_.find({shop, number});
            if (known == leads_on_.end()) {
                all.insert(origin(shop) + fmt::format("/list/{}", number));  // led to, and never asked for
                continue;
            }
            for (std::uint64_t i = 0; i < adverts_a_list; ++i)
                all.insert(origin(shop) + fmt::format("/item/{}", number * adverts_a_list + i));
            if (!known->second) continue;
            const std::vector<std::uint64_t> next = next_lists(number);
            open.insert(open.end(), next.begin(), next.end());
        }
    }
    return all;
}

}  // namespace soak
