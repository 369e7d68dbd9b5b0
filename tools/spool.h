// Bytes that are made whole before they are sent, kept on disk rather than in memory: in an open file without a name
// in the temporary folder, which is gone once nobody holds it, however the program ends.
//
// Failures are std::system_error naming the folder. Written by one thread; then read by any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "detector/digest.h"

namespace tools {

class Spool {
  public:
    Spool();
    // Takes over a file that is there already; its name goes.
    explicit Spool(const std::filesystem::path& file);
    ~Spool();
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;

    void write(std::string_view bytes);
    std::string sha256() { return detector::to_hex(digest_.finish()); }  // of what was written; once
    std::uint64_t size() const { return size_; }
    // Bytes from `offset` on, as many as fit into `size`; how many there were.
    std::size_t read(std::uint64_t offset, char* to, std::size_t size) const;

  private:
    int file_ = -1;
    std::uint64_t size_ = 0;
    detector::Sha256 digest_;
};

}  // namespace tools
