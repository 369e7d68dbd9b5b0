#include "tools/output_file.h"

#include <stdio_ext.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace tools {

OutputFile::OutputFile(const std::filesystem::path& path) : path_(path == "-" ? std::filesystem::path{} : path) {
    if (path_.empty()) {
        file_ = stdout;
        return;
    }
    temporary_ = path_;
    temporary_ += ".part" + std::to_string(::getpid());
    file_ = std::fopen(temporary_.c_str(), "wb");
    if (!file_) fail();
}

OutputFile::~OutputFile() {
    if (!file_ || path_.empty()) return;
    std::fclose(file_);
    std::error_code ignored;
    std::filesystem::remove(temporary_, ignored);
}

void OutputFile::fail() const {
    throw std::system_error(errno, std::generic_category(), path_.empty() ? "standard output" : path_.string());
}

void OutputFile::write(std::string_view bytes) {
    digest_.update(bytes);
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_) != bytes.size()) fail();
}

std::string OutputFile::finish() {
    if (std::fflush(file_) != 0) fail();
    if (!path_.empty()) {
        if (std::fclose(std::exchange(file_, nullptr)) != 0) fail();
        std::filesystem::rename(temporary_, path_);
    }
    return detector::to_hex(digest_.finish());
}

void drop_unread_output() { __fpurge(stdout); }

}  // namespace tools
