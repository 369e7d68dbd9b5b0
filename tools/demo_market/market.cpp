#include "tools/demo_market/market.h"

#include <fmt/core.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>

#include "tools/demo_market/charset.h"
#include "tools/demo_market/pages.h"

namespace tools::demo_market {

struct Market::Stall {
    Stall(const Shop& what, const MarketOptions& given) : shop(what), options(given) {}

    void open(int port) {
        server = std::make_unique<HttpServer>(
            HttpServerOptions{
                .address = std::string(shop.address), .port = port, .threads = 4, .keep_log = options.keep_log},
            [this](const HttpRequest& request) { return answer(request); });
        const std::lock_guard lock(mutex_);  // it answers already
        origin_ = server->origin();
    }

    std::string origin() const {
        const std::lock_guard lock(mutex_);
        return origin_;
    }

    HttpResponse answer(const HttpRequest& request) {
        const std::string& path = request.path;
        if (path == "/") return front_page();
        if (path == "/robots.txt") return text("text/plain", robots_txt(origin(), options.crawl_delay_seconds));
        if (path == "/sitemap.xml") return text("application/xml", sitemap_xml(shop, stock, origin()));
        if (path.starts_with("/c/")) return category(path.substr(3), page_of(request));
        if (path == "/search") return search(request.parameter("q"), page_of(request));
        if (path.starts_with("/old/")) return redirect(301, "/moved/" + path.substr(5));
        if (path.starts_with("/moved/")) return moved(path.substr(7));
        const std::string open_prefix(shop.listing_path);
        const std::string closed_prefix = "/private" + open_prefix;
        if (path.starts_with(open_prefix)) return advert(path.substr(open_prefix.size()), false);
        if (path.starts_with(closed_prefix)) return advert(path.substr(closed_prefix.size()), true);
        return missing();
    }

  private:
    static HttpResponse text(std::string type, std::string body) {
        return {200, std::move(type), std::move(body), {}, {}};
    }

    HttpResponse missing() const { return {404, "text/html; charset=utf-8", missing_page(shop), {}, {}}; }

    static HttpResponse redirect(int status, std::string to) {
        return {status, "text/html", "moved", {{"Location", std::move(to)}}, {}};
    }

    HttpResponse moved(const std::string& id) const {
        const Advert* found = find(id);
        return found ? redirect(302, advert_path(*found, shop)) : missing();
    }

    HttpResponse advert(const std::string& id, bool closed_area) {
        const Advert* found = find(id);
        if (!found || found->quirks.forbidden != closed_area) return missing();
        const PageQuirks& quirks = found->quirks;
        if (quirks.gone) return {410, "text/html; charset=utf-8", missing_page(shop), {}, {}};
        if (quirks.busy && options.misbehave && first_time(id))
            return {429, "text/plain", "one moment please", {{"Retry-After", "1"}}, {}};
        const std::string charset = quirks.charset.empty() ? "utf-8" : quirks.charset;
        const std::string meta = quirks.undeclared ? "" : quirks.mislabelled ? "utf-8" : charset;
        HttpResponse response;
        response.content_type = quirks.mislabelled       ? "text/html; charset=utf-8"
                                : quirks.charset.empty() ? "text/html; charset=utf-8"
                                                         : "text/html";
        response.body = encoded(advert_page(*found, shop, related_to(*found), meta), charset);
        if (quirks.slow && options.misbehave) response.delay = std::chrono::seconds(2);
        return response;
    }

    HttpResponse category(const std::string& name, std::size_t page) const {
        std::vector<const Advert*> all;
        for (const Advert* each : on_show())
            if (each->category == name) all.push_back(each);
        return paged(category_path(name) + "?page=", name, all, page);
    }

    HttpResponse search(const std::string& words, std::size_t page) const {
        std::vector<const Advert*> found;
        for (const Advert* each : on_show())
            if (!words.empty() &&
                (each->title.find(words) != std::string::npos || each->description.find(words) != std::string::npos))
                found.push_back(each);
        return paged("/search?q=" + percent_encoded(words) + "&page=", shop.words.search, found, page);
    }

    HttpResponse paged(const std::string& path, std::string_view heading, const std::vector<const Advert*>& all,
                       std::size_t page) const {
        const std::size_t begin = (page - 1) * adverts_per_page;
        if (begin >= all.size()) return missing();
        const std::size_t end = std::min(all.size(), begin + adverts_per_page);
        const std::vector<const Advert*> shown(all.begin() + static_cast<std::ptrdiff_t>(begin),
                                               all.begin() + static_cast<std::ptrdiff_t>(end));
        return text("text/html; charset=utf-8",
                    list_page(shop, heading, shown, {}, end < all.size() ? path + std::to_string(page + 1) : ""));
    }

