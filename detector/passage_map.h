// Distances inside one folded passage: how many words lie between two places, and whether a clause ends between them.
// Built once a passage in one linear pass, and only for adverts that hold a candidate.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace detector {

class PassageMap {
  public:
    PassageMap() = default;
    explicit PassageMap(std::string_view folded);

    // Tenths of a word between `from` and `to` (from <= to), counting whole words begun and left behind.
    std::uint32_t tenths_between(std::uint32_t from, std::uint32_t to) const { return at(to).tenths - at(from).tenths; }
    bool same_clause(std::uint32_t a, std::uint32_t b) const { return at(a).clause == at(b).clause; }

  private:
    struct Mark {
        std::uint32_t tenths;  // words begun before this byte, in tenths
        std::uint32_t clause;
    };
    const Mark& at(std::uint32_t byte) const { return marks_[byte < marks_.size() ? byte : marks_.size() - 1]; }

    std::vector<Mark> marks_{1};
};

}  // namespace detector
