#include "crawler/turns.h"

namespace crawler {

std::uint32_t Turns::renew(Host host) {
    if (host >= versions_.size()) versions_.resize(host + 1);
    return ++versions_[host];
}

template <typename Heap>
bool Turns::drop_stale(Heap& heap) {
    while (!heap.empty() && versions_[heap.top().host] != heap.top().version) heap.pop();
    return !heap.empty();
}

void Turns::wait(Host host, Moment until) { waiting_.push({until, host, renew(host)}); }

void Turns::ready(Host host, std::int8_t priority) { ready_.push({priority, ++order_, host, renew(host)}); }

void Turns::withdraw(Host host) { renew(host); }

std::optional<Turns::Host> Turns::take_due(Moment now) {
    if (!drop_stale(waiting_) || waiting_.top().at > now) return std::nullopt;
    const Host host = waiting_.top().host;
    waiting_.pop();
    return host;
}

std::optional<Turns::Host> Turns::take_ready() {
    if (!drop_stale(ready_)) return std::nullopt;
    const Host host = ready_.top().host;
    ready_.pop();
    return host;
}

std::optional<Moment> Turns::next_time() {
    if (drop_stale(ready_)) return Moment{};
    return drop_stale(waiting_) ? std::optional(waiting_.top().at) : std::nullopt;
}

}  // namespace crawler
