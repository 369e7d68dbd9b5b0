// The pages of an archive: what a judge of adverts wants of it, without WARC's vocabulary.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "crawler/fetcher.h"
#include "crawler/warc_reader.h"

namespace crawler {

// A page kept in an archive, ready to be read: chunks and compression are undone.
struct ArchivedPage {
    std::uint64_t offset = 0;  // of its record
    std::string url;
    std::string date;  // WARC-Date, ISO 8601
    std::string ip;    // of the server, empty when not recorded
    int http_status = 0;
    Headers headers;           // of the HTTP response, names in lower case
    std::string content_type;  // as the server said, empty when it did not
    std::string body;
};

// The next response or resource of the web that has a body that can be read; other records are passed over. A page
// whose content coding cannot be undone ("br") is passed over too: the reader's note tells of it. Throws what the
// reader throws.
std::optional<ArchivedPage> next_page(WarcReader& reader);

}  // namespace crawler
