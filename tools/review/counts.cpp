#include "tools/review/counts.h"

namespace tools::review {

namespace {

constexpr std::int64_t bound = 10'000;
constexpr auto fresh = std::chrono::seconds(3);
constexpr std::size_t most = 500;

}  // namespace

std::vector<casebook::StatusCount> Counts::of(casebook::DeskReader& queue, const casebook::Filter& filter,
                                              const std::string& key) {
    const auto now = std::chrono::steady_clock::now();
    {
        const std::lock_guard lock(mutex_);
        if (const auto known = remembered_.find(key); known != remembered_.end() && now - known->second.at < fresh)
            return known->second.counts;
    }
    std::vector<casebook::StatusCount> counts = queue.counts(filter, bound);
    const std::lock_guard lock(mutex_);
    if (remembered_.size() >= most) remembered_.clear();
    remembered_[key] = {counts, now};
    return counts;
}

void Counts::forget() {
    const std::lock_guard lock(mutex_);
    remembered_.clear();
}

}  // namespace tools::review
