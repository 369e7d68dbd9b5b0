// CDXJ: the index by which replay tools find a page in a WARC file. One line a capture: the address with its host
// turned round, the time, and where the record lies (github.com/webrecorder/specs, cdxj). Pure.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "crawler/warc_record.h"

namespace tools {

// "https://www.shop.example/p?b=2&a=1" -> "example,shop)/p?a=1&b=2": lower case, no www, parameters sorted, as
// warcio.js and wabac.js make the key they look up by.
std::string surt(std::string_view url);

// "20260304050607" of "2026-03-04T05:06:07.089Z".
std::string cdx_time(std::string_view warc_date);

// A line without its end; empty for a record that replays nothing (a request, metadata).
std::string cdxj_line(const crawler::WarcRecord& record, std::uint64_t offset, std::string_view file);

}  // namespace tools
