#include "crawler/fetcher.h"

namespace crawler {

std::string_view to_string(FetchStatus status) {
    switch (status) {
        case FetchStatus::ok:
            return "ok";
        case FetchStatus::not_modified:
            return "not_modified";
        case FetchStatus::gone:
            return "gone";
        case FetchStatus::http_error:
            return "http_error";
        case FetchStatus::rate_limited:
            return "rate_limited";
        case FetchStatus::challenged:
            return "challenged";
        case FetchStatus::disallowed:
            return "disallowed";
        case FetchStatus::refused_address:
            return "refused_address";
        case FetchStatus::timeout:
            return "timeout";
        case FetchStatus::too_large:
            return "too_large";
        case FetchStatus::dns:
            return "dns";
        case FetchStatus::tls:
            return "tls";
        case FetchStatus::network:
            return "network";
    }
    return "";
}

std::string_view FetchResult::header(std::string_view name) const {
    for (const auto& [key, value] : headers)
        if (key == name) return value;
    return {};
}

}  // namespace crawler
