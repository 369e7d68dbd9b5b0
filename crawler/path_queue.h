// The waiting URLs of one host, packed: path and query as bytes in a row. Sources take turns, so that a small one does
// not wait until a large one has ended; within a source the higher priority goes first, then first in first out.
// One thread. Every operation is O(log sources) amortised (priorities are few), and moves the lines of a host's other
// sources when one begins or ends: a few words each.
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
    void push_front(const Entry& entry);  // what pop() gave: it is the next again
    std::optional<Entry> pop();
    Head head() const;  // of what pop() would give; not when empty
    bool empty() const { return size_ == 0; }
    std::size_t size() const { return size_; }

  private:
    struct Lane {
        std::int8_t priority = 0;
        std::size_t begin = 0;  // bytes before it are spent
        std::string bytes;
    };
    struct Line {
        SourceId source{};
        std::vector<Lane> lanes;  // highest priority last; none is empty
    };
    std::size_t line_of(SourceId source);
    static Lane& lane_of(Line& line, std::int8_t priority);

    std::vector<Line> lines_;  // by source; none is empty
    std::size_t turn_ = 0;     // the line that pop() takes from
    std::size_t size_ = 0;
};

}  // namespace crawler