    HttpResponse front_page() const {
        const std::vector<const Advert*> all = on_show();
        std::vector<std::string> categories;
        for (const Advert* each : all)
            if (std::find(categories.begin(), categories.end(), each->category) == categories.end())
                categories.push_back(each->category);
        const std::vector<const Advert*> latest(all.begin(),
                                                all.begin() + std::min<std::ptrdiff_t>(8, std::ssize(all)));
        return text("text/html; charset=utf-8", list_page(shop, shop.words.latest, latest, categories, ""));
    }

    std::vector<const Advert*> on_show() const {  // what lists link
        std::vector<const Advert*> shown;
        for (const Advert* each : stock)
            if (!each->quirks.unlinked) shown.push_back(each);
        return shown;
    }

    std::vector<const Advert*> related_to(const Advert& advert) const {  // the next three, as dull shops do it
        std::vector<const Advert*> related;
        const auto here = std::find(stock.begin(), stock.end(), &advert) - stock.begin();
        for (std::size_t i = 1; i <= 3 && i < stock.size(); ++i)
            related.push_back(stock[(static_cast<std::size_t>(here) + i) % stock.size()]);
        return related;
    }

    const Advert* find(const std::string& id) const {
        const auto found = std::find_if(stock.begin(), stock.end(), [&](const Advert* a) { return a->id == id; });
        return found == stock.end() ? nullptr : *found;
    }

    static std::size_t page_of(const HttpRequest& request) {
        const std::string page = request.parameter("page");
        if (page.empty() || page.size() > 4 || page.find_first_not_of("0123456789") != std::string::npos) return 1;
        return std::max<std::size_t>(1, std::stoul(page));
    }

    bool first_time(const std::string& id) {
        const std::lock_guard lock(mutex_);
        return asked_.insert(id).second;
    }

  public:
    const Shop& shop;
    const MarketOptions options;
    std::vector<const Advert*> stock;
    std::unique_ptr<HttpServer> server;

  private:
    mutable std::mutex mutex_;  // guards what follows
    std::string origin_;
    std::set<std::string> asked_;
};

Market::Market(const MarketOptions& options) {
    for (const Shop& shop : shops()) {
        if (!options.shops.empty() && !options.shops.contains(std::string(shop.id))) continue;
        auto stall = std::make_unique<Stall>(shop, options);
        for (const Advert& advert : shipped_adverts())
            if (advert.shop == shop.id &&
                (options.most_adverts_a_shop == 0 || stall->stock.size() < options.most_adverts_a_shop))
                stall->stock.push_back(&advert);
        adverts_.insert(adverts_.end(), stall->stock.begin(), stall->stock.end());
        stalls_.push_back(std::move(stall));
    }
    try {
        for (auto& stall : stalls_) stall->open(options.port);
    } catch (const ServerError&) {
        if (options.port == 0) throw;
        stop();
        for (auto& stall : stalls_) stall->open(0);
    }
}

Market::~Market() { stop(); }

const Market::Stall& Market::stall(std::string_view shop) const {
    for (const auto& each : stalls_)
        if (each->shop.id == shop) return *each;
    throw std::out_of_range("no such shop in the demo market: " + std::string(shop));
}

std::string Market::configuration() const {
    std::string toml =
        "# The demo market's shops as sources: a configuration to learn from.\n[crawler]\n"
        "user_agent = \"citeswatch-demo/0.1 (+http://127.0.0.1/; demo@localhost.invalid)\"\n";
    for (const auto& each : stalls_)
        toml += fmt::format(
            "\n[[source]]\nname = \"{}\"\ntype = \"site\"\nurl = \"{}/\"\nallow_private = true  # loopback: this "
            "machine\n"
            "delay = \"{}ms\"\n",
            each->shop.id, each->origin(), static_cast<int>(each->options.crawl_delay_seconds * 1000));
    return toml;
}

const std::vector<const Advert*>& Market::adverts() const { return adverts_; }

std::string Market::url_of(const Advert& advert) const {
    const Stall& where = stall(advert.shop);
    return where.origin() + advert_path(advert, where.shop);
}

std::string Market::origin(std::string_view shop) const { return stall(shop).origin(); }

std::vector<ServedRequest> Market::log(std::string_view shop) const { return stall(shop).server->log(); }

void Market::stop() {
    for (auto& each : stalls_)
        if (each->server) each->server->stop();
}

}  // namespace tools::demo_market
