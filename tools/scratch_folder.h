// A folder for files on their way (unpacked, fetched, made), in the temporary folder; gone with everything in it when
// the object goes. Throws std::system_error where none can be made.
#pragma once

#include <filesystem>

namespace tools {

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

}  // namespace tools
