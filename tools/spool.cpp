#include "tools/spool.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace tools {

namespace {

[[noreturn]] void fail(const std::filesystem::path& where) {
    throw std::system_error(errno, std::generic_category(), where.string());
}

}  // namespace

Spool::Spool() {
    const std::string folder = std::filesystem::temp_directory_path().string();
    file_ = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file_ >= 0) return;
    std::string name = folder + "/citeswatch.XXXXXX";  // a file system that knows no nameless files
    file_ = ::mkostemp(name.data(), O_CLOEXEC);
    if (file_ < 0) fail(folder);
    ::unlink(name.c_str());
}

Spool::Spool(const std::filesystem::path& file) {
    file_ = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat facts {};
    if (file_ < 0 || ::fstat(file_, &facts) != 0) fail(file);
    size_ = static_cast<std::uint64_t>(facts.st_size);
    std::filesystem::remove(file);
}

Spool::~Spool() { ::close(file_); }

void Spool::write(std::string_view bytes) {
    digest_.update(bytes);
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail(std::filesystem::temp_directory_path());
        size_ += static_cast<std::uint64_t>(written);
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

std::size_t Spool::read(std::uint64_t offset, char* to, std::size_t size) const {
    ssize_t got = 0;
    do got = ::pread(file_, to, size, static_cast<off_t>(offset));
    while (got < 0 && errno == EINTR);
    return got < 0 ? 0 : static_cast<std::size_t>(got);
}

}  // namespace tools
