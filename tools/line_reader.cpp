#include "tools/line_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace tools {

LineReader::LineReader(const std::filesystem::path& path)
    : file_(path == "-" ? stdin : std::fopen(path.c_str(), "rb")),
      name_(path == "-" ? "standard input" : path.string()) {
    if (!file_) throw std::system_error(errno, std::generic_category(), name_);
    struct stat status {};
    if (fstat(fileno(file_.get()), &status) == 0 && S_ISDIR(status.st_mode))
        throw std::system_error(EISDIR, std::generic_category(), name_);
}

bool LineReader::fill() {
    buffer_.resize(std::size_t{1} << 18);
    const std::size_t got = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
    if (got == 0 && std::ferror(file_.get())) throw std::system_error(errno, std::generic_category(), name_);
    buffer_.resize(got);
    at_ = 0;
    if (bytes_read_ == 0 && buffer_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    bytes_read_ += got;
    return got > 0;
}

LineReader::Result LineReader::next(std::string& line) {
    line.clear();
    bool any = false;
    bool too_long = false;
    for (;;) {
        if (at_ >= buffer_.size() && !fill()) break;
        any = true;
        const char* begin = buffer_.data() + at_;
        const std::size_t left = buffer_.size() - at_;
        const void* found = std::memchr(begin, '\n', left);
        const std::size_t take = found ? static_cast<std::size_t>(static_cast<const char*>(found) - begin) : left;
        too_long |= line.size() + take > max_line;
        if (!too_long) line.append(begin, take);
        at_ += take + (found ? 1 : 0);
        if (found) break;
    }
    if (!any) return Result::end;
    ++line_number_;
    if (too_long) {
        line.clear();
        line.shrink_to_fit();
        return Result::too_long;
    }
    if (line.ends_with('\r')) line.pop_back();
    return Result::line;
}

void LineReader::push_back(std::string text, std::uint64_t lines) {
    text.append(buffer_, std::min(at_, buffer_.size()));
    buffer_ = std::move(text);
    at_ = 0;
    line_number_ -= lines;
}

}  // namespace tools
