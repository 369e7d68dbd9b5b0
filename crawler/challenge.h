// Is this response a bot challenge or a captcha instead of the page? Recognised so that it is recorded and the host
// left alone: never answered, never evaded. By headers and markup the vendors' own pages carry. A page that merely
// shows a captcha widget in a form is no challenge: markup counts only where a challenge would be (an error status, or
// a small page). Pure; any thread.
#pragma once

#include <string_view>

#include "crawler/fetcher.h"

namespace crawler {

// Name of what was recognised ("Cloudflare", "DataDome" ...), empty for an ordinary response.
std::string_view challenge_of(int http_status, const Headers& headers, std::string_view body);

}  // namespace crawler
