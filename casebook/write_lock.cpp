#include "casebook/write_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>

#include "casebook/error.h"

namespace casebook {

WriteLock::WriteLock(const std::filesystem::path& casebook) {
    const std::string path = casebook.string() + ".lock";
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor_ < 0) {
        const int why = errno;
        const bool absent = why == ENOENT || why == ENOTDIR;
        throw StoreError(absent          ? StoreFault::missing
                         : why == ENOSPC ? StoreFault::full
                                         : StoreFault::read_only,
                         casebook.string() + ": cannot be written: " + std::strerror(why) +
                             (absent ? " (create the folder first)" : " (check the permissions of the folder)"));
    }
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        std::array<char, 32> holder{};
        const ssize_t length = ::pread(descriptor_, holder.data(), holder.size() - 1, 0);
        ::close(descriptor_);
        throw StoreError(StoreFault::locked, casebook.string() + ": is being written by process " +
                                                 std::string(holder.data(), length > 0 ? std::size_t(length) : 0) +
                                                 " (wait for it, or stop it)");
    }
    // For people only: failing to write the number changes nothing about the lock.
    const std::string self = std::to_string(::getpid());
    if (::ftruncate(descriptor_, 0) != 0 || ::pwrite(descriptor_, self.data(), self.size(), 0) < 0) errno = 0;
}

// By the kernel's own list: trying the lock to see whether it is free would turn away a crawl that starts just then.
std::optional<std::string> writer_of(const std::filesystem::path& casebook) {
    struct stat file {};
    if (::stat((casebook.string() + ".lock").c_str(), &file) != 0) return std::nullopt;
    const std::string inode = ":" + std::to_string(file.st_ino) + " ";
    std::ifstream locks("/proc/locks");  // "1: FLOCK  ADVISORY  WRITE 1234 fe:01:5678 0 EOF"
    for (std::string line; std::getline(locks, line);) {
        if (line.find(inode) == std::string::npos || line.find("FLOCK") == std::string::npos) continue;
        std::istringstream words(line);
        std::string number, kind, mode, access, process;
        words >> number >> kind >> mode >> access >> process;
        return process;
    }
    return std::nullopt;
}

WriteLock::~WriteLock() { ::close(descriptor_); }  // the file stays: removing it would race with a newcomer

}  // namespace casebook
