#include "crawler/sources/source.h"

#include <algorithm>

#include "crawler/public_suffix.h"
#include "crawler/sources/kinds.h"

namespace crawler {

Source::Source(SourceConfig config) : config_(std::move(config)) {
    for (const std::string& text : config_.urls) {
        std::string plain = text;
        for (char& c : plain)
            if (c == '{' || c == '}') c = 'x';
        if (const auto url = Url::parse(plain))
            hosts_.push_back(config_.subdomains ? registrable_domain(url->host()) : std::string(url->host()));
    }
    std::sort(hosts_.begin(), hosts_.end());  // a list of addresses may name one host ten thousand times
    hosts_.erase(std::unique(hosts_.begin(), hosts_.end()), hosts_.end());
}

bool Source::in_scope(const Url& url) const {
    const std::string host = config_.subdomains ? registrable_domain(url.host()) : std::string(url.host());
    const bool ours = std::any_of(hosts_.begin(), hosts_.end(), [&](const std::string& known) {
        // "www." comes and goes in redirects and links of one site.
        return known == host || "www." + known == host || known == "www." + host;
    });
    auto matches = [&](const std::string& pattern) {
        return glob_match(pattern, pattern.compare(0, 4, "http") == 0 || pattern[0] == '*'
                                       ? std::string_view(url.text())
                                       : url.path_and_query());
    };
    if (std::any_of(config_.exclude.begin(), config_.exclude.end(), matches)) return false;
    if (config_.include.empty()) return ours;
    const bool names_host = std::any_of(config_.include.begin(), config_.include.end(),
                                        [](const std::string& pattern) { return pattern.compare(0, 4, "http") == 0; });
    return (ours || names_host) && std::any_of(config_.include.begin(), config_.include.end(), matches);
}

FetchRequest Source::request(const std::string& url, LeadKind kind, std::string_view) const {
    FetchRequest request;
    request.url = url;
    request.headers = config_.headers;
    if (kind == LeadKind::api) request.headers.emplace_back("Accept", "application/json");
    if (!config_.token.empty()) request.headers.emplace_back("Authorization", "Bearer " + config_.token);
    request.proxy = config_.proxy;
    if (config_.cookies) request.cookie_jar = config_.name;
    request.allow_private = config_.allow_private;
    // Credentials are for the source's own hosts, wherever a redirect or a link leads.
    const bool plain = config_.headers.empty() && config_.token.empty();
    if (plain) return request;
    const auto parsed = Url::parse(url);
    const bool own = !parsed || std::any_of(config_.urls.begin(), config_.urls.end(), [&](const std::string& text) {
        const auto home = Url::parse(text);
        return home && home->origin() == parsed->origin();
    });
    if (!own && !config_.urls.empty()) {
        request.headers.erase(std::remove_if(request.headers.begin(), request.headers.end(),
                                             [](const auto& header) { return header.first != "Accept"; }),
                              request.headers.end());
    }
    return request;
}

bool is_api(SourceType type) {
    return type == SourceType::ebay || type == SourceType::mastodon || type == SourceType::woocommerce ||
           type == SourceType::discourse || type == SourceType::shopify;
}

std::unique_ptr<Source> make_source(const SourceConfig& config, SourceParts parts) {
    switch (config.type) {
        case SourceType::site:
            return make_site(config, std::move(parts));
        case SourceType::search:
            return make_search(config, std::move(parts));
        case SourceType::urls:
            return make_urls(config, std::move(parts));
        case SourceType::sitemap:
            return make_sitemap(config, std::move(parts));
        case SourceType::feed:
            return make_feed(config, std::move(parts));
        case SourceType::shopify:
            return make_shopify(config);
        case SourceType::woocommerce:
            return make_woocommerce(config);
        case SourceType::ebay:
            return make_ebay(config, std::move(parts));
        case SourceType::mastodon:
            return make_mastodon(config, std::move(parts));
        case SourceType::discourse:
            return make_discourse(config, std::move(parts));
        case SourceType::telegram:
            return make_telegram(config);
    }
    return nullptr;
}

}  // namespace crawler
