#include "crawler/url.h"

#include "crawler/ascii.h"
#include "crawler/limits.h"
#include "crawler/percent.h"

namespace crawler {
namespace {

bool is_slash(char c) { return c == '/' || c == '\\'; }

// Leading and trailing C0 controls and spaces go, tabs and newlines go anywhere.
std::string cleaned(std::string_view input) {
    while (!input.empty() && static_cast<unsigned char>(input.front()) <= 0x20) input.remove_prefix(1);
    while (!input.empty() && static_cast<unsigned char>(input.back()) <= 0x20) input.remove_suffix(1);
    std::string out;
    out.reserve(input.size());
    for (char c : input)
        if (c != '\t' && c != '\n' && c != '\r') out += c;
    return out;
}

// Length of "scheme" before ':', 0 when the text does not begin with one.
std::size_t scheme_length(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = ascii_lower(text[i]);
        if (c == ':') return i;
        const bool letter = c >= 'a' && c <= 'z';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'))) return 0;
    }
    return 0;
}

// 0: none, 1: http, 2: https, 3: another.
int scheme_kind(std::string_view scheme) {
    std::string name;
    if (scheme.size() > 5) return 3;
    for (char c : scheme) name += ascii_lower(c);
    return scheme.empty() ? 0 : name == "http" ? 1 : name == "https" ? 2 : 3;
}

// 0: an ordinary segment, 1: ".", 2: "..", with "%2e" for any dot.
int dots(std::string_view segment) {
    int count = 0;
    for (std::size_t i = 0; i < segment.size(); ++count) {
        if (count == 2) return 0;
        if (segment[i] == '.')
            ++i;
        else if (segment.size() - i >= 3 && segment[i] == '%' && segment[i + 1] == '2' &&
                 ascii_lower(segment[i + 2]) == 'e')
            i += 3;
        else
            return 0;
    }
    return count;
}

void shorten(std::string& path) { path.erase(path.empty() ? 0 : path.rfind('/')); }

// Appends the segments of `text` to `path` (empty, or a directory without its final slash).
void append_path(std::string& path, std::string_view text) {
    if (!text.empty() && is_slash(text.front())) text.remove_prefix(1);
    for (;;) {
        std::size_t end = 0;
        while (end < text.size() && !is_slash(text[end])) ++end;
        const bool more = end < text.size();
        const std::string_view segment = text.substr(0, end);
        switch (dots(segment)) {
            case 2:
                shorten(path);
                if (!more) path += '/';
                break;
            case 1:
                if (!more) path += '/';
                break;
            default:
                path += '/';
                percent_encode(path, segment, EncodeSet::path);
        }
        if (!more) return;
        text.remove_prefix(end + 1);
    }
}

bool parse_port(std::string_view text, bool https, std::int32_t& port) {
    std::int32_t value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') return false;
        value = value * 10 + (c - '0');
        if (value > 65535) return false;
    }
    port = text.empty() || value == (https ? 443 : 80) ? -1 : value;
    return true;
}

bool parse_authority(std::string_view text, Url::Parts& parts) {
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        const std::string_view userinfo = text.substr(0, at);
        const std::size_t colon = userinfo.find(':');
        percent_encode(parts.username, userinfo.substr(0, colon), EncodeSet::userinfo);
        if (colon != std::string_view::npos)
            percent_encode(parts.password, userinfo.substr(colon + 1), EncodeSet::userinfo);
        text.remove_prefix(at + 1);
    }
    bool brackets = false;
    std::size_t colon = std::string_view::npos;
    for (std::size_t i = 0; i < text.size() && colon == std::string_view::npos; ++i) {
        if (text[i] == '[') brackets = true;
        if (text[i] == ']') brackets = false;
        if (text[i] == ':' && !brackets) colon = i;
    }
    std::optional<std::string> host = parse_host(text.substr(0, colon));
    if (!host) return false;
    parts.host = std::move(*host);
    return colon == std::string_view::npos || parse_port(text.substr(colon + 1), parts.https, parts.port);
}

}  // namespace

