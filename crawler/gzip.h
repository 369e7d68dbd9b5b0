// Compressed bytes, undone and made: gzip (RFC 1952), zlib (RFC 1950) and raw deflate (RFC 1951).
//
// Why three: "Content-Encoding: deflate" is zlib by RFC 9110, section 8.4.1.2, and raw deflate by some servers;
// sitemaps and archives are gzip, often of many members one after the other (RFC 1952, section 2.2), and a WARC record
// is addressed by the offset and length of its member, so that members are shown here, not merged out of sight.
//
// Input is hostile: output stops at a cap of the caller's (bombs), damage and missing ends are outcomes, never thrown.
// Only a lack of memory throws (std::bad_alloc). gzip.cpp is the only file that includes <zlib.h>.
// An Inflater or Deflater is used by one thread at a time; the functions are free of state.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace crawler {

enum class Compression : std::uint8_t {
    automatic,  // by the first two bytes: gzip magic, a valid zlib header, else raw deflate
    gzip,
    zlib,
    raw_deflate
};

// One compressed stream (a gzip member, a zlib or deflate stream), piece by piece.
class Inflater {
  public:
    enum class State : std::uint8_t {
        hungry,      // all input was taken and the stream goes on: give more, or call it truncated
        full,        // `out` is full: call again with room
        member_end,  // the stream ended and its checksum is right; restart() before the next member
        corrupt      // not this format, damaged, or a wrong checksum; what came out before is given. restart() revives
    };
    struct Step {
        State state = State::hungry;
        std::size_t taken = 0;  // bytes of input used up
        std::size_t given = 0;  // bytes written to out
    };

    explicit Inflater(Compression kind = Compression::automatic);
    ~Inflater();
    Inflater(Inflater&&) noexcept;
    Inflater& operator=(Inflater&&) noexcept;

    // Every call takes or gives a byte, or reports a state other than full: a loop over it ends.
    Step step(std::string_view input, std::span<char> out);
    void restart();  // ready for the next member, of the same kind asked for at construction

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

// Where one member lies in the input, and its text in the output.
struct GzipMember {
    std::size_t offset = 0, length = 0;
    std::size_t output_offset = 0, output_length = 0;
};

enum class InflateEnd : std::uint8_t { complete, truncated, corrupt, too_large };
std::string_view to_string(InflateEnd end);

struct Inflated {
    std::string bytes;  // all that could be had, at most the cap
    InflateEnd end = InflateEnd::complete;
    std::vector<GzipMember> members;  // the complete ones
    std::size_t trailing = 0;         // bytes after the last member that are no member (zero padding is not counted)
};

// All members of `input`. Bytes after a complete member that do not start another are left and counted, as gzip(1) and
// browsers do. Empty input is truncated: no stream is that short.
Inflated inflate_all(std::string_view input, std::size_t cap, Compression kind = Compression::automatic);

// Makes gzip members, each as short as RFC 1952 allows (no name, no time: equal text gives equal bytes). One object
// makes many, reusing its 256 KiB of tables.
class Deflater {
  public:
    explicit Deflater(int level = 6);  // zlib's scale, 1 (fast) to 9 (small)
    ~Deflater();
    Deflater(Deflater&&) noexcept;
    Deflater& operator=(Deflater&&) noexcept;

    void add(std::string_view bytes);
    std::string finish();  // the member; the next add() starts another

  private:
    struct Stream;
    std::unique_ptr<Stream> stream_;
};

std::string gzip_member(std::string_view bytes, int level = 6);

// Whether the bytes start as a gzip member does (magic, method deflate, no reserved flag).
bool looks_like_gzip(std::string_view bytes);

}  // namespace crawler
