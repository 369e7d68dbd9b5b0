// Reads WARC files of any size in bounded memory: versions 0.17 to 1.1, plain, gzip by record, or gzip as a whole; from
// a file or a pipe.
//
// Archives outlive the programs that wrote them and are cut, joined, unpacked and packed again; what a page says within
// them is hostile. So nothing in a file stops the reader: a note says what is wrong and where, the reader goes on at
// the next record that can be found, and it always comes to the end. Memory is at most two records of the limit and
// some hundred kilobytes; time is linear in the decompressed size.
//
//     FileSource file("pages.warc.gz");
//     WarcReader reader(file, [](const WarcNote& note) { ... });
//     while (const auto record = reader.next()) ...
//
// ARC, the format before WARC, is recognised and named, not read. One thread owns a reader. Throws std::system_error
// when the device fails, std::bad_alloc; nothing else.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "crawler/byte_source.h"
#include "crawler/limits.h"
#include "crawler/warc_record.h"
#include "crawler/warc_stream.h"

namespace crawler {

struct WarcLimits {
    std::size_t record_bytes = limits::warc_record_bytes;  // of a block; larger ones are noted and read past
    std::size_t body_bytes = limits::body_bytes;           // of an HTTP body after decompression
};

class WarcReader {
  public:
    using Notes = std::function<void(const WarcNote&)>;

    // Keeps a reference to the source. `notes` is called from within next(), before the record it is about is given.
    WarcReader(ByteSource& source, Notes notes, WarcLimits limits = {});

    std::optional<WarcRecord> next();  // nothing: the end

  private:
    enum class Begin : std::uint8_t { record, end };

    Begin find_record();
    bool recognise_others();
    void read_past_garbage();
    void go_past_damage(std::uint64_t record_offset);
    std::optional<WarcRecord> read_record();
    bool read_block(WarcRecord& record, std::uint64_t length, bool own_member);
    void end_record(WarcRecord& record, bool own_member);
    void interpret(WarcRecord& record);
    void read_http(WarcRecord& record);
    void check_digests(WarcRecord& record, std::string_view dechunked);
    void note(std::uint64_t offset, WarcProblem problem, std::string text) const;

    WarcStream stream_;
    Notes notes_;
    WarcLimits limits_;
    bool begun_ = false, done_ = false;
};

}  // namespace crawler
