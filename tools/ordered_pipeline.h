// One producer, many workers, one consumer that sees results in the producer's order.
//
// run_ordered() calls `produce` on the calling thread's behalf from one thread of its own, `work` from `workers`
// threads, and `consume` on the calling thread, item by item in the order produced. At most `window` items are between
// produce and consume, so memory does not grow with the input. The first exception of any stage stops all of them and
// is rethrown to the caller once every thread has ended.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace tools {

template <typename In, typename Out>
class OrderedPipeline {
  public:
    using Produce = std::function<std::optional<In>()>;  // nullopt: no more
    using Work = std::function<Out(In)>;                 // one per worker thread: may own scratch
    using MakeWork = std::function<Work()>;              // called on the worker's thread
    using Consume = std::function<void(Out)>;

    static void run(const Produce& produce, const MakeWork& make_work, const Consume& consume, std::size_t workers,
                    std::size_t window) {
        OrderedPipeline pipeline(window);
        std::vector<std::thread> threads;
        threads.emplace_back([&] { pipeline.guarded([&] { pipeline.produce_all(produce); }); });
        for (std::size_t i = 0; i < workers; ++i)
            threads.emplace_back([&] { pipeline.guarded([&] { pipeline.work_all(make_work()); }); });
        pipeline.guarded([&] { pipeline.consume_all(consume); });
        for (std::thread& thread : threads) thread.join();
        if (pipeline.failure_) std::rethrow_exception(pipeline.failure_);
    }

  private:
    struct Slot {  // an item on its way, in the producer's order
        std::optional<In> in;
        std::optional<Out> out;
        bool taken = false;
    };

    explicit OrderedPipeline(std::size_t window) : window_(window) {}

    void produce_all(const Produce& produce) {
        for (;;) {
            {
                std::unique_lock lock(mutex_);
                changed_.wait(lock, [&] { return failure_ || slots_.size() < window_; });
                if (failure_) return;
            }
            std::optional<In> item = produce();
            const std::lock_guard lock(mutex_);
            changed_.notify_all();
            if (!item) {
                ended_ = true;
                return;
            }
            slots_.push_back({std::move(item), std::nullopt, false});
        }
    }

    void work_all(const Work& work) {
        for (;;) {
            std::unique_lock lock(mutex_);
            Slot* slot = nullptr;
            changed_.wait(lock, [&] { return failure_ || (slot = next_untaken()) || ended_; });
            if (failure_ || !slot) return;
            slot->taken = true;
            In item = std::move(*slot->in);
            lock.unlock();
            Out result = work(std::move(item));
            lock.lock();
            slot->out = std::move(result);  // a deque keeps references valid while its ends change
            changed_.notify_all();
        }
    }

    void consume_all(const Consume& consume) {
        for (;;) {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [&] { return failure_ || (slots_.empty() ? ended_ : slots_.front().out.has_value()); });
            if (failure_ || slots_.empty()) return;
            Out result = std::move(*slots_.front().out);
            slots_.pop_front();
            changed_.notify_all();
            lock.unlock();
            consume(std::move(result));
        }
    }

    Slot* next_untaken() {  // the window is small: a scan is cheaper than a second queue
        for (Slot& slot : slots_)
            if (!slot.taken) return &slot;
        return nullptr;
    }

    template <typename Body>
    void guarded(const Body& body) {
        try {
            body();
        } catch (...) {
            const std::lock_guard lock(mutex_);
            if (!failure_) failure_ = std::current_exception();
            changed_.notify_all();
        }
    }

    const std::size_t window_;
    std::mutex mutex_;  // guards all below
    std::condition_variable changed_;
    std::deque<Slot> slots_;
    bool ended_ = false;
    std::exception_ptr failure_;
};

}  // namespace tools
