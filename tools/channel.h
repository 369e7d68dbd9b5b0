// A queue between threads: the one class of the crawl engine that has a mutex.
//
// Unbounded by itself: the credit window of the crawl engine bounds what can be in it, so send() never blocks and no
// cycle of channels can wedge. Any thread may send and receive. After close() nothing can be sent (it is dropped), what
// is inside can still be received, and then receive() gives nothing.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace tools {

template <typename T>
class Channel {
  public:
    void send(T item) {
        {
            const std::lock_guard lock(mutex_);
            if (closed_) return;
            items_.push_back(std::move(item));
        }
        arrived_.notify_one();
    }

    // The next item; waits for one. Nothing when the channel is closed and empty.
    std::optional<T> receive() {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [&] { return closed_ || !items_.empty(); });
        if (items_.empty()) return std::nullopt;
        T item = std::move(items_.front());
        items_.pop_front();
        return item;
    }

    // Everything that has arrived, at most `most`; waits for the first. Empty when the channel is closed and empty.
    std::vector<T> receive_batch(std::size_t most) {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [&] { return closed_ || !items_.empty(); });
        return take(most);
    }

    // Everything that has arrived, without waiting.
    std::vector<T> drain() {
        const std::lock_guard lock(mutex_);
        return take(items_.size());
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
    }

  private:
    std::vector<T> take(std::size_t most) {
        std::vector<T> taken;
        taken.reserve(std::min(most, items_.size()));
        while (!items_.empty() && taken.size() < most) {
            taken.push_back(std::move(items_.front()));
            items_.pop_front();
        }
        return taken;
    }

    std::mutex mutex_;  // guards all below
    std::condition_variable arrived_;
    std::deque<T> items_;
    bool closed_ = false;
};

}  // namespace tools
