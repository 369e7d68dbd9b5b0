// Connections whose request has not arrived whole. They wait here, watched by one thread of the room, and hold no
// thread of the server: clients that send a byte now and then, however many, keep nobody else waiting.
//
// A request is whole when its head is there and, where that tells a length of at most `largest`, its body; longer ones
// are let in as soon as so much is there. Who says nothing for `idle`, or not all within `patience`, is hung up on.
// When the room is full, whoever has waited longest is turned away for whoever comes. All functions may be called from
// any thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

namespace tools {

struct WaitingRoomOptions {
    std::size_t seats = 256;
    std::chrono::milliseconds idle{5'000}, patience{15'000};
};

class WaitingRoom {
  public:
    static constexpr std::size_t largest = std::size_t{48} << 10;  // bytes of head and body that are waited for

    // Throws std::system_error when there are no descriptors left. Both are called on the room's thread; `admit` owns
    // the socket from then on, `turn_away` may say why and does not.
    WaitingRoom(const WaitingRoomOptions& options, std::function<void(int)> admit, std::function<void(int)> turn_away);
    ~WaitingRoom();
    WaitingRoom(const WaitingRoom&) = delete;
    WaitingRoom& operator=(const WaitingRoom&) = delete;

    void enter(int socket);  // the room owns the socket until it admits it
    void close();            // hangs up on all who wait, and on who comes later; harmless when called again

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace tools
