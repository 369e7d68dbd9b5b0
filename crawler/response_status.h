// What a complete response means by its status, headers and body. Pure; any thread.
#pragma once

#include "crawler/fetcher.h"

namespace crawler {

// A challenge page is told apart from the page it stands for, and named in result.error.
FetchStatus status_of_response(FetchResult& result);

}  // namespace crawler
