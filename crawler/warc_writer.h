// Keeps what was fetched as WARC/1.1 (ISO 28500:2017), a gzip member a record, so that it can be opened and checked
// with other people's tools, and pointed to: each capture is one stretch of one file.
//
// A capture is, one record after the other: the response, the request, and a metadata record of the caller's. For a
// page that did not change it is a revisit in place of the response. Each segment starts with a warcinfo record, which
// belongs to its first capture, so that no byte of a segment belongs to none.
//
// "As received": the fetcher undoes transfer and content codings, so that the body kept is the decoded one. Where the
// head speaks of a coding that is no longer there (Content-Encoding, Transfer-Encoding, a Content-Length that is not
// the body's), the line is kept under "X-Archive-Orig-" and a true Content-Length is added, as warcio and pywb do; a
// head without such lines is kept byte for byte. HTTP/2 and HTTP/3 heads get an HTTP/1.1 status line, which is what the
// record type application/http means, and WARC-Protocol tells.
//
// Digests are "sha256:" in hexadecimal: `warcio check` verifies them, and sha256sum prints the same.
//
//     WarcWriter archive({.folder = "case.archive", .info = {{"operator", "..."}}});
//     const ArchivedAt at = archive.write(result, {"application/json", json});
//     archive.sync();              // before a row that points at `at` is committed
//
// One thread owns a writer. Failures throw ArchiveError (segment_files.h); nothing else is thrown but std::bad_alloc.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "crawler/fetcher.h"
#include "crawler/gzip.h"
#include "crawler/limits.h"
#include "crawler/segment_files.h"

namespace crawler {

// Where a capture lies. Reading `length` bytes at `offset` gives whole gzip members, whose SHA-256 is `sha256`.
struct ArchivedAt {
    std::string file;  // name within the folder
    std::uint64_t offset = 0, length = 0;
    std::string sha256;  // 64 hexadecimal digits
    // For a later revisit of the same page:
    std::string record_id;       // "urn:uuid:...", of the response (or revisit) record
    std::string date;            // its WARC-Date
    std::string payload_digest;  // "sha256:...", of the body
};

struct WarcMetadata {
    std::string content_type;  // "application/json" or "application/warc-fields"
    std::string body;          // empty: no metadata record
};

// The earlier capture that a revisit stands on.
struct RevisitOf {
    std::string target_uri, date, record_id, payload_digest;
};

struct WarcWriterOptions {
    std::filesystem::path folder;
    std::string prefix = "citeswatch";                    // of the file names
    std::uint64_t segment_bytes = limits::segment_bytes;  // a segment of this size takes no more captures
    int level = 6;                                        // of gzip
    Headers info{};  // more fields of the warcinfo records: software, operator, robots ...
};

class WarcWriter {
  public:
    explicit WarcWriter(WarcWriterOptions options);

    // A fetch with no response (no response_head) leaves its request and metadata. The result must have been fetched
    // with keep_wire.
    ArchivedAt write(const FetchResult& fetch, const WarcMetadata& metadata = {});
    // The body is not kept again. Status 304 is written as server-not-modified, else as identical-payload-digest.
    ArchivedAt write_revisit(const FetchResult& fetch, const RevisitOf& earlier, const WarcMetadata& metadata = {});

    // Returns when every capture so far would outlive a loss of power.
    void sync() { segments_.sync(); }

  private:
    struct Record;
    ArchivedAt store(const FetchResult& fetch, Record first, const WarcMetadata& metadata);
    std::string start_segment(const std::string& date);
    std::string member(const Record& record);

    WarcWriterOptions options_;
    SegmentFiles segments_;
    Deflater deflater_;
    std::string warcinfo_id_;
};

// The head as it is kept beside a body of that size (see above); `protocol` becomes "h2" or "h3" where the status line
// was one of theirs. Always ends in an empty line.
std::string archived_head(std::string_view head, std::size_t body_size, std::string* protocol = nullptr);

}  // namespace crawler
