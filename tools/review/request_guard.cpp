#include "tools/review/request_guard.h"

#include <algorithm>
#include <charconv>

#include "crawler/ascii.h"

namespace tools::review {

namespace {

constexpr std::string_view known_languages[] = {"en", "fr", "es"};

// Four numbers, or brackets with hexadecimal digits and colons: a browser takes no name for that.
bool is_address(std::string_view host) {
    if (host.size() > 4 && host.front() == '[' && host.back() == ']')
        return host.substr(1, host.size() - 2).find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
    return std::count(host.begin(), host.end(), '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

bool is_our_host(std::string_view given, const std::vector<std::string>& names) {
    std::string host = crawler::ascii_lowered(given);
    const std::size_t colon = host.rfind(':');
    if (colon != std::string::npos && host.find_first_not_of("0123456789", colon + 1) == std::string::npos &&
        (host.front() != '[' || host[colon - 1] == ']'))
        host.resize(colon);
    return host == "localhost" || is_address(host) ||
           std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return crawler::ascii_lowered(name) == host; });
}

bool is_same_origin(const HttpRequest& request) {
    const std::string site = request.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    const std::string origin = request.header("origin");
    if (origin.empty() || origin == "null")
        return true;  // "null": pages without a referrer, as ours are; the token decides
    const std::size_t scheme = origin.find("://");
    return scheme != std::string::npos &&
           crawler::ascii_lowered(origin.substr(scheme + 3)) == crawler::ascii_lowered(request.header("host"));
}

bool is_from_our_page(const HttpRequest& request) {
    return request.header("sec-fetch-site") == "same-origin" && is_same_origin(request);
}

std::string client_address(const HttpRequest& request, bool behind_proxy) {
    const std::string forwarded = request.header("x-forwarded-for");
    if (!behind_proxy || forwarded.empty()) return request.remote_address;
    const std::size_t comma = forwarded.rfind(',');  // the last is what the nearest proxy saw itself
    const std::string_view last = std::string_view(forwarded).substr(comma == std::string::npos ? 0 : comma + 1);
    return std::string(crawler::trimmed(last).substr(0, 60));
}

std::string cookie(const HttpRequest& request, std::string_view name) {
    const std::string header = request.header("cookie");
    std::string_view rest = header;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(';'), rest.size());
        const std::string_view pair = crawler::trimmed(rest.substr(0, end));
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return std::string(pair.substr(name.size() + 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

std::string session_cookie_name(const HttpRequest& request) {
    const std::string host = request.header("host");
    const std::size_t colon = host.rfind(':');
    const std::string port = colon == std::string::npos ? "" : host.substr(colon + 1);
    const bool is_port = !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == std::string::npos;
    return is_port ? "citeswatch_" + port : "citeswatch";
}

std::string session_cookie(std::string_view name, std::string_view session, const HttpRequest& request) {
    const bool behind_tls = request.header("x-forwarded-proto") == "https";
    return std::string(name) + '=' + std::string(session) + "; Path=/; HttpOnly; SameSite=Strict" +
           (behind_tls ? "; Secure" : "");
}

std::string language_cookie(std::string_view language) {
    std::string_view chosen = "en";
    for (const std::string_view known : known_languages)
        if (language == known) chosen = known;
    return "citeswatch_language=" + std::string(chosen) + "; Path=/; Max-Age=31536000; HttpOnly; SameSite=Strict";
}

std::string preferred_language(std::string_view chosen, std::string_view accept) {
    for (const std::string_view known : known_languages)
        if (chosen == known) return std::string(known);
    std::string best = "en";
    double best_weight = 0;
    while (!accept.empty()) {
        const std::size_t end = std::min(accept.find(','), accept.size());
        std::string_view range = crawler::trimmed(accept.substr(0, end));
        accept.remove_prefix(std::min(end + 1, accept.size()));
        double weight = 1;
        if (const std::size_t parameter = range.find(";q="); parameter != std::string_view::npos) {
            const std::string_view number = range.substr(parameter + 3);
            if (std::from_chars(number.data(), number.data() + number.size(), weight).ec != std::errc{}) weight = 0;
            range = crawler::trimmed(range.substr(0, parameter));
        }
        const std::string primary = crawler::ascii_lowered(range.substr(0, range.find('-')));
        for (const std::string_view known : known_languages)
            if (primary == known && weight > best_weight) {
                best = primary;
                best_weight = weight;
            }
    }
    return best;
}

void add_safety_headers(HttpResponse& response) {
    const auto add = [&response](const char* name, const char* value) {
        for (const auto& [known, its] : response.headers)
            if (known == name) return;
        response.headers.emplace_back(name, value);
    };
    add("Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'");
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "no-referrer");
    add("X-Frame-Options", "DENY");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("Cross-Origin-Resource-Policy", "same-origin");
    add("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    add("Cache-Control", "no-store");
}

}  // namespace tools::review
