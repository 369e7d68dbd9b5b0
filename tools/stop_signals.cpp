#include "tools/stop_signals.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

namespace tools {

namespace {

constexpr int wake_signal = SIGUSR2;  // sent to our own listener to end it

sigset_t signals(bool with_hangup) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, wake_signal);
    if (with_hangup) sigaddset(&set, SIGHUP);
    return set;
}

}  // namespace

StopSignals::StopSignals(std::function<void()> on_stop, std::function<void()> on_hangup)
    : on_stop_(std::move(on_stop)), on_hangup_(std::move(on_hangup)) {
    const sigset_t set = signals(static_cast<bool>(on_hangup_));
    pthread_sigmask(SIG_BLOCK, &set, nullptr);
    listener_ = std::thread([this] { listen(); });
}

StopSignals::~StopSignals() {
    ending_ = true;
    pthread_kill(listener_.native_handle(), wake_signal);
    listener_.join();
    const sigset_t set = signals(static_cast<bool>(on_hangup_));
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

void StopSignals::listen() {
    const sigset_t set = signals(static_cast<bool>(on_hangup_));
    for (;;) {
        int which = 0;
        if (sigwait(&set, &which) != 0) continue;
        if (which == wake_signal) {
            if (ending_) return;
        } else if (which == SIGHUP) {
            on_hangup_();
        } else if (stopped_.exchange(true)) {
            _exit(128 + which);
        } else {
            on_stop_();
        }
    }
}

}  // namespace tools
