#include "crawler/segment_files.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <system_error>
#include <utility>

namespace crawler {
namespace {

constexpr std::string_view kEnding = ".warc.gz";

std::string segment_name(const std::string& prefix, std::uint32_t number) {
    char digits[16];
    std::snprintf(digits, sizeof digits, "-%05u", number);
    return prefix + digits + std::string(kEnding);
}

// The number in a segment's name; 0: not a segment of this prefix.
std::uint32_t segment_number(std::string_view name, std::string_view prefix) {
    if (!name.starts_with(prefix) || !name.ends_with(kEnding)) return 0;
    name.remove_prefix(prefix.size());
    if (name.size() <= kEnding.size() + 1 || name[0] != '-') return 0;
    name = name.substr(1, name.size() - 1 - kEnding.size());
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
    return error == std::errc() && end == name.data() + name.size() ? number : 0;
}

[[noreturn]] void fail(const std::filesystem::path& path, const char* doing, int error) {
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    throw ArchiveError(full ? ArchiveFault::full : ArchiveFault::io,
                       path.string() + ": cannot " + doing + " the archive: " + std::generic_category().message(error) +
                           (full ? " (free some space or raise the limit, then start again)"
                                 : " (check the disk and the rights on the folder)"));
}

}  // namespace

SegmentFiles::SegmentFiles(std::filesystem::path folder, std::string prefix)
    : folder_(std::move(folder)), prefix_(std::move(prefix)) {
    std::error_code error;
    std::filesystem::create_directories(folder_, error);
    if (error) fail(folder_, "create", error.value());
    std::filesystem::directory_iterator entries(folder_, error);
    for (; !error && entries != std::filesystem::directory_iterator(); entries.increment(error))
        number_ = std::max(number_, segment_number(entries->path().filename().string(), prefix_));
    if (error) fail(folder_, "list", error.value());
}

SegmentFiles::~SegmentFiles() { close(); }

void SegmentFiles::close() {
    if (file_ >= 0) ::close(file_);
    file_ = -1;
    size_ = 0;
    unsynced_ = false;
}

void SegmentFiles::give_up(const char* doing) {
    const int error = errno;
    const auto path = folder_ / name_;
    // What was appended before may still be made durable; if not, the next sync() must not say that it is.
    if (unsynced_ && ::fsync(file_) != 0) lost_ = true;
    close();
    fail(path, doing, error);
}

void SegmentFiles::start() {
    sync();
    close();
    while (file_ < 0) {
        name_ = segment_name(prefix_, ++number_);
        file_ = ::open((folder_ / name_).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
        if (file_ < 0 && errno != EEXIST) give_up("create");
    }
    folder_unsynced_ = true;
}

std::uint64_t SegmentFiles::append(std::string_view bytes) {
    const std::uint64_t start = size_;
    unsynced_ = true;
    for (std::string_view rest = bytes; !rest.empty();) {
        const ssize_t wrote = ::write(file_, rest.data(), rest.size());
        if (wrote >= 0) {
            rest.remove_prefix(static_cast<std::size_t>(wrote));
        } else if (errno != EINTR) {
            const int error = errno;
            if (::ftruncate(file_, static_cast<off_t>(start)) != 0) {
                // The torn end stays, for readers to pass over.
            }
            errno = error;
            give_up("write to");
        }
    }
    size_ += bytes.size();
    return start;
}

void SegmentFiles::sync() {
    if (std::exchange(lost_, false))
        throw ArchiveError(ArchiveFault::io, (folder_ / name_).string() +
                                                 ": what was archived last did not reach the disk (check the disk)");
    if (unsynced_ && ::fsync(file_) != 0) {
        // The kernel may have dropped the pages: asking it again would be answered with a lie.
        const int error = errno;
        close();
        fail(folder_ / name_, "sync", error);
    }
    unsynced_ = false;
    if (!folder_unsynced_) return;
    const int folder = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool done = folder >= 0 && ::fsync(folder) == 0;
    const int error = errno;
    if (folder >= 0) ::close(folder);
    if (!done) fail(folder_, "sync", error);
    folder_unsynced_ = false;
}

}  // namespace crawler
