// The files of an archive on disk: numbered segments that only ever grow, made durable when asked.
//
//   folder/prefix-00001.warc.gz, folder/prefix-00002.warc.gz ...
//
// Every run starts a segment of its own: what a crash left behind is never written to again, so that a torn end stays
// where it is and harms nothing (readers of WARC pass over it). Bytes are appended in one piece: when the disk refuses
// part of it, the segment is cut back to where it was, and given up. One thread owns the segments; several processes
// may share a folder, as a number is taken by creating its file exclusively.
#pragma once

#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace crawler {

enum class ArchiveFault : std::uint8_t {
    full,  // no space, over a quota or a file size limit
    io     // any other failure to create, write or sync
};

// The archive cannot take what it was given. what() names the file, the cause and the remedy. What was written since
// the last sync() must not be relied on; writing again starts a new segment.
class ArchiveError : public std::runtime_error {
  public:
    ArchiveError(ArchiveFault fault, const std::string& text) : std::runtime_error(text), fault_(fault) {}
    ArchiveFault fault() const { return fault_; }

  private:
    ArchiveFault fault_;
};

class SegmentFiles {
  public:
    // Creates the folder when it is absent; no file before the first append. Throws ArchiveError.
    SegmentFiles(std::filesystem::path folder, std::string prefix);
    ~SegmentFiles();  // closes without a sync
    SegmentFiles(const SegmentFiles&) = delete;
    SegmentFiles& operator=(const SegmentFiles&) = delete;

    bool open() const { return file_ >= 0; }
    void start();                                      // makes the next segment, after making the last durable
    const std::string& name() const { return name_; }  // without the folder, of the open segment
    std::uint64_t size() const { return size_; }
    // All or nothing; where it begins in the open segment.
    std::uint64_t append(std::string_view bytes);
    // Returns when all that was appended would outlive a loss of power: file, then folder. Throws when it would not,
    // also for a segment given up meanwhile.
    void sync();

  private:
    [[noreturn]] void give_up(const char* doing);
    void close();

    std::filesystem::path folder_;
    std::string prefix_, name_;
    std::uint32_t number_ = 0;  // of the last segment seen
    int file_ = -1;
    std::uint64_t size_ = 0;
    bool unsynced_ = false, folder_unsynced_ = false;
    bool lost_ = false;  // a segment was given up with bytes that may not be on the disk
};

}  // namespace crawler
