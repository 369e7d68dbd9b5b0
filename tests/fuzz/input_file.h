// A fuzz input as a file, for readers that take a path: in memory, gone with the object.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace fuzz {

class InputFile {
  public:
    InputFile(const std::uint8_t* data, std::size_t size) : descriptor_(memfd_create("fuzz", MFD_CLOEXEC)) {
        if (descriptor_ < 0) std::abort();
        for (std::size_t at = 0; at < size;) {
            const ssize_t put = ::write(descriptor_, data + at, size - at);
            if (put <= 0) std::abort();
            at += static_cast<std::size_t>(put);
        }
    }
    ~InputFile() { ::close(descriptor_); }
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  private:
    int descriptor_;
};

}  // namespace fuzz
