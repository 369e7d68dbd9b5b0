#include "crawler/byte_source.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <system_error>

namespace crawler {

FileSource::FileSource(std::string path) : path_(std::move(path)) {
    file_ = path_ == "-" ? STDIN_FILENO : ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) throw std::system_error(errno, std::generic_category(), path_);
}

FileSource::~FileSource() {
    if (file_ != STDIN_FILENO) ::close(file_);
}

std::size_t FileSource::read(std::span<char> out) {
    for (;;) {
        const ssize_t got = ::read(file_, out.data(), out.size());
        if (got >= 0) {
            bytes_read_ += static_cast<std::uint64_t>(got);
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), path_);
    }
}

std::size_t StringSource::read(std::span<char> out) {
    const std::size_t size = std::min({out.size(), piece_, bytes_.size() - at_});
    std::copy_n(bytes_.data() + at_, size, out.data());
    at_ += size;
    return size;
}

}  // namespace crawler
