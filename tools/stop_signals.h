// SIGINT and SIGTERM as a wish to end well: the first is told to the callback, a second ends the process at once (with
// nothing lost that was committed). SIGHUP, where wanted, asks to read the configuration again.
//
// Construct it on the main thread before any other thread starts: the signals are blocked for all of them and taken by
// one thread of this class, which calls the callbacks. One at a time in a process.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

namespace tools {

class StopSignals {
  public:
    explicit StopSignals(std::function<void()> on_stop, std::function<void()> on_hangup = {});
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    bool stopped() const { return stopped_; }

  private:
    void listen();

    const std::function<void()> on_stop_, on_hangup_;
    std::atomic<bool> stopped_{false};
    std::atomic<bool> ending_{false};
    std::thread listener_;
};

}  // namespace tools
