// Where a reader's bytes come from: a file or standard input, and in tests a string. Sequential: nothing seeks, so that
// a pipe serves as well as a disk. A source is used by one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace crawler {

class ByteSource {
  public:
    virtual ~ByteSource() = default;
    // Fills at least one byte of `out` (never empty) and says how many; 0 at the end, and again 0 when asked again.
    // Throws std::system_error when the device fails.
    virtual std::size_t read(std::span<char> out) = 0;
};

// Opens at construction; throws std::system_error naming the path. "-" is standard input, which is not closed.
class FileSource final : public ByteSource {
  public:
    explicit FileSource(std::string path);
    ~FileSource() override;
    FileSource(const FileSource&) = delete;
    FileSource& operator=(const FileSource&) = delete;

    std::size_t read(std::span<char> out) override;
    std::uint64_t bytes_read() const { return bytes_read_; }

  private:
    std::string path_;
    int file_ = -1;
    std::uint64_t bytes_read_ = 0;
};

// Gives the string in pieces of at most `piece` bytes: what a pipe does to a reader.
class StringSource final : public ByteSource {
  public:
    explicit StringSource(std::string bytes, std::size_t piece = 65536) : bytes_(std::move(bytes)), piece_(piece) {}

    std::size_t read(std::span<char> out) override;

  private:
    std::string bytes_;
    std::size_t piece_, at_ = 0;
};

}  // namespace crawler
