// A folder for files on the way: unpacked, fetched, rewritten. Goes with everything in it. Throws std::system_error
// where none can be made.
#pragma once

#include <filesystem>

namespace tools::lists {

class ScratchFolder {
  public:
    ScratchFolder();
    ~ScratchFolder();
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

}  // namespace tools::lists
