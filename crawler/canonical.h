// One spelling for one page, and the reasons not to visit some.
//
// canonical() keeps what a server needs to find the page and drops what only tells visits apart: fragment, userinfo,
// tracking parameters and session ids (tracking_parameters.cpp), empty query; escapes are made uniform, a final dot of
// the host and repeated slashes go, parameters are put in order of name (equal names keep theirs). Idempotent.
// Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

#include "crawler/url.h"

namespace crawler {

Url canonical(const Url& url);

// Does this parameter only follow visitors (utm_*, gclid, PHPSESSID ...)? `name` as it stands in the query.
bool tells_visits_apart(std::string_view name);

// Why a URL is not worth a request; the bounds are in limits.h.
enum class Trap : std::uint8_t {
    none,
    too_long,
    too_many_parameters,
    too_many_segments,
    repeated_segments,  // a relative link that eats its own tail
    calendar            // a day, month or year far from any advert's
};

std::string_view to_string(Trap trap);  // for people
Trap trap_of(const Url& url);

}  // namespace crawler
