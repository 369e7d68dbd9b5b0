// Gathers the links of a page from its tokens: every way a page points at another.
//
// a and area (href), link (next, prev, canonical, alternate), base, iframe and frame, meta refresh, search forms sent
// by GET, data-href and its like on lazily filled lists, and onclick handlers that set the location. Resolved by
// WHATWG rules, one entry per target and kind; a target is nofollow only if every link to it is.
#pragma once

#include <cstddef>
#include <functional>
#include <memory_resource>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "crawler/extract/page.h"
#include "crawler/extract/resolve.h"
#include "crawler/extract/tokens.h"

namespace crawler {

inline constexpr std::size_t kMaxLinks = 10'000;  // of one page
inline constexpr std::size_t kMaxLinkText = 300;  // bytes

// Neither copied nor moved; one a page, by one thread.
class LinkCollector {
  public:
    explicit LinkCollector(std::string_view page_url) : base_(page_url) {}

    void start_tag(const Token& token);
    void end_tag(const Token& token);
    void text(std::string_view decoded);  // between tags
    // Gives the links; the collector is spent.
    std::vector<Link> take();

    const BaseUrl& base() const { return base_; }
    const std::string& canonical() const { return canonical_; }
    bool in_link() const { return open_ != kNone; }

  private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);

    std::size_t add(std::string_view reference, LinkKind kind, bool nofollow, std::string_view text = {});
    void read_anchor(const Token& token);
    void read_link_element(const Token& token);
    void read_refresh(const Token& token);
    void read_form(const Token& token);
    void read_field(const Token& token);
    void read_lazy(const Token& token);

    struct Form {
        std::string action;
        std::string field;  // name of the text field
        bool open = false;
        bool searches = false;  // something in it says that it searches
    };

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
    };
    using Places = std::pmr::unordered_map<std::pmr::string, std::size_t, Hash, std::equal_to<>>;  // -> index

    BaseUrl base_;
    std::vector<Link> links_;
    std::pmr::monotonic_buffer_resource arena_;  // of the two below, which only grow
    Places seen_{&arena_};                       // by kind and URL
    Places written_{&arena_};                    // anchors by href as written: saves resolving again
    std::size_t open_ = kNone;                   // the anchor whose text is being read
    bool open_takes_text_ = false;
    std::string canonical_;
    Form form_;
};

}  // namespace crawler
