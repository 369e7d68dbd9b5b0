// Sockets that one thread waits for (epoll), and a way to wake it from another. Throws detector::EngineError when the
// kernel has no handles left. All but wake() belong to the waiting thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace crawler {

class EventLoop {
  public:
    struct Event {
        int socket = -1;
        bool readable = false, writable = false, failed = false;
    };

    EventLoop();
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    void watch(int socket, bool reading, bool writing);  // from now on; a second call changes what is waited for
    void forget(int socket);

    // What happened until `timeout` at most, and whether wake() was called meanwhile; many events come in several
    // calls.
    const std::vector<Event>& wait(std::chrono::steady_clock::duration timeout, bool& woken);
    void wake();

  private:
    int epoll_ = -1, wakeup_ = -1;
    std::vector<Event> events_;
};

}  // namespace crawler
