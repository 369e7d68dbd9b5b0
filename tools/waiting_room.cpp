#include "tools/waiting_room.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace tools {

namespace {

using Clock = std::chrono::steady_clock;

void hang_up(int socket) {
    ::shutdown(socket, SHUT_RDWR);
    ::close(socket);
}

// Bytes of the body that the head tells of; 0 where it tells none.
std::size_t told_length(std::string_view head) {
    constexpr std::string_view name = "\ncontent-length:";
    const auto found = std::search(head.begin(), head.end(), name.begin(), name.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) == static_cast<unsigned char>(b);
    });
    if (found == head.end()) return 0;
    const std::string digits(found + static_cast<std::ptrdiff_t>(name.size()), head.end());
    return static_cast<std::size_t>(std::strtoull(digits.c_str(), nullptr, 10));
}

bool is_whole(std::string_view arrived) {
    const std::size_t end = arrived.find("\r\n\r\n");
    if (end == std::string_view::npos) return arrived.size() >= WaitingRoom::largest;
    const std::size_t head = end + 4, body = told_length(arrived.substr(0, head));
    return arrived.size() >= WaitingRoom::largest ||
           body > WaitingRoom::largest - std::min(head, WaitingRoom::largest) || arrived.size() >= head + body;
}

struct Guest {
    int socket = -1;
    Clock::time_point came;
    int arrived = 0;  // bytes of the request, when it was last looked at
};

}  // namespace

struct WaitingRoom::State {
    WaitingRoomOptions options;
    std::function<void(int)> admit, turn_away;
    int bell = -1;  // rung when somebody enters, and to stop
    std::mutex mutex;
    std::vector<Guest> entering;  // guarded by mutex
    bool stopping = false;        // likewise
    std::vector<Guest> guests;    // of the thread alone
    std::thread thread;

    void ring() const {
        const std::uint64_t one = 1;
        if (::write(bell, &one, sizeof one) < 0) return;  // it rings already
    }

    bool let_in() {
        std::uint64_t rung = 0;
        if (::read(bell, &rung, sizeof rung) < 0 && errno != EAGAIN) return false;
        const std::lock_guard lock(mutex);
        for (Guest& guest : entering) {
            if (guests.size() >= options.seats) {
                turn_away(guests.front().socket);
                hang_up(guests.front().socket);
                guests.erase(guests.begin());
            }
            guests.push_back(guest);
        }
        entering.clear();
        return !stopping;
    }

    enum class Outcome { stays, is_admitted, leaves };
    Outcome look_at(Guest& guest, std::string& buffer) const {
        int there = 0;  // what has not grown is not read again: it may be much, and stay for long
        if (::ioctl(guest.socket, FIONREAD, &there) != 0) return Outcome::leaves;
        if (there == 0 || there != guest.arrived) {
            const ssize_t got = ::recv(guest.socket, buffer.data(), buffer.size(), MSG_PEEK | MSG_DONTWAIT);
            if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) return Outcome::leaves;
            if (got > 0 && is_whole({buffer.data(), static_cast<std::size_t>(got)})) return Outcome::is_admitted;
            guest.arrived = there;
        }
        const auto most = guest.arrived > 0 ? options.patience : options.idle;
        return Clock::now() - guest.came > most ? Outcome::leaves : Outcome::stays;
    }

    void run() {
        // What has begun is looked at now and then: its bytes would make every poll return at once.
        constexpr int slice = 20, rest = 250;  // ms
        std::string buffer(largest, '\0');
        std::vector<pollfd> polled;
        while (let_in()) {
            polled.assign(1, {bell, POLLIN, 0});
            bool any_begun = false;
            for (const Guest& guest : guests) {
                any_begun |= guest.arrived > 0;
                if (guest.arrived == 0) polled.push_back({guest.socket, POLLIN, 0});
            }
            if (::poll(polled.data(), polled.size(), any_begun ? slice : rest) < 0 && errno != EINTR)
                std::this_thread::sleep_for(std::chrono::milliseconds(slice));  // short of memory: later, not never
            std::erase_if(guests, [&](Guest& guest) {
                const Outcome outcome = look_at(guest, buffer);
                if (outcome == Outcome::is_admitted) admit(guest.socket);
                if (outcome == Outcome::leaves) hang_up(guest.socket);
                return outcome != Outcome::stays;
            });
        }
    }
};

WaitingRoom::WaitingRoom(const WaitingRoomOptions& options, std::function<void(int)> admit,
                         std::function<void(int)> turn_away)
    : state_(std::make_unique<State>()) {
    state_->options = options;
    state_->admit = std::move(admit);
    state_->turn_away = std::move(turn_away);
    state_->bell = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (state_->bell < 0) throw std::system_error(errno, std::generic_category(), "cannot watch connections");
    state_->thread = std::thread([state = state_.get()] { state->run(); });
}

WaitingRoom::~WaitingRoom() {
    close();
    ::close(state_->bell);
}

void WaitingRoom::close() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->ring();
    if (state_->thread.joinable()) state_->thread.join();
    for (std::vector<Guest>* all : {&state_->guests, &state_->entering}) {
        for (const Guest& guest : *all) hang_up(guest.socket);
        all->clear();
    }
}

void WaitingRoom::enter(int socket) {
    {
        const std::lock_guard lock(state_->mutex);
        if (!state_->stopping) {
            state_->entering.push_back({socket, Clock::now(), 0});
            socket = -1;
        }
    }
    if (socket >= 0) return hang_up(socket);
    state_->ring();
}

}  // namespace tools
