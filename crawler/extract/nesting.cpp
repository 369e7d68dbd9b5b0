#include "crawler/extract/nesting.h"

#include <array>
#include <unordered_map>

#include "crawler/extract/text.h"
#include "crawler/extract/tokens.h"

namespace crawler {
namespace {

// An element whose start tag closes its open sibling: it cannot nest without another, counted, element between.
bool closes_its_like(Tag tag) {
    switch (tag) {
        case Tag::p:
        case Tag::li:
        case Tag::dt:
        case Tag::dd:
        case Tag::option:
        case Tag::optgroup:
        case Tag::tr:
        case Tag::td:
        case Tag::th:
        case Tag::tbody:
        case Tag::thead:
        case Tag::tfoot:
        case Tag::html:
        case Tag::head:
        case Tag::body:
            return true;
        default:
            return is_void(tag) || is_raw_text(tag);
    }
}

// How many elements are open, by name; names we do not know share a bounded table.
class OpenElements {
  public:
    void open(const Token& token) {
        ++count(token);
        ++depth_;
    }
    void close(const Token& token) {
        int& open = count(token);
        if (open > 0) {
            --open;
            --depth_;
        }
    }
    std::size_t depth() const { return depth_; }

  private:
    int& count(const Token& token) {
        if (token.tag != Tag::other) return known_[static_cast<std::size_t>(token.tag)];
        if (unknown_.size() > 500) return known_[0];
        return unknown_[ascii_lowered(token.name)];
    }

    std::array<int, 256> known_{};
    std::unordered_map<std::string, int> unknown_;
    std::size_t depth_ = 0;
};

bool too_many_attributes(const Token& token, const NestingLimits& limits) {
    if (token.text.size() > limits.attributes_bytes) return true;
    if (token.text.size() < limits.attributes * 2) return false;
    std::size_t count = 0;
    for (Attributes attributes(token.text); attributes.next();)
        if (++count > limits.attributes) return true;
    return false;
}

}  // namespace

Guarded guard_nesting(std::string_view html, const NestingLimits& limits) {
    Guarded guarded;
    OpenElements open;
    Token token;
    std::size_t copied = 0;  // input up to here is in the output (only once changed)
    const char* const base = html.data();
    for (Tokens tokens(html); tokens.next(token);) {
        bool drop = false;
        if (token.kind == TokenKind::start_tag) {
            const bool counts = !closes_its_like(token.tag) && !(token.tag == Tag::other && token.self_closing);
            drop = (counts && open.depth() >= limits.depth) || too_many_attributes(token, limits);
            if (counts && !drop) open.open(token);
        } else if (token.kind == TokenKind::end_tag && !closes_its_like(token.tag)) {
            open.close(token);
        }
        if (!drop) continue;
        // From '<' to '>' of the tag.
        const auto begin = static_cast<std::size_t>(token.name.data() - 1 - base);
        const auto end = static_cast<std::size_t>(token.text.data() + token.text.size() + 1 - base);
        guarded.changed = true;
        guarded.text += html.substr(copied, begin - copied);
        copied = end;
    }
    if (guarded.changed) guarded.text += html.substr(copied);
    return guarded;
}

}  // namespace crawler
