// A set of URLs by 64-bit keyed fingerprint: 8 bytes an entry at most 7/8 full. Two URLs in five million share one with
// a chance of one in a million; the key keeps hosts from making them collide on purpose. One thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace crawler {

class UrlSet {
  public:
    explicit UrlSet(std::uint64_t key) : key_(key), slots_(1024, 0) {}
    bool insert(std::string_view url);  // false: was there
    std::size_t size() const { return size_; }

  private:
    std::uint64_t fingerprint(std::string_view url) const;
    std::size_t find(std::uint64_t print) const;

    std::uint64_t key_;
    std::vector<std::uint64_t> slots_;  // 0: empty
    std::size_t size_ = 0;
};

}  // namespace crawler
