// The expressions of config/rules_patterns.tsv in folded text, in the syntax of RE2: time linear in the text.
//
// One automaton of all tells which expressions stand in a text at all; only those are then run to see where. Built
// once, then constant and shared by threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace detector {

struct PatternHit {
    std::uint32_t begin = 0, end = 0;  // bytes of the folded text, half open
    std::uint16_t cue = 0;             // what the pattern speaks of (CueId)
};

class Patterns {
  public:
    Patterns();
    ~Patterns();
    Patterns(Patterns&&) noexcept;
    Patterns& operator=(Patterns&&) noexcept;

    // Returns what is wrong with the expression; empty when it was taken.
    std::string add(std::string_view expression, std::uint16_t cue);
    void build();  // after the last add()

    // Appends what is found, expression by expression, at most `limit` places of each.
    void find(std::string_view folded, std::size_t limit, std::vector<PatternHit>& hits) const;

  private:
    struct Compiled;
    std::unique_ptr<Compiled> compiled_;
};

}  // namespace detector
