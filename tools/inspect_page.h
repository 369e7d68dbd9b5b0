// `citeswatch inspect page FILE_OR_URL`: what the program reads in a page, as JSON on stdout. For writing profiles and
// for understanding a miss. A URL is fetched as a crawl would (page_fetch.h), that one page alone.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "tools/console.h"

namespace tools {

struct InspectPageOptions {
    std::string input;              // a file, "-" for stdin, or an http(s) URL; empty: the profile's samples
    std::string url;                // base of relative links; empty: none
    std::string content_type;       // as the server would send it
    std::string robots_header;      // X-Robots-Tag, as the server would send it
    std::filesystem::path profile;  // a market's profile, empty: none
    std::string user_agent;         // URLs: who fetches, with a contact address
    bool allow_private = false;     // URLs: from loopback and private addresses too
};

// Writes the JSON; returns the exit code. Throws detector::DataError when the page cannot be had or the profile not
// read.
int run(const InspectPageOptions& options, Console& console);

// The same for a body already at hand (fetched, or a test's).
std::string page_json(const InspectPageOptions& options, std::string_view body);

}  // namespace tools
