// robots.txt by RFC 9309: which paths one crawler may fetch, how fast, and where the sitemaps are.
//
// parse() is total: any bytes give a Robots, what is no directive is skipped. Read as Google's open parser reads it
// where the RFC leaves room: common misspellings, a missing colon, lines cut at limits::robots_line, "index.html" also
// names its directory, partial byte-order marks; UTF-16 is recognised. One departure from that parser, by the RFC
// (section 2.2.2): percent-encoded unreserved characters are decoded on both sides before they are compared.
//
// Cost: parsing is linear; a decision is linear in the rules times the path, whatever the wildcards (pieces between
// stars are found leftmost, in linear time each). Immutable after parse(); any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

class Robots {
  public:
    struct Rule {
        std::string pattern;     // normalised; "/" prefix, '*' and final '$' as in the file
        std::uint32_t line = 0;  // 1-based
        bool allow = false;
    };
    struct Decision {
        bool allowed = true;
        const Rule* rule = nullptr;  // the longest match; null: no rule applies
    };
    enum class Group : std::uint8_t { none, everyone, named };  // whose rules these are

    // `agent`: a product token or a whole User-Agent value, of which the leading token counts.
    static Robots parse(std::string_view bytes, std::string_view agent);

    // `path`: path and query of a URL. /robots.txt itself is always allowed.
    Decision decide(std::string_view path) const;
    bool allows(std::string_view path) const { return decide(path).allowed; }

    Group group() const { return group_; }
    const std::vector<Rule>& rules() const { return rules_; }  // longest first, allow before disallow
    std::optional<std::chrono::milliseconds> crawl_delay() const { return crawl_delay_; }  // uncapped
    const std::vector<std::string>& sitemaps() const { return sitemaps_; }                 // as written, each once

  private:
    std::vector<Rule> rules_;
    std::vector<std::string> sitemaps_;
    std::optional<std::chrono::milliseconds> crawl_delay_;
    Group group_ = Group::none;
};

// "citeswatch" of "citeswatch/0.1 (+https://...)": letters, '_' and '-' (RFC 9309, section 2.2.1).
std::string_view product_token(std::string_view user_agent);

// Path and query of any text that may be a URL, also of those too long or too odd for Url; "/" when it has none.
std::string robots_path(std::string_view url);

}  // namespace crawler
