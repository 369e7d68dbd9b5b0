#include "crawler/canonical.h"

#include <algorithm>
#include <map>
#include <vector>

#include "crawler/limits.h"
#include "crawler/percent.h"

namespace crawler {
namespace {

bool unreserved(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

// Upper-case escapes; a percent sign that begins none becomes one; `also` is escaped too. Unreserved characters are
// decoded in paths only: a query belongs to the server's own form decoding.
std::string uniform(std::string_view text, bool decode, std::string_view also) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    auto escape = [&](unsigned c) {
        out += '%';
        out += digits[(c >> 4) & 15];
        out += digits[c & 15];
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '%') {
            const bool valid = i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0;
            const int value = valid ? hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]) : '%';
            if (valid && decode && unreserved(value))
                out += static_cast<char>(value);
            else
                escape(static_cast<unsigned>(value));
            i += valid ? 2 : 0;
        } else if (also.find(c) != std::string_view::npos) {
            escape(static_cast<unsigned char>(c));
        } else {
            out += c;
        }
    }
    return out;
}

// "/a;jsessionid=1F/b" -> "/a/b"; runs of slashes become one.
std::string clean_path(std::string_view path) {
    std::string out;
    for (std::size_t i = 0; i < path.size();) {
        if (path[i] == '/' && !out.empty() && out.back() == '/') {
            ++i;
            continue;
        }
        if (path[i] == ';') {
            const std::string_view rest = path.substr(i + 1);
            const std::size_t end = rest.find_first_of(";/");
            if (tells_visits_apart(rest.substr(0, std::min(rest.find('='), end)))) {
                i = end == std::string_view::npos ? path.size() : i + 1 + end;
                continue;
            }
        }
        out += path[i++];
    }
    return out;
}

std::string clean_query(std::string_view query) {
    std::vector<std::pair<std::string_view, std::string_view>> parameters;  // name, whole
    while (!query.empty()) {
        const std::size_t end = query.find('&');
        std::string_view whole = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        const std::string_view name = whole.substr(0, whole.find('='));
        if (name.empty() || tells_visits_apart(name)) continue;
        if (name.size() + 1 == whole.size()) whole = name;  // "b=" and "b" are one
        parameters.emplace_back(name, whole);
    }
    std::stable_sort(parameters.begin(), parameters.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string out;
    for (const auto& [name, whole] : parameters) {
        if (!out.empty()) out += '&';
        out += whole;
    }
    return out;
}

}  // namespace

Url canonical(const Url& url) {
    Url::Parts parts = url.parts();
    parts.username.clear();
    parts.password.clear();
    parts.fragment.reset();
    while (parts.host.size() > 1 && parts.host.back() == '.') parts.host.pop_back();
    parts.path = clean_path(uniform(parts.path, true, ""));
    if (parts.query) {
        const std::string query = clean_query(uniform(*parts.query, false, "[]^`|{}"));  // sorted as it is spelt
        parts.query = query.empty() ? std::nullopt : std::optional(query);
    }
    // Decoding may have made new dot segments ("%2e%2E" is one already): parse once more.
    const std::optional<Url> plain = Url::from_parts(parts);
    std::optional<Url> again = plain ? Url::parse(plain->text()) : std::nullopt;
    return again ? *again : url;
}

std::string_view to_string(Trap trap) {
    switch (trap) {
        case Trap::none:
            return "none";
        case Trap::too_long:
            return "longer than the limit for links of pages";
        case Trap::too_many_parameters:
            return "too many query parameters";
        case Trap::too_many_segments:
            return "path too deep";
        case Trap::repeated_segments:
            return "path repeats itself";
        case Trap::calendar:
            return "a calendar page far from today";
    }
    return "";
}

Trap trap_of(const Url& url) {
    if (url.text().size() > limits::crawl_url_bytes) return Trap::too_long;
    const std::string_view query = url.query();
    if (std::count(query.begin(), query.end(), '&') >= static_cast<std::ptrdiff_t>(limits::query_parameters))
        return Trap::too_many_parameters;
    std::map<std::string_view, std::size_t> seen;
    std::string_view path = url.path();
    std::size_t segments = 0;
    bool calendar = query.find("calendar") != std::string_view::npos;
    bool far_year = false;
    auto year_of = [&](std::string_view text) {
        if (text.size() < 4 || text.find_first_not_of("0123456789-") != std::string_view::npos) return;
        const std::string_view year = text.substr(0, 4);
        if (year.find('-') == std::string_view::npos && (text.size() == 4 || text[4] == '-'))
            far_year = far_year || year < "1990" || year > "2100";
    };
    while (!path.empty()) {
        path.remove_prefix(1);
        const std::string_view segment = path.substr(0, path.find('/'));
        path.remove_prefix(segment.size());
        if (segment.empty()) continue;
        if (++segments > limits::path_segments) return Trap::too_many_segments;
        if (segment.size() > 1 && ++seen[segment] > limits::repeated_segments) return Trap::repeated_segments;
        calendar = calendar || segment == "calendar" || segment == "events";
        year_of(segment);
    }
    for (std::size_t at = 0; (at = query.find('=', at)) != std::string_view::npos; ++at)
        year_of(query.substr(at + 1, query.find('&', at) - at - 1));
    return calendar && far_year ? Trap::calendar : Trap::none;
}

}  // namespace crawler