std::optional<Url> Url::parse(std::string_view input, const Url* base) {
    if (input.size() > limits::url_bytes * 2) return std::nullopt;
    const std::string text = cleaned(input);
    std::string_view rest = text;
    const std::size_t scheme = scheme_length(rest);
    const int kind = scheme_kind(rest.substr(0, scheme));
    if (kind == 3 || (kind == 0 && !base)) return std::nullopt;
    Parts parts;
    parts.https = kind == 0 ? base->secure() : kind == 2;
    if (kind != 0) rest.remove_prefix(scheme + 1);

    if (const std::size_t hash = rest.find('#'); hash != std::string_view::npos) {
        parts.fragment.emplace();
        percent_encode(*parts.fragment, rest.substr(hash + 1), EncodeSet::fragment);
        rest = rest.substr(0, hash);
    }
    std::string_view before_query = rest;
    if (const std::size_t mark = rest.find('?'); mark != std::string_view::npos) {
        parts.query.emplace();
        percent_encode(*parts.query, rest.substr(mark + 1), EncodeSet::query);
        before_query = rest.substr(0, mark);
    }
    const bool same_scheme = base && (kind == 0 || base->secure() == parts.https);
    const bool two_slashes = before_query.size() >= 2 && is_slash(before_query[0]) && is_slash(before_query[1]);
    if (!same_scheme || two_slashes) {
        std::size_t begin = 0;
        while (begin < before_query.size() && is_slash(before_query[begin])) ++begin;
        std::size_t end = begin;
        while (end < before_query.size() && !is_slash(before_query[end])) ++end;
        if (!parse_authority(before_query.substr(begin, end - begin), parts)) return std::nullopt;
        parts.path.clear();
        append_path(parts.path, before_query.substr(end));
        return from_parts(parts);
    }
    const Parts from = base->parts();
    parts.username = from.username;
    parts.password = from.password;
    parts.host = from.host;
    parts.port = from.port;
    if (before_query.empty()) {
        parts.path = from.path;
        if (!parts.query) parts.query = from.query;
        return from_parts(parts);
    }
    parts.path.clear();
    if (!is_slash(before_query[0])) {
        parts.path = from.path;
        shorten(parts.path);
    }
    append_path(parts.path, before_query);
    return from_parts(parts);
}

std::optional<Url> Url::from_parts(const Parts& parts) {
    Url url;
    std::string& text = url.text_;
    text.reserve(16 + parts.host.size() + parts.path.size() + (parts.query ? parts.query->size() : 0));
    text = parts.https ? "https" : "http";
    url.scheme_end_ = parts.https ? 5 : 4;
    text += "://";
    if (!parts.username.empty() || !parts.password.empty()) {
        text += parts.username;
        if (!parts.password.empty()) (text += ':') += parts.password;
        text += '@';
    }
    url.host_begin_ = static_cast<std::uint32_t>(text.size());
    text += parts.host;
    url.host_end_ = static_cast<std::uint32_t>(text.size());
    if (parts.port >= 0) (text += ':') += std::to_string(parts.port);
    url.path_begin_ = static_cast<std::uint32_t>(text.size());
    text += parts.path.empty() ? "/" : parts.path;
    url.path_end_ = static_cast<std::uint32_t>(text.size());
    if (parts.query) (text += '?') += *parts.query;
    url.query_end_ = static_cast<std::uint32_t>(text.size());
    if (parts.fragment) (text += '#') += *parts.fragment;
    if (text.size() > limits::url_bytes) return std::nullopt;
    return url;
}

Url::Parts Url::parts() const {
    Parts parts;
    parts.https = secure();
    parts.username = username();
    parts.password = password();
    parts.host = host();
    parts.port = explicit_port().empty() ? -1 : port();
    parts.path = path();
    if (has_query()) parts.query = std::string(query());
    if (has_fragment()) parts.fragment = std::string(fragment());
    return parts;
}

std::string_view Url::username() const {
    if (host_begin_ == scheme_end_ + 3) return {};
    const std::string_view info = view(scheme_end_ + 3, host_begin_ - 1);
    return info.substr(0, info.find(':'));
}

std::string_view Url::password() const {
    if (host_begin_ == scheme_end_ + 3) return {};
    const std::string_view info = view(scheme_end_ + 3, host_begin_ - 1);
    const std::size_t colon = info.find(':');
    return colon == std::string_view::npos ? std::string_view{} : info.substr(colon + 1);
}

std::string_view Url::explicit_port() const {
    return host_end_ < path_begin_ ? view(host_end_ + 1, path_begin_) : std::string_view{};
}

std::uint16_t Url::port() const {
    if (explicit_port().empty()) return secure() ? 443 : 80;
    unsigned value = 0;
    for (char c : explicit_port()) value = value * 10 + static_cast<unsigned>(c - '0');
    return static_cast<std::uint16_t>(value);
}

std::string_view Url::query() const { return has_query() ? view(path_end_ + 1, query_end_) : std::string_view{}; }

std::string_view Url::fragment() const {
    return has_fragment() ? view(query_end_ + 1, text_.size()) : std::string_view{};
}

std::string Url::origin() const {
    std::string out(scheme());
    out += "://";
    out += view(host_begin_, path_begin_);
    return out;
}

}  // namespace crawler
