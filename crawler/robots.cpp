#include "crawler/robots.h"

#include <algorithm>
#include <cstring>
#include <initializer_list>

#include "crawler/ascii.h"
#include "crawler/extract/charset.h"
#include "crawler/limits.h"
#include "crawler/percent.h"

namespace crawler {
namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\v' || c == '\f'; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && blank(text.back())) text.remove_suffix(1);
    return text;
}

bool any_of(std::string_view key, std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return equals_ignoring_case(key, name); });
}

enum class Key : std::uint8_t { unknown, user_agent, allow, disallow, crawl_delay, sitemap };

Key key_of(std::string_view key) {
    if (any_of(key, {"user-agent", "useragent", "user agent"})) return Key::user_agent;
    if (any_of(key, {"disallow", "dissallow", "dissalow", "disalow", "diasllow", "disallaw"})) return Key::disallow;
    if (equals_ignoring_case(key, "allow")) return Key::allow;
    if (any_of(key, {"crawl-delay", "crawldelay", "crawl delay"})) return Key::crawl_delay;
    if (any_of(key, {"sitemap", "site-map"})) return Key::sitemap;
    return Key::unknown;
}

bool unreserved(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

// One spelling for paths and patterns: upper-case escapes, unreserved characters bare, bytes beyond ASCII escaped.
std::string normalised(std::string_view text) {
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    out.reserve(text.size());
    auto escape = [&](unsigned c) {
        out += '%';
        out += digits[c >> 4];
        out += digits[c & 15];
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            const int value = hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]);
            if (unreserved(value))
                out += static_cast<char>(value);
            else
                escape(static_cast<unsigned>(value));
            i += 2;
        } else if (c >= 0x80) {
            escape(c);
        } else {
            out += static_cast<char>(c);
        }
    }
    return out;
}

// UTF-8 text of the file: UTF-16 by its mark or by its zero bytes; a UTF-8 mark, even a cut one, is dropped.
std::string text_of(std::string_view bytes) {
    bytes = bytes.substr(0, limits::robots_bytes);
    if (bytes.substr(0, 2) == "\xFF\xFE") return utf8_from(bytes.substr(2), "UTF-16LE");
    if (bytes.substr(0, 2) == "\xFE\xFF") return utf8_from(bytes.substr(2), "UTF-16BE");
    if (bytes.size() >= 4 && bytes[0] && !bytes[1] && bytes[2] && !bytes[3]) return utf8_from(bytes, "UTF-16LE");
    if (bytes.size() >= 4 && !bytes[0] && bytes[1] && !bytes[2] && bytes[3]) return utf8_from(bytes, "UTF-16BE");
    for (char mark : {'\xEF', '\xBB', '\xBF'}) {
        if (bytes.empty() || bytes.front() != mark) break;
        bytes.remove_prefix(1);
    }
    return std::string(bytes);
}

std::optional<std::chrono::milliseconds> seconds_of(std::string_view text) {
    double value = 0, scale = 0;
    bool digit = false;
    for (char c : text) {
        if (c >= '0' && c <= '9') {
            digit = true;
            if (scale > 0) {
                value += (c - '0') * scale;
                scale /= 10;
            } else {
                value = std::min(value * 10 + (c - '0'), 1e7);
            }
        } else if (c == '.' && scale == 0) {
            scale = 0.1;
        } else {
            return std::nullopt;
        }
    }
    if (!digit) return std::nullopt;
    return std::chrono::milliseconds(static_cast<std::int64_t>(value * 1000 + 0.5));
}

struct Line {
    Key key = Key::unknown;
    std::string_view value;
};

Line split(std::string_view line) {
    line = trimmed(line.substr(0, std::min(line.find('#'), limits::robots_line - 1)));
    std::size_t separator = line.find(':');
    if (separator == std::string_view::npos) {  // "Disallow /x": one key, blanks, one value
        separator = static_cast<std::size_t>(std::find_if(line.begin(), line.end(), blank) - line.begin());
        if (separator == line.size()) return {};
        const std::string_view value = trimmed(line.substr(separator));
        if (std::any_of(value.begin(), value.end(), blank)) return {};
        return {key_of(line.substr(0, separator)), value};
    }
    return {key_of(trimmed(line.substr(0, separator))), trimmed(line.substr(separator + 1))};
}

bool matches(std::string_view path, std::string_view pattern) {
    const bool anchored = !pattern.empty() && pattern.back() == '$';
    if (anchored) pattern.remove_suffix(1);
    std::size_t star = pattern.find('*');
    const std::string_view prefix = pattern.substr(0, star);
    if (path.substr(0, prefix.size()) != prefix) return false;
    path.remove_prefix(prefix.size());
    if (star == std::string_view::npos) return !anchored || path.empty();
    for (;;) {
        pattern.remove_prefix(star + 1);
        star = pattern.find('*');
        const std::string_view piece = pattern.substr(0, star);
        if (star == std::string_view::npos && anchored)
            return path.size() >= piece.size() && path.substr(path.size() - piece.size()) == piece;
        if (!piece.empty()) {
            // memmem is linear in the worst case, unlike string_view::find.
            const void* at = path.empty() ? nullptr : memmem(path.data(), path.size(), piece.data(), piece.size());
            if (!at) return false;
            path.remove_prefix(static_cast<std::size_t>(static_cast<const char*>(at) - path.data()) + piece.size());
        }
        if (star == std::string_view::npos) return true;
    }
}

