// http and https URLs as browsers read them (the WHATWG URL Standard, url.spec.whatwg.org), restricted to the two
// schemes a crawler visits: every other scheme fails to parse.
//
// There is no invalid Url: parse() and resolve() give one or nothing. A Url is its serialisation plus offsets: cheap
// to copy and compare. Parsing is total, linear in the input and refuses results longer than limits::url_bytes.
// Values without shared state; any thread. idna.cpp holds ICU.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace crawler {

class Url {
  public:
    // An absolute URL, or anything relative to `base`. Input is UTF-8; invalid sequences become U+FFFD.
    static std::optional<Url> parse(std::string_view input, const Url* base = nullptr);
    std::optional<Url> resolve(std::string_view reference) const { return parse(reference, this); }

    const std::string& text() const { return text_; }  // the serialisation ("href")
    std::string_view scheme() const { return view(0, scheme_end_); }
    bool secure() const { return scheme_end_ == 5; }
    std::string_view username() const;
    std::string_view password() const;
    std::string_view host() const { return view(host_begin_, host_end_); }  // ASCII; IPv6 in brackets
    std::uint16_t port() const;                                             // 443 and 80 where none is written
    std::string_view explicit_port() const;                                 // empty where it is the scheme's own
    std::string_view path() const { return view(path_begin_, path_end_); }  // begins with '/'
    std::string_view query() const;                                         // without '?'
    std::string_view fragment() const;                                      // without '#'
    bool has_query() const { return query_end_ > path_end_; }
    bool has_fragment() const { return text_.size() > query_end_; }
    // "https://host:port", the unit robots.txt and politeness speak of (no userinfo).
    std::string origin() const;
    // Path and query: what robots.txt rules match and the request line carries.
    std::string_view path_and_query() const { return view(path_begin_, query_end_); }

    friend bool operator==(const Url& a, const Url& b) { return a.text_ == b.text_; }
    friend auto operator<=>(const Url& a, const Url& b) { return a.text_ <=> b.text_; }

    // The parts a Url is put together from; only the parser and canonical forms use it.
    struct Parts {
        bool https = false;
        std::string username, password;  // encoded
        std::string host;                // serialised
        std::int32_t port = -1;          // -1: the scheme's own
        std::string path = "/";
        std::optional<std::string> query, fragment;
    };
    static std::optional<Url> from_parts(const Parts& parts);
    Parts parts() const;

  private:
    Url() = default;
    std::string_view view(std::size_t begin, std::size_t end) const {
        return std::string_view(text_).substr(begin, end - begin);
    }

    std::string text_;
    std::uint32_t scheme_end_ = 0, host_begin_ = 0, host_end_ = 0, path_begin_ = 0, path_end_ = 0, query_end_ = 0;
};

// The host parser of the standard for special schemes: a domain (IDNA applied), IPv4 or bracketed IPv6.
std::optional<std::string> parse_host(std::string_view input);

}  // namespace crawler
