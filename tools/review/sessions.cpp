#include "tools/review/sessions.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "detector/digest.h"

namespace tools::review {

namespace {

constexpr auto idle = std::chrono::hours(12);
constexpr std::size_t most_sessions = 1000;

}  // namespace

std::string random_token() {
    detector::Digest bytes{};
    if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        throw std::system_error(errno, std::generic_category(), "getrandom");
    return detector::to_hex(bytes);
}

bool same_secret(std::string_view a, std::string_view b) {
    unsigned difference = a.size() == b.size() ? 0 : 1;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i)
        difference |= static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]);
    return difference == 0;
}

bool Sessions::is_session(std::string_view cookie) {
    return cookie.size() == 64 && cookie.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

std::string Sessions::form_token(const std::string& session) const {
    return detector::to_hex(detector::sha256(secret_ + '\n' + session + '\n' + secret_));
}

std::string Sessions::sign_in(const std::string& analyst, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    std::erase_if(signed_in_, [&](const auto& each) { return now - each.second.last_seen > idle; });
    if (signed_in_.size() >= most_sessions) {
        auto oldest = signed_in_.begin();
        for (auto each = signed_in_.begin(); each != signed_in_.end(); ++each)
            if (each->second.last_seen < oldest->second.last_seen) oldest = each;
        signed_in_.erase(oldest);
    }
    std::string session = random_token();
    signed_in_[session] = {analyst, now};
    return session;
}

void Sessions::sign_out(const std::string& session) {
    const std::lock_guard lock(mutex_);
    signed_in_.erase(session);
}

std::string Sessions::analyst(const std::string& session, Clock::time_point now) {
    const std::lock_guard lock(mutex_);
    const auto found = signed_in_.find(session);
    if (found == signed_in_.end()) return {};
    if (now - found->second.last_seen > idle) {
        signed_in_.erase(found);
        return {};
    }
    found->second.last_seen = now;
    return found->second.analyst;
}

}  // namespace tools::review
