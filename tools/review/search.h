// What an analyst looks for, as the query string of a page: filter, order and place. One form for the queue, bulk
// decisions, exports and saved searches.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "casebook/desk_reader.h"
#include "tools/http_server.h"

namespace tools::review {

// Adverts are counted exactly up to here where they have to be read one by one.
constexpr std::int64_t most_counted = 10'000;

struct Search {
    casebook::Filter filter;
    casebook::Walk walk;
};

// Unknown names and values that cannot be read are as if they were not there. Without `status` what is new is looked
// for; status "all" is every status.
Search read_search(const HttpRequest& request);
// The same from a saved query string.
Search read_search(const std::string& query);

// "level=high&appendix=I"; read_search gives the same back. Without the place in the queue.
std::string query_string(const Search& search);
std::string place_query(const casebook::Place& place, bool backwards);  // "after=78.1200" or "before=..."

// "a=1&b=%32" as names and values.
std::multimap<std::string, std::string> query_fields(std::string_view query);
std::string percent_encoded(std::string_view text);
// "path?query", or the path alone.
std::string with_query(std::string path, const std::string& query);

}  // namespace tools::review
