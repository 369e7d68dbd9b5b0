// While one lives, a peer that closes its connection is an error of the write, not the end of the program: SIGPIPE is
// kept from the calling thread. libcurl leaves that to its caller where signals are not its own (CURLOPT_NOSIGNAL), and
// the TLS library writes without MSG_NOSIGNAL. Other threads, and pipes to other programs, are as before.
#pragma once

#include <pthread.h>
#include <signal.h>
#include <time.h>

namespace crawler {

class BrokenPipes {
  public:
    BrokenPipes() {
        sigemptyset(&pipe_);
        sigaddset(&pipe_, SIGPIPE);
        pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
    }
    ~BrokenPipes() {
        if (sigismember(&before_, SIGPIPE) == 1) return;
        const timespec now{};
        while (sigtimedwait(&pipe_, nullptr, &now) > 0) {  // those that came meanwhile are dropped
        }
        pthread_sigmask(SIG_SETMASK, &before_, nullptr);
    }
    BrokenPipes(const BrokenPipes&) = delete;
    BrokenPipes& operator=(const BrokenPipes&) = delete;

  private:
    sigset_t pipe_{}, before_{};
};

}  // namespace crawler