constexpr std::string_view kIndex = "/index.htm";

// Rules of both candidate groups are kept until the end: only then it is known whether one names us.
class Parser {
  public:
    // "Foo Bar" is no agent a group can name (its groups name "Foo"); "Foo/1.0 (...)" is.
    explicit Parser(std::string_view agent) : agent_(product_token(agent)) {
        const std::string_view rest = agent.substr(agent_.size());
        const auto after = [&](std::size_t i) { return i < rest.size() ? rest[i] | 0x20 : 0; };
        if (!rest.empty() && rest[0] == ' ' && after(1) >= 'a' && after(1) <= 'z') agent_.clear();
    }

    void line(std::string_view text, std::uint32_t number) {
        const Line line = split(text);
        switch (line.key) {
            case Key::user_agent:
                user_agent(line.value);
                break;
            case Key::allow:
                rule(line.value, true, number);
                break;
            case Key::disallow:
                rule(line.value, false, number);
                break;
            case Key::crawl_delay:
                delay(line.value);
                break;
            case Key::sitemap:
                sitemap(line.value);
                break;
            case Key::unknown:
                break;
        }
    }

    struct Collected {
        std::vector<Robots::Rule> rules;
        std::optional<std::chrono::milliseconds> delay;
        bool seen = false, open = false;
    };
    Collected named, everyone;
    std::vector<std::string> sitemaps;

  private:
    void user_agent(std::string_view value) {
        if (rules_seen_) named.open = everyone.open = rules_seen_ = false;
        if (!value.empty() && value[0] == '*' && (value.size() == 1 || blank(value[1])))
            everyone.open = everyone.seen = true;
        else if (!agent_.empty() && equals_ignoring_case(product_token(value), agent_))
            named.open = named.seen = true;
    }

    void rule(std::string_view value, bool allow, std::uint32_t number) {
        rules_seen_ = true;
        if (value.empty()) return;  // "Disallow:" forbids nothing
        std::string pattern = normalised(value);
        // Runs of stars mean one.
        pattern.erase(std::unique(pattern.begin(), pattern.end(), [](char a, char b) { return a == '*' && b == '*'; }),
                      pattern.end());
        for (Collected* group : {&named, &everyone}) {
            if (!group->open) continue;
            group->rules.push_back({pattern, number, allow});
            const std::size_t index = pattern.rfind('/');
            if (allow && index != std::string::npos && pattern.compare(index, kIndex.size(), kIndex) == 0)
                group->rules.push_back({pattern.substr(0, index + 1) + '$', number, allow});
        }
    }

    void delay(std::string_view value) {
        const auto parsed = seconds_of(value);
        if (!parsed) return;
        for (Collected* group : {&named, &everyone})
            if (group->open) group->delay = std::max(group->delay.value_or(*parsed), *parsed);
    }

    void sitemap(std::string_view value) {
        if (value.empty() || sitemaps.size() >= limits::robots_sitemaps) return;
        if (std::find(sitemaps.begin(), sitemaps.end(), value) == sitemaps.end()) sitemaps.emplace_back(value);
    }

    std::string agent_;
    bool rules_seen_ = false;
};

}  // namespace

std::string_view product_token(std::string_view user_agent) {
    const std::size_t end = user_agent.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
    return user_agent.substr(0, end);
}

std::string robots_path(std::string_view url) {
    const std::size_t scheme = url.find("://");
    if (url.substr(0, 2) == "//")
        url.remove_prefix(2);
    else if (scheme != std::string_view::npos && scheme < url.find_first_of("/?;"))
        url.remove_prefix(scheme + 3);
    const std::size_t begin = url.find_first_of("/?;#");
    if (begin == std::string_view::npos) return "/";
    url = url.substr(begin, url.find('#') - begin);
    return url.empty() || url[0] != '/' ? "/" + std::string(url) : std::string(url);
}

Robots Robots::parse(std::string_view bytes, std::string_view agent) {
    const std::string text = text_of(bytes);
    Parser parser(agent);
    std::uint32_t number = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        std::size_t end = text.find_first_of("\r\n", begin);
        if (end == std::string::npos) end = text.size();
        parser.line(std::string_view(text).substr(begin, end - begin), ++number);
        begin = end + 1 + (text.compare(end, 2, "\r\n") == 0);
    }
    Robots robots;
    Parser::Collected& own = parser.named.seen ? parser.named : parser.everyone;
    robots.group_ = parser.named.seen ? Group::named : parser.everyone.seen ? Group::everyone : Group::none;
    robots.rules_ = std::move(own.rules);
    robots.crawl_delay_ = own.delay;
    robots.sitemaps_ = std::move(parser.sitemaps);
    std::stable_sort(robots.rules_.begin(), robots.rules_.end(), [](const Rule& a, const Rule& b) {
        return a.pattern.size() != b.pattern.size() ? a.pattern.size() > b.pattern.size() : a.allow && !b.allow;
    });
    return robots;
}

Robots::Decision Robots::decide(std::string_view path) const {
    if (rules_.empty() || path == "/robots.txt") return {};
    const std::string text = normalised(path.empty() ? "/" : path);
    for (const Rule& rule : rules_)
        if (matches(text, rule.pattern)) return {rule.allow, &rule};
    return {};
}

}  // namespace crawler
