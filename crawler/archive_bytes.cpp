#include "crawler/archive_bytes.h"

#include <cerrno>
#include <span>
#include <system_error>
#include <utility>

namespace crawler {

namespace {

constexpr std::size_t piece = std::size_t{64} << 10;
constexpr std::string_view gzip_magic = "\x1F\x8B\x08";

}  // namespace

ArchiveBytes::ArchiveBytes(std::istream& file, std::function<void(std::uint64_t, std::string_view)> damage)
    : file_(file), damage_(std::move(damage)) {
    while (raw_.size() < gzip_magic.size() && read_more()) {
    }
    compressed_ = std::string_view(raw_).starts_with(gzip_magic);
    if (!compressed_) {
        members_.push_back({0, 0});
        plain_ = std::exchange(raw_, {});
    }
}

bool ArchiveBytes::read_more() {
    const std::size_t before = raw_.size();
    raw_.resize(before + piece);
    file_.read(raw_.data() + before, piece);
    const auto got = static_cast<std::size_t>(file_.gcount());
    raw_.resize(before + got);
    file_position_ += got;
    if (file_.bad()) throw std::system_error(errno ? errno : EIO, std::generic_category(), "archive cannot be read");
    return got > 0;
}

bool ArchiveBytes::fill() {
    if (begin_ > piece) {  // keep the buffer from creeping
        plain_.erase(0, begin_);
        plain_position_ += std::exchange(begin_, 0);
    }
    const std::size_t before = plain_.size();
    if (!compressed_) {
        if (!read_more()) return false;
        plain_ += raw_;
        raw_.clear();
        return true;
    }
    while (plain_.size() == before && !ended_ && !broken_) inflate_some();
    return plain_.size() > before;
}

// One step forward: more input, a member's start, or some plain bytes.
void ArchiveBytes::inflate_some() {
    if (raw_.empty() && !read_more()) {
        if (in_member_) damage_(members_.back().file_start, "the compressed data stops within a record");
        ended_ = true;
        return;
    }
    if (!in_member_) return next_member();
    const std::size_t before = plain_.size();
    plain_.resize(before + piece);
    const Inflater::Step step = inflater_.step(raw_, std::span(plain_).subspan(before));
    plain_.resize(before + step.given);
    raw_.erase(0, step.taken);
    if (step.state == Inflater::State::member_end) in_member_ = false;
    if (step.state == Inflater::State::corrupt) {
        damage_(members_.back().file_start, "the compressed data is damaged");
        in_member_ = false;
        broken_ = true;
        if (!raw_.empty() && step.taken == 0) raw_.erase(0, 1);  // never meet the same magic again
    }
}

// To the next gzip magic; what lies before it (padding, the rest of a damaged member) is passed over.
void ArchiveBytes::next_member() {
    while (raw_.size() < gzip_magic.size() && read_more()) {
    }
    const std::size_t at = raw_.find(gzip_magic);
    if (at == std::string::npos) {
        raw_.erase(0, raw_.size() > 2 ? raw_.size() - 2 : raw_.size());  // the magic may straddle two reads
        if (!read_more()) raw_.clear(), ended_ = true;
        return;
    }
    raw_.erase(0, at);
    const std::uint64_t plain_end = plain_position_ + plain_.size();
    members_.push_back({plain_end, file_position_ - raw_.size()});
    inflater_.restart();
    in_member_ = true;
}

bool ArchiveBytes::resume() { return std::exchange(broken_, false); }

void ArchiveBytes::drop(std::size_t bytes) {
    begin_ += bytes;
    const std::uint64_t position = plain_position_ + begin_;
    while (members_.size() > 1 && members_[1].plain_start <= position) members_.pop_front();
}

std::uint64_t ArchiveBytes::offset() const {
    const std::uint64_t position = plain_position_ + begin_;
    if (!compressed_) return position;
    std::uint64_t start = 0;
    for (const Member& member : members_)
        if (member.plain_start <= position) start = member.file_start;
    return start;
}

}  // namespace crawler
