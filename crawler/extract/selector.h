// CSS selectors over the page tree (Selectors Level 4, the part that pages without scripts need).
//
// Type, universal, class, id; [attr], = ~= |= ^= $= *= with the i flag; descendant, child (>), next sibling (+) and
// later sibling (~) combinators; lists with commas; :first-child :last-child :only-child :nth-child(an+b)
// :nth-last-child() :first-of-type :last-of-type :nth-of-type() :empty :root :not(list) :is(list) :has(relative list)
// and, as an extension, :has-text("words") (case-insensitive substring of the element's text).
// Compiled once, matched from right to left. Immutable: threads may share one.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/extract/html.h"

namespace crawler {

class Selector {
  public:
    // Nothing when the text is no selector; `error` then says why.
    static std::optional<Selector> parse(std::string_view text, std::string& error);

    // Matching elements below `root` (itself excluded), in document order; at most `limit`.
    std::vector<NodeId> select(const Tree& tree, NodeId root, std::size_t limit = 10'000) const;

    const std::string& text() const { return text_; }

  private:
    struct Compiled;
    std::string text_;
    std::shared_ptr<const Compiled> compiled_;
    friend class SelectorParser;
};

}  // namespace crawler
