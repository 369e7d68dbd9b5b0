#include "crawler/response_status.h"

#include "crawler/challenge.h"

namespace crawler {

FetchStatus status_of_response(FetchResult& result) {
    const int http = result.http_status;
    if (const auto vendor = challenge_of(http, result.headers, result.body); !vendor.empty()) {
        result.error = "challenge page (" + std::string(vendor) + ")";
        return FetchStatus::challenged;
    }
    if (http == 304) return FetchStatus::not_modified;
    if (http == 404 || http == 410) return FetchStatus::gone;
    if (http == 429 || (http == 503 && !result.header("retry-after").empty())) return FetchStatus::rate_limited;
    if (http >= 400 || http < 200) return FetchStatus::http_error;
    return FetchStatus::ok;
}

}  // namespace crawler
