#include "crawler/path_queue.h"

#include <algorithm>
#include <cstring>

namespace crawler {
namespace {

struct Packed {  // before each path
    std::uint16_t length, source;
    std::uint8_t kind, depth, redirects, attempts, origin;
};
constexpr std::size_t kPacked = 9;

void pack(const Packed& packed, char* out) {
    std::memcpy(out, &packed.length, 2);
    std::memcpy(out + 2, &packed.source, 2);
    std::memcpy(out + 4, &packed.kind, 1);
    std::memcpy(out + 5, &packed.depth, 1);
    std::memcpy(out + 6, &packed.redirects, 1);
    std::memcpy(out + 7, &packed.attempts, 1);
    std::memcpy(out + 8, &packed.origin, 1);
}

Packed unpack(const char* in) {
    Packed packed{};
    std::memcpy(&packed.length, in, 2);
    std::memcpy(&packed.source, in + 2, 2);
    std::memcpy(&packed.kind, in + 4, 1);
    std::memcpy(&packed.depth, in + 5, 1);
    std::memcpy(&packed.redirects, in + 6, 1);
    std::memcpy(&packed.attempts, in + 7, 1);
    std::memcpy(&packed.origin, in + 8, 1);
    return packed;
}

}  // namespace

void PathQueue::push(const Placement& placement, std::uint8_t origin, std::string_view path) {
    auto lane = std::lower_bound(lanes_.begin(), lanes_.end(), placement.priority,
                                 [](const Lane& l, std::int8_t priority) { return l.priority < priority; });
    if (lane == lanes_.end() || lane->priority != placement.priority)
        lane = lanes_.insert(lane, Lane{placement.priority, 0, {}});
    const Packed packed{static_cast<std::uint16_t>(path.size()),
                        static_cast<std::uint16_t>(placement.source),
                        placement.kind,
                        placement.depth,
                        placement.redirects,
                        placement.attempts,
                        origin};
    char head[kPacked];
    pack(packed, head);
    std::string& bytes = lane->bytes;
    // Growth by a quarter instead of doubling: most of a large frontier's memory is these strings.
    const std::size_t needed = bytes.size() + kPacked + path.size();
    if (needed > bytes.capacity()) bytes.reserve(needed + needed / 4);
    bytes.append(head, kPacked);
    bytes.append(path);
    ++size_;
}

void PathQueue::push_front(const Entry& entry) {
    const std::int8_t priority = entry.placement.priority;
    const auto lane = std::find_if(lanes_.begin(), lanes_.end(), [&](const Lane& l) { return l.priority == priority; });
    const std::size_t length = kPacked + entry.path.size();
    if (lane == lanes_.end()) return push(entry.placement, entry.origin, entry.path);
    if (lane->begin < length) {  // rare: once a robots.txt and when shutting down
        lane->bytes.insert(0, length, '\0');
        lane->begin += length;
    }
    lane->begin -= length;
    const Packed packed{static_cast<std::uint16_t>(entry.path.size()),
                        static_cast<std::uint16_t>(entry.placement.source),
                        entry.placement.kind,
                        entry.placement.depth,
                        entry.placement.redirects,
                        entry.placement.attempts,
                        entry.origin};
    pack(packed, lane->bytes.data() + lane->begin);
    std::memcpy(lane->bytes.data() + lane->begin + kPacked, entry.path.data(), entry.path.size());
    ++size_;
}

PathQueue::Head PathQueue::head() const {
    const Lane& lane = lanes_.back();
    return {unpack(lane.bytes.data() + lane.begin).origin, lane.priority};
}

std::optional<PathQueue::Entry> PathQueue::pop() {
    if (size_ == 0) return std::nullopt;
    Lane& lane = lanes_.back();
    const Packed packed = unpack(lane.bytes.data() + lane.begin);
    Entry entry;
    entry.placement = {SourceId{packed.source}, packed.kind,   packed.depth,
                       packed.redirects,        lane.priority, packed.attempts};
    entry.origin = packed.origin;
    entry.path.assign(lane.bytes, lane.begin + kPacked, packed.length);
    lane.begin += kPacked + packed.length;
    --size_;
    if (lane.begin == lane.bytes.size()) {
        lanes_.pop_back();
    } else if (lane.begin > 4096 && lane.begin * 2 > lane.bytes.size()) {
        lane.bytes.erase(0, lane.begin);
        lane.bytes.shrink_to_fit();
        lane.begin = 0;
    }
    return entry;
}

}  // namespace crawler
