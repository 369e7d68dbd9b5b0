#include "crawler/event_loop.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>

#include "detector/error.h"

namespace crawler {

EventLoop::EventLoop() : epoll_(epoll_create1(EPOLL_CLOEXEC)), wakeup_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.fd = wakeup_;
    if (epoll_ < 0 || wakeup_ < 0 || epoll_ctl(epoll_, EPOLL_CTL_ADD, wakeup_, &event) != 0)
        throw detector::EngineError("cannot wait for the network: no handles left");
}

EventLoop::~EventLoop() {
    if (epoll_ >= 0) close(epoll_);
    if (wakeup_ >= 0) close(wakeup_);
}

void EventLoop::watch(int socket, bool reading, bool writing) {
    epoll_event event{};
    event.data.fd = socket;
    event.events = (reading ? EPOLLIN : 0U) | (writing ? EPOLLOUT : 0U);
    if (epoll_ctl(epoll_, EPOLL_CTL_MOD, socket, &event) != 0) epoll_ctl(epoll_, EPOLL_CTL_ADD, socket, &event);
}

void EventLoop::forget(int socket) {
    epoll_event event{};
    epoll_ctl(epoll_, EPOLL_CTL_DEL, socket, &event);
}

const std::vector<EventLoop::Event>& EventLoop::wait(std::chrono::steady_clock::duration timeout, bool& woken) {
    const auto milliseconds = std::chrono::ceil<std::chrono::milliseconds>(timeout).count();
    epoll_event happened[128];
    const int count = epoll_wait(epoll_, happened, 128, static_cast<int>(std::clamp<long>(milliseconds, 0, 60'000)));
    events_.clear();
    for (int i = 0; i < count; ++i) {
        if (happened[i].data.fd == wakeup_) {
            std::uint64_t value = 0;
            woken = read(wakeup_, &value, sizeof value) > 0 || woken;
            continue;
        }
        const unsigned what = happened[i].events;
        events_.push_back(
            {happened[i].data.fd, (what & EPOLLIN) != 0, (what & EPOLLOUT) != 0, (what & (EPOLLERR | EPOLLHUP)) != 0});
    }
    return events_;
}

void EventLoop::wake() {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = write(wakeup_, &one, sizeof one);
}

}  // namespace crawler
