#include "crawler/extract/page_title.h"

#include <algorithm>
#include <string>

#include "crawler/ascii.h"

namespace crawler {
namespace {

constexpr std::string_view kMarks[] = {" | ", " – ", " — ", " :: ", " » ", " - "};
constexpr std::size_t kShortest = 5;  // bytes of a name

std::string letters(std::string_view text) {
    std::string out;
    for (char c : text)
        if (is_ascii_letter(c) || is_digit(c)) out += ascii_lower(c);
    return out;
}

std::string host_letters(std::string_view url) {
    const auto slashes = url.find("//");
    if (slashes == std::string_view::npos) return {};
    const std::string_view rest = url.substr(slashes + 2);
    return letters(rest.substr(0, std::min(rest.find('/'), rest.size())));
}

}  // namespace

std::string_view without_site(std::string_view title, std::string_view url) {
    std::size_t first = std::string_view::npos, length = 0;
    const auto nearer = [&](std::string_view mark) {
        if (const auto at = title.find(mark); at < first) {
            first = at;
            length = mark.size();
        }
    };
    for (const std::string_view mark : kMarks) nearer(mark);
    nearer(": ");
    if (first != std::string_view::npos && title.size() - first - length >= kShortest) {
        const std::string name = letters(title.substr(0, first));
        if (name.size() >= kShortest && host_letters(url).find(name) != std::string::npos)
            return title.substr(first + length);
    }
    for (const std::string_view mark : kMarks) {
        const auto at = title.rfind(mark);
        if (at != std::string_view::npos && at >= 8) return title.substr(0, at);
    }
    return title;
}

}  // namespace crawler
