#include "tools/warc_input.h"

#include <fmt/format.h>

#include <utility>

#include "crawler/archived_page.h"

namespace tools {
namespace {

constexpr std::size_t kMostTold = 24;  // a broken archive of a million records must not fill the screen

bool is_text(const crawler::ArchivedPage& page) {
    std::string type = page.content_type.substr(0, page.content_type.find(';'));
    for (char& c : type)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    while (type.ends_with(' ')) type.pop_back();
    if (type == "text/html" || type == "application/xhtml+xml" || type == "text/plain") return true;
    if (!type.empty()) return false;
    const auto first = page.body.find_first_not_of(" \t\r\n\xEF\xBB\xBF");  // the server did not say
    return first != std::string::npos && page.body[first] == '<';
}

// Whether a page may have been lost, or only something about it is odd.
bool loses_pages(crawler::WarcProblem problem) {
    switch (problem) {
        case crawler::WarcProblem::not_warc:
        case crawler::WarcProblem::garbage:
        case crawler::WarcProblem::damaged:
        case crawler::WarcProblem::truncated:
        case crawler::WarcProblem::bad_header:
        case crawler::WarcProblem::bad_length:
        case crawler::WarcProblem::too_large:
        case crawler::WarcProblem::unread_coding:
            return true;
        case crawler::WarcProblem::bad_uri:
        case crawler::WarcProblem::bad_http:
        case crawler::WarcProblem::bad_body:
        case crawler::WarcProblem::digest_mismatch:
        case crawler::WarcProblem::unknown_digest:
            return false;
    }
    return true;
}

}  // namespace

WarcInput::WarcInput(const std::filesystem::path& path, Skip skip, Console& console)
    : name_(path == "-" ? "standard input" : path.string()),
      skip_(std::move(skip)),
      console_(console),
      file_(path.string()),
      reader_(file_, [this](const crawler::WarcNote& note) { tell(note); }) {}

void WarcInput::tell(const crawler::WarcNote& note) {
    if (told_ == kMostTold) {
        ++untold_;
        return;
    }
    ++told_;
    const std::string text = fmt::format("{}, record at byte {}: {}", name_, note.offset, note.text);
    if (loses_pages(note.problem))
        skip_(text);
    else
        console_.warn(text);
}

bool WarcInput::next(std::vector<ScanItem>& batch) {
    while (auto page = crawler::next_page(reader_)) {
        if (page->http_status != 200 || !is_text(*page)) continue;
        ScanItem item;
        item.is_page = true;
        item.where = fmt::format("{}, record at byte {}", name_, page->offset);
        item.listing.source = name_;
        item.url = std::move(page->url);
        item.content_type = std::move(page->content_type);
        item.body = std::move(page->body);
        batch.push_back(std::move(item));
        return true;
    }
    if (untold_) skip_(fmt::format("{}: {} more problems like these", name_, std::exchange(untold_, 0)));
    return false;
}

}  // namespace tools
