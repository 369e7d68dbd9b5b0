#include "crawler/path_queue.h"

#include <algorithm>
#include <cstring>

namespace crawler {
namespace {

struct Packed {  // before each path
    std::uint16_t length;
    std::uint8_t kind, depth, redirects, attempts, origin;
};
constexpr std::size_t kPacked = 7;

void pack(const Packed& packed, char* out) {
    std::memcpy(out, &packed.length, 2);
    std::memcpy(out + 2, &packed.kind, 1);
    std::memcpy(out + 3, &packed.depth, 1);
    std::memcpy(out + 4, &packed.redirects, 1);
    std::memcpy(out + 5, &packed.attempts, 1);
    std::memcpy(out + 6, &packed.origin, 1);
}

Packed unpack(const char* in) {
    Packed packed{};
    std::memcpy(&packed.length, in, 2);
    std::memcpy(&packed.kind, in + 2, 1);
    std::memcpy(&packed.depth, in + 3, 1);
    std::memcpy(&packed.redirects, in + 4, 1);
    std::memcpy(&packed.attempts, in + 5, 1);
    std::memcpy(&packed.origin, in + 6, 1);
    return packed;
}

Packed packed_of(const Placement& placement, std::uint8_t origin, std::string_view path) {
    return {static_cast<std::uint16_t>(path.size()),
            placement.kind,
            placement.depth,
            placement.redirects,
            placement.attempts,
            origin};
}

}  // namespace

// A source that is new to the host comes in without taking anybody's turn.
std::size_t PathQueue::line_of(SourceId source) {
    const auto found = std::lower_bound(lines_.begin(), lines_.end(), source,
                                        [](const Line& line, SourceId id) { return line.source < id; });
    const auto at = static_cast<std::size_t>(found - lines_.begin());
    if (found != lines_.end() && found->source == source) return at;
    if (at <= turn_ && !lines_.empty()) ++turn_;
    lines_.insert(found, Line{source, {}});
    return at;
}

PathQueue::Lane& PathQueue::lane_of(Line& line, std::int8_t priority) {
    auto lane = std::lower_bound(line.lanes.begin(), line.lanes.end(), priority,
                                 [](const Lane& each, std::int8_t wanted) { return each.priority < wanted; });
    if (lane == line.lanes.end() || lane->priority != priority) lane = line.lanes.insert(lane, Lane{priority, 0, {}});
    return *lane;
}

void PathQueue::push(const Placement& placement, std::uint8_t origin, std::string_view path) {
    char head[kPacked];
    pack(packed_of(placement, origin, path), head);
    std::string& bytes = lane_of(lines_[line_of(placement.source)], placement.priority).bytes;
    // Growth by a quarter instead of doubling: most of a large frontier's memory is these strings.
    const std::size_t needed = bytes.size() + kPacked + path.size();
    if (needed > bytes.capacity()) bytes.reserve(needed + needed / 4);
    bytes.append(head, kPacked);
    bytes.append(path);
    ++size_;
}

void PathQueue::push_front(const Entry& entry) {
    const std::size_t length = kPacked + entry.path.size();
    turn_ = line_of(entry.placement.source);
    Lane& lane = lane_of(lines_[turn_], entry.placement.priority);
    if (lane.begin < length) {  // rare: once a robots.txt and when shutting down
        lane.bytes.insert(0, length, '\0');
        lane.begin += length;
    }
    lane.begin -= length;
    pack(packed_of(entry.placement, entry.origin, entry.path), lane.bytes.data() + lane.begin);
    std::memcpy(lane.bytes.data() + lane.begin + kPacked, entry.path.data(), entry.path.size());
    ++size_;
}

PathQueue::Head PathQueue::head() const {
    const Lane& lane = lines_[turn_].lanes.back();
    return {unpack(lane.bytes.data() + lane.begin).origin, lane.priority};
}

std::optional<PathQueue::Entry> PathQueue::pop() {
    if (size_ == 0) return std::nullopt;
    Line& line = lines_[turn_];
    Lane& lane = line.lanes.back();
    const Packed packed = unpack(lane.bytes.data() + lane.begin);
    Entry entry;
    entry.placement = {line.source, packed.kind, packed.depth, packed.redirects, lane.priority, packed.attempts};
    entry.origin = packed.origin;
    entry.path.assign(lane.bytes, lane.begin + kPacked, packed.length);
    lane.begin += kPacked + packed.length;
    --size_;
    if (lane.begin == lane.bytes.size()) {
        line.lanes.pop_back();
    } else if (lane.begin > 4096 && lane.begin * 2 > lane.bytes.size()) {
        lane.bytes.erase(0, lane.begin);
        lane.bytes.shrink_to_fit();
        lane.begin = 0;
    }
    if (line.lanes.empty())
        lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(turn_));
    else
        ++turn_;
    if (turn_ >= lines_.size()) turn_ = 0;
    return entry;
}

}  // namespace crawler
