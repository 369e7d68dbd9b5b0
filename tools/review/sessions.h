// Who is signed in, and what proves that a form was ours.
//
// A session is 32 random bytes in a cookie (HttpOnly, SameSite=Strict); the token of its forms is derived from it with
// a secret of this process, so that nothing need be stored for it. Signed-in sessions end after twelve idle hours and
// with the process. Safe from many threads.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace tools::review {

std::string random_token();                                // 64 hex digits from the kernel
bool same_secret(std::string_view a, std::string_view b);  // in time that does not depend on where they differ

class Sessions {
  public:
    using Clock = std::chrono::steady_clock;

    Sessions() : secret_(random_token()) {}

    // A cookie value that has the shape of one of ours.
    static bool is_session(std::string_view cookie);
    std::string form_token(const std::string& session) const;

    std::string sign_in(const std::string& analyst, Clock::time_point now);  // a fresh session
    void sign_out(const std::string& session);
    // Empty: nobody is signed in with it.
    std::string analyst(const std::string& session, Clock::time_point now);

  private:
    struct SignedIn {
        std::string analyst;
        Clock::time_point last_seen;
    };
    const std::string secret_;
    std::mutex mutex_;  // guards all below
    std::map<std::string, SignedIn> signed_in_;
};

}  // namespace tools::review
