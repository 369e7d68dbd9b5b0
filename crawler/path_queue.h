// The waiting URLs of one host, packed: path and query as bytes in a row, first in first out within a priority.
// One thread. All operations O(1) amortised (priorities are few).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/frontier.h"

namespace crawler {

class PathQueue {
  public:
    struct Entry {
        Placement placement;
        std::uint8_t origin = 0;  // index of the host's origin
        std::string path;
    };
    struct Head {
        std::uint8_t origin;
        std::int8_t priority;
    };

    void push(const Placement& placement, std::uint8_t origin, std::string_view path);
    void push_front(const Entry& entry);  // what pop() gave, back to the head of its lane
    std::optional<Entry> pop();
    Head head() const;  // not when empty
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

  private:
    struct Lane {
        std::int8_t priority = 0;
        std::size_t begin = 0;  // bytes before it are spent
        std::string bytes;
    };
    std::vector<Lane> lanes_;  // highest priority last; none is empty
    std::size_t size_ = 0;
};

}  // namespace crawler
