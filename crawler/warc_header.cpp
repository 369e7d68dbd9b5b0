#include "crawler/warc_header.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

#include "crawler/ascii.h"
#include "crawler/limits.h"

namespace crawler {
namespace {

constexpr std::size_t kProblems = 5;

}  // namespace

bool starts_record(std::string_view bytes) {
    return bytes.size() >= 6 && bytes.starts_with("WARC/") && bytes[5] >= '0' && bytes[5] <= '9';
}

WarcHeaderExtent warc_header_extent(std::string_view bytes) {
    for (auto at = bytes.find('\n'); at != std::string_view::npos; at = bytes.find('\n', at + 1)) {
        const std::string_view rest = bytes.substr(at + 1, 6);
        if (rest.starts_with('\n')) return {at + 2, false};
        if (rest.starts_with("\r\n")) return {at + 3, false};
        if (starts_record(rest)) return {at + 1, true};
    }
    return {};
}

WarcHeader parse_warc_header(std::string_view header) {
    WarcHeader result;
    auto problem = [&](std::string text) {
        if (result.problems.size() < kProblems) result.problems.push_back(std::move(text));
    };
    bool first = true;
    for (std::size_t at = 0; at < header.size();) {
        const auto end = std::min(header.find('\n', at), header.size());
        const std::string_view line = header.substr(at, end - at);
        at = end + 1;
        if (std::exchange(first, false)) {
            result.version = trimmed(line.substr(std::min<std::size_t>(5, line.size())));
            static constexpr std::string_view known[] = {"0.17", "0.18", "1.0", "1.1"};
            if (std::find(std::begin(known), std::end(known), result.version) == std::end(known)) {
                problem("version " + shown(result.version) + " is not known; read as 1.1");
                result.version = shown(result.version);
            }
            continue;
        }
        if (trimmed(line).empty()) break;
        if (line[0] == ' ' || line[0] == '\t') {
            if (result.fields.empty())
                problem("a folded line without a field");
            else
                result.fields.back().second.append(" ").append(trimmed(line));
            continue;
        }
        const auto colon = line.find(':');
        const std::string_view name = trimmed(line.substr(0, colon));
        if (colon == std::string_view::npos || name.empty())
            problem("no field: \"" + shown(trimmed(line)) + "\"");
        else if (result.fields.size() == limits::warc_header_fields)
            problem("more fields than are read");
        else
            result.fields.emplace_back(name, trimmed(line.substr(colon + 1)));
    }
    return result;
}

std::optional<std::uint64_t> content_length(const Headers& fields) {
    std::optional<std::uint64_t> length;
    for (const auto& [name, value] : fields) {
        if (!equals_ignoring_case(name, "content-length")) continue;
        std::uint64_t number = 0;
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc() || end != value.data() + value.size() || number >> 62) return std::nullopt;
        if (length && *length != number) return std::nullopt;
        length = number;
    }
    return length;
}

WarcType warc_type(std::string_view value) {
    for (int i = 0; i < static_cast<int>(WarcType::other); ++i)
        if (equals_ignoring_case(value, to_string(static_cast<WarcType>(i)))) return static_cast<WarcType>(i);
    return WarcType::other;
}

std::string meant_uri(std::string_view written) {
    if (written.size() >= 2 && written.starts_with('<') && written.ends_with('>'))
        written = written.substr(1, written.size() - 2);
    std::string uri;
    for (const char c : written) {
        if (c == ' ')
            uri += "%20";
        else if (c == '\t')
            uri += "%09";
        else
            uri += c;
    }
    return uri;
}

}  // namespace crawler
