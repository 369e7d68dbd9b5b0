#include "crawler/exchange.h"

#include <algorithm>
#include <utility>

#include "crawler/address.h"
#include "crawler/response_status.h"

namespace crawler {

void Exchange::begin(FetchRequest given) {
    request = std::move(given);
    result = {};
    result.ticket = request.ticket;
    result.url = request.url;
    result.started = std::chrono::system_clock::now();
    head_.begin();
    refused_ = too_large_ = false;
}

bool Exchange::take_head_line(std::string_view line) {
    too_large_ = !head_.take(line, request.keep_wire, result);
    return !too_large_;
}

bool Exchange::take_body(std::string_view bytes) {
    const std::size_t own = request.body_bytes, most = options_.body_bytes;
    const std::size_t room = (own > 0 ? std::min(own, most) : most) - result.body.size();
    too_large_ = bytes.size() > room;
    result.body.append(bytes.substr(0, room));
    return !too_large_;
}

bool Exchange::may_connect_to(const sockaddr_storage& address) {
    if (free_pass() || globally_reachable(address)) return true;
    refused_ = true;
    return false;
}

bool Exchange::may_send_to(const char* ip) {
    if (free_pass() || address_globally_reachable(ip).value_or(false)) return true;
    refused_ = true;
    return false;
}

void Exchange::settle(FetchStatus failure, std::string_view words) {
    if (refused_) {
        refuse();
    } else if (too_large_) {
        result.status = FetchStatus::too_large;
        result.error = "header or body beyond the limit";
    } else if (failure != FetchStatus::ok) {
        result.status = failure;
        result.error = words;
    } else {
        result.status = status_of_response(result);
    }
}

void Exchange::refuse() {
    result.status = FetchStatus::refused_address;
    result.error = "the address is not on the public internet (allow_private = true permits it)";
    result.body.clear();
}

}  // namespace crawler
