// The bytes of an archive, plain or gzip, as one sequence with bounded memory, which remembers where in the file each
// gzip member began: a WARC record is found again by the offset and length of its member (ISO 28500:2017, annex D).
//
// Damage does not end the reading: the sequence stops there, says so, and recover() goes on at the next member. A
// writer that died leaves a torn member in the middle of a file that another run appended to, and the inflater notices
// only some way into the next one, so that a stretch of file is kept to look back into. Looking back costs at most one
// more reading of the file in all, whatever the damage.
//
// Used by one thread. Throws what its ByteSource throws.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

#include "crawler/byte_source.h"
#include "crawler/gzip.h"

namespace crawler {

class WarcStream {
  public:
    enum class Stop : std::uint8_t {
        none,       // there are more bytes
        end,        // of the file
        truncated,  // the file ends within a member
        corrupt,    // the member is damaged
        garbage     // what follows a member is no member
    };

    explicit WarcStream(ByteSource& source) : source_(source), inflater_(Compression::gzip) {}

    // The next bytes, at least `want` of them unless the sequence stops before. Valid until the next call.
    std::string_view peek(std::size_t want);
    void skip(std::size_t size);  // of what peek() gave
    // Why peek() gave less than was wanted; none when it did not.
    Stop stop() const { return stop_; }

    bool compressed() const { return kind_ == Kind::gzip; }
    std::uint64_t position() const { return position_; }  // bytes skipped so far, after decompression
    // Where the next byte lies in the file: itself when plain, else its member.
    std::uint64_t offset() const;
    // Of a gzip file: whether the next byte is the first of a member (or the end of the last), and where the member
    // before it ended. Right once peek(1) has been asked for.
    bool at_member_start() const;
    std::uint64_t previous_member_end() const;
    // How many bytes to the next member's first that is not the next byte, as far as peek() has looked.
    std::size_t to_next_member() const;

    // Goes past damage: leaves what is not read of the member, looks for the next. How many bytes of the file were
    // given up, counted from the end of the last good thing. After stop() is end, does nothing.
    std::uint64_t recover();

  private:
    enum class Kind : std::uint8_t { unknown, plain, gzip };
    struct Member {
        std::uint64_t position;      // of its first byte after decompression
        std::uint64_t previous_end;  // file offset behind the member before
        std::uint64_t start;         // file offset
    };

    void fill();
    void fill_gzip();
    void after_member();
    bool read_raw();  // false at the end of the file
    std::string_view raw_ahead() const { return std::string_view(raw_).substr(raw_at_); }
    std::uint64_t raw_offset() const { return raw_base_ + raw_at_; }
    void start_member(std::uint64_t previous_end);
    void forget_passed_members();

    ByteSource& source_;
    Inflater inflater_;
    Kind kind_ = Kind::unknown;
    Stop stop_ = Stop::none;

    std::string raw_;  // of the file: a stretch behind raw_at_ (gzip), and what is not used yet
    std::size_t raw_at_ = 0;
    std::uint64_t raw_base_ = 0;  // file offset of raw_[0]
    std::uint64_t looked_back_ = 0;
    bool source_ended_ = false;

    std::string window_;  // decompressed, not skipped yet from window_at_ on
    std::size_t window_at_ = 0;
    std::uint64_t position_ = 0;
    std::deque<Member> members_;  // the current one first; the file's end counts as one
};

}  // namespace crawler
