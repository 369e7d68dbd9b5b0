// The bytes of an archive file, plain or gzip member by member, as one stream that knows where in the file it stands.
//
// Reads as it goes: memory is one window. Damage in a member ends that member: the stream goes on with the next one
// that can be found, and says so. Used by one thread. A failing read throws std::system_error.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <istream>
#include <string>
#include <string_view>

#include "crawler/gzip.h"

namespace crawler {

class ArchiveBytes {
  public:
    // `damage(offset in the file, what)` is called for each member that ends badly. The stream must outlive this.
    ArchiveBytes(std::istream& file, std::function<void(std::uint64_t, std::string_view)> damage);

    // What is ready; grows by fill(), shrinks by drop().
    std::string_view window() const { return std::string_view(plain_).substr(begin_); }
    // Adds some; false at the end of the file, and where a damaged member breaks off (resume() then goes on behind it).
    bool fill();
    bool resume();  // false where nothing was broken off: the file has ended
    void drop(std::size_t bytes);

    // Where in the file the first byte of the window lies: of a compressed file, the start of its member.
    std::uint64_t offset() const;
    std::uint64_t bytes_read() const { return file_position_; }
    bool compressed() const { return compressed_; }

  private:
    struct Member {
        std::uint64_t plain_start = 0, file_start = 0;
    };

    bool read_more();  // raw bytes from the file
    void inflate_some();
    void next_member();

    std::istream& file_;
    std::function<void(std::uint64_t, std::string_view)> damage_;
    Inflater inflater_{Compression::gzip};
    std::string raw_;                  // compressed bytes not yet inflated
    std::uint64_t file_position_ = 0;  // of the end of raw_
    std::string plain_;
    std::size_t begin_ = 0;             // start of the window in plain_
    std::uint64_t plain_position_ = 0;  // of plain_[0] in the whole plain stream
    std::deque<Member> members_;        // those the window reaches into, oldest first
    bool compressed_ = false;
    bool in_member_ = false;
    bool broken_ = false;
    bool ended_ = false;
};

}  // namespace crawler
