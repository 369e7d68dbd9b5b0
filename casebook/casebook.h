// The durable record: what was fetched, what was offered, why it was flagged, what a person decided.
//
// One SQLite file in WAL mode. One Casebook open for writing per process and file (a lock file tells a second one who
// holds it); any number of readers. A Casebook is used by one thread at a time. Everything between begin() and
// commit() becomes visible and durable together, or not at all. Errors: StoreError with the file's name and the remedy
// (disk full, read-only, newer schema); a casebook that cannot be trusted is refused, never repaired silently.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "detector/assess.h"
#include "detector/listing.h"

namespace casebook {

enum class RunId : std::int64_t {};
enum class FetchId : std::int64_t {};
enum class ListingId : std::int64_t {};

class StoreError : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

// One attempt to fetch one URL, as it went. Times are Unix milliseconds, UTC.
struct FetchRecord {
    std::string source;
    std::string url;
    std::string status;  // crawler::to_string(FetchStatus)
    int http_status = 0;
    std::int64_t started_ms = 0;
    std::int64_t elapsed_ms = 0;
    std::string ip;
    std::string content_type;
    std::string etag, last_modified;
    std::string redirect_to;
    std::string body_sha256;  // hex, empty when there is no body
    std::string text_sha256;  // digest of what was judged, empty when nothing was
    std::int64_t body_bytes = 0;
    std::string error;
    // Where the capture lies in the archive; file empty when it was not kept.
    std::string archive_file;
    std::int64_t archive_offset = 0;
    std::int64_t archive_length = 0;
};

// A judged advert. Matches and reasons are stored as they stand, so that a flag explains itself for ever.
struct JudgedListing {
    const detector::Listing* listing = nullptr;
    const detector::ScanResult* scan = nullptr;
    const detector::Assessment* assessment = nullptr;
    std::string note;  // what went wrong while judging, empty when fine
};

// A URL of the frontier as the casebook knows it.
struct PageState {
    std::string url;
    std::string source;
    std::int32_t depth = 0;
    bool done_this_pass = false;
    std::string etag, last_modified, text_sha256;
    std::int64_t due_ms = 0;
    std::int32_t failures = 0;
};

struct Filter {  // empty members do not filter
    std::optional<detector::Level> least_level;
    std::vector<std::string> appendices;  // "I", "I/II", "II", "III"
    std::string taxon;                    // scientific name or id: that taxon and those below it
    std::vector<std::string> sources;
    std::string language;
    std::string status;        // new | confirmed | dismissed | unsure
    std::string since, until;  // ISO dates, first seen
    std::string text;          // full text
    bool include_unflagged = false;
};

}  // namespace casebook
