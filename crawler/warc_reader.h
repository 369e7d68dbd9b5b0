// Archives read back: WARC/1.0 and 1.1 (ISO 28500), plain or gzip per record, our own and other people's.
//
// Streams: memory is one record, at most limits::record_bytes of it. What is damaged is reported to `problem` with its
// offset in the file and passed over: the next record that can be found is read. Never throws on content; a failing
// disk throws std::system_error. A WarcReader is used by one thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/archive_bytes.h"
#include "crawler/fetcher.h"

namespace crawler {

struct WarcRecord {
    std::uint64_t offset = 0;  // in the file: of the record, or of the gzip member it starts in
    Headers headers;           // names in lower case
    std::string block;
    std::vector<std::string> notes;  // cut, digest disagrees ...

    std::string_view header(std::string_view name) const;
    std::string_view type() const { return header("warc-type"); }
    std::string target() const;  // WARC-Target-URI without the <> that some writers put around it
};

// A page kept in an archive, ready to be read: the body has its codings undone.
struct ArchivedPage {
    std::uint64_t offset = 0;
    std::string url;
    std::string date;  // WARC-Date, ISO 8601
    std::string ip;
    int http_status = 0;
    Headers headers;  // of the HTTP response, names in lower case
    std::string content_type;
    std::string body;
    std::vector<std::string> notes;
};

class WarcReader {
  public:
    using Problem = std::function<void(std::uint64_t offset, std::string_view what)>;

    // The stream must outlive the reader.
    WarcReader(std::istream& file, Problem problem);

    std::optional<WarcRecord> next();
    // The next HTTP response (or resource record) that has a body; others are passed over in silence.
    std::optional<ArchivedPage> next_page();

    std::uint64_t bytes_read() const { return bytes_.bytes_read(); }

  private:
    enum class Start : std::uint8_t { record, arc, junk, end };
    Start find_start();
    std::optional<std::string> take_head();
    void take_block(WarcRecord& record, std::uint64_t length);
    bool need(std::size_t bytes);  // fills the window; false when the file ends before
    void skip_to_next();

    Problem problem_;
    ArchiveBytes bytes_;
    bool ended_ = false;
};

}  // namespace crawler
