#include "crawler/warc_stream.h"

#include <algorithm>

namespace crawler {
namespace {

constexpr std::size_t kPiece = 64 * 1024;
constexpr std::size_t kBehind = 64 * 1024;  // how far recover() can look back
// What looking back may cost in all, beyond one more reading of the file; counted by file offsets, not by what happens
// to be read ahead, so that a pipe and a file give the same.
constexpr std::uint64_t kFreeLookBack = 256 * 1024;

}  // namespace

bool WarcStream::read_raw() {
    if (source_ended_) return false;
    if (raw_at_ > kBehind + kPiece) {
        const std::size_t drop = raw_at_ - (compressed() ? kBehind : 0);
        raw_.erase(0, drop);
        raw_at_ -= drop;
        raw_base_ += drop;
    }
    const std::size_t size = raw_.size();
    raw_.resize(size + kPiece);
    const std::size_t got = source_.read(std::span<char>(raw_).subspan(size));
    raw_.resize(size + got);
    source_ended_ = got == 0;
    return got > 0;
}

void WarcStream::start_member(std::uint64_t previous_end) {
    const std::uint64_t position = position_ + (window_.size() - window_at_);
    if (!members_.empty() && members_.back().position == position)
        members_.back().start = raw_offset();  // the member between was empty
    else
        members_.push_back({position, previous_end, raw_offset()});
    inflater_.restart();
}

// Behind a member: another, padding, the end, or something else.
void WarcStream::after_member() {
    const std::uint64_t previous_end = raw_offset();
    for (;;) {
        const std::size_t padding = std::min(raw_ahead().find_first_not_of('\0'), raw_ahead().size());
        raw_at_ += padding;
        if (raw_ahead().size() >= 4) break;
        if (!read_raw()) break;
    }
    if (raw_ahead().empty()) {
        stop_ = Stop::end;
        start_member(previous_end);
    } else if (looks_like_gzip(raw_ahead())) {
        start_member(previous_end);
    } else {
        stop_ = Stop::garbage;
        start_member(previous_end);
    }
}

void WarcStream::fill_gzip() {
    if (raw_ahead().empty() && !read_raw()) {
        stop_ = Stop::truncated;
        return;
    }
    const std::size_t size = window_.size();
    window_.resize(size + kPiece);
    const auto step = inflater_.step(raw_ahead(), std::span<char>(window_).subspan(size));
    window_.resize(size + step.given);
    raw_at_ += step.taken;
    if (step.state == Inflater::State::corrupt) stop_ = Stop::corrupt;
    if (step.state == Inflater::State::member_end) after_member();
}

void WarcStream::fill() {
    if (kind_ == Kind::unknown) {
        while (raw_ahead().size() < 4 && read_raw()) {
        }
        kind_ = looks_like_gzip(raw_ahead()) ? Kind::gzip : Kind::plain;
        if (compressed()) members_.push_back({0, 0, 0});
    }
    if (compressed()) return fill_gzip();
    if (raw_ahead().empty() && !read_raw()) {
        stop_ = Stop::end;
        return;
    }
    window_.append(raw_ahead());
    raw_at_ = raw_.size();
}

std::string_view WarcStream::peek(std::size_t want) {
    if (window_at_ > kPiece) {
        window_.erase(0, window_at_);
        window_at_ = 0;
    }
    while (window_.size() - window_at_ < want && stop_ == Stop::none) fill();
    forget_passed_members();
    return std::string_view(window_).substr(window_at_);
}

void WarcStream::skip(std::size_t size) {
    window_at_ += size;
    position_ += size;
    forget_passed_members();
}

void WarcStream::forget_passed_members() {
    while (members_.size() > 1 && members_[1].position <= position_) members_.pop_front();
}

std::uint64_t WarcStream::offset() const { return compressed() ? members_.front().start : position_; }

bool WarcStream::at_member_start() const { return compressed() && members_.front().position == position_; }

std::uint64_t WarcStream::previous_member_end() const {
    return compressed() ? members_.front().previous_end : position_;
}

std::size_t WarcStream::to_next_member() const {
    for (const Member& member : members_)
        if (member.position > position_) return static_cast<std::size_t>(member.position - position_);
    return static_cast<std::size_t>(-1);
}

std::uint64_t WarcStream::recover() {
    if (stop_ == Stop::none || stop_ == Stop::end) return 0;
    skip(window_.size() - window_at_);
    // What is lost is counted from where the broken member began; the next is looked for right behind that, unless this
    // stretch of file is gone, or the looking back has cost as much as the file already.
    const std::uint64_t broken = members_.back().start;
    const std::uint64_t earliest = std::max(raw_base_, broken + 1);
    if (earliest < raw_offset()) {
        const std::uint64_t back = raw_offset() - earliest;
        if (looked_back_ + back <= broken + kFreeLookBack) {
            looked_back_ += back;
            raw_at_ -= static_cast<std::size_t>(back);
        }
    } else if (!raw_ahead().empty()) {
        ++raw_at_;
    }
    for (;;) {
        const auto found = raw_ahead().find("\x1F\x8B\x08");
        if (found != std::string_view::npos) {
            raw_at_ += found;
            while (raw_ahead().size() < 4 && read_raw()) {
            }
            if (looks_like_gzip(raw_ahead())) {
                stop_ = Stop::none;
                break;
            }
            raw_at_ += std::min<std::size_t>(1, raw_ahead().size());
            continue;
        }
        raw_at_ += raw_ahead().size() - std::min<std::size_t>(2, raw_ahead().size());  // the magic may be cut in two
        if (!read_raw()) {
            raw_at_ = raw_.size();
            stop_ = Stop::end;
            break;
        }
    }
    start_member(raw_offset());
    forget_passed_members();
    return raw_offset() - broken;
}

}  // namespace crawler
