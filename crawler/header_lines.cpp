#include "crawler/header_lines.h"

#include <algorithm>

#include "crawler/ascii.h"

namespace crawler {
namespace {

bool tells_a_secret(const std::string& lower_name) {
    for (std::string_view part : {"authorization", "cookie", "token", "secret", "api-key", "apikey", "access-key"})
        if (lower_name.find(part) != std::string::npos) return true;
    return false;
}

bool is_harmless(const std::string& lower_name) {
    return lower_name == "accept" || lower_name == "accept-language" || lower_name == "content-type";
}

// The content's length where it is told and believable: a lie costs a megabyte at most.
std::size_t room_for(std::string_view length) {
    if (length.size() >= 8 || length.find_first_not_of("0123456789") != std::string_view::npos) return 0;
    std::size_t bytes = 0;
    for (char c : length) bytes = bytes * 10 + static_cast<std::size_t>(c - '0');
    return bytes <= (std::size_t{1} << 20) ? bytes : 0;
}

}  // namespace

std::vector<std::string> request_lines(const FetchRequest& request) {
    std::vector<std::string> lines;
    const bool accept = std::any_of(request.headers.begin(), request.headers.end(),
                                    [](const auto& header) { return ascii_lowered(header.first) == "accept"; });
    if (!accept) lines.emplace_back(accept_line);
    for (const auto& [name, value] : request.headers) {
        if ((name + value).find_first_of("\r\n") != std::string::npos) continue;
        lines.push_back(value.empty() ? name + ";" : name + ": " + value);  // libcurl's way to send an empty value
    }
    if (!request.etag.empty()) lines.push_back("If-None-Match: " + request.etag);
    if (!request.last_modified.empty()) lines.push_back("If-Modified-Since: " + request.last_modified);
    return lines;
}

std::string redacted_head(std::string_view head, const Headers& own) {
    std::string out;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find('\n'), head.size() - 1);
        const std::string_view line = head.substr(0, end + 1);
        head.remove_prefix(end + 1);
        const std::size_t colon = line.find(':');
        const std::string name = ascii_lowered(line.substr(0, colon));
        const bool ours = std::any_of(own.begin(), own.end(), [&](const auto& header) {
            return ascii_lowered(header.first) == name && !is_harmless(name);
        });
        if (colon != std::string_view::npos && (ours || tells_a_secret(name)))
            out.append(line.substr(0, colon)).append(": [redacted]\r\n");
        else
            out.append(line);
    }
    return out;
}

bool HeadReader::take(std::string_view line, bool keep, FetchResult& result) {
    bytes_ += line.size();
    if (bytes_ > most_bytes_ || result.headers.size() >= most_headers_) return false;
    const bool status_line = line.substr(0, 5) == "HTTP/";
    if (status_line) {  // of an interim response or the final one: the last counts
        result.headers.clear();
        result.response_head.clear();
    }
    if (keep) result.response_head.append(line);
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    const std::size_t colon = line.find(':');
    if (status_line || colon == std::string_view::npos) return true;
    std::string_view value = line.substr(colon + 1);
    while (!value.empty() && (value.front() == ' ' || value.front() == '\t')) value.remove_prefix(1);
    result.headers.emplace_back(ascii_lowered(line.substr(0, colon)), value);
    if (result.headers.back().first == "content-length") result.body.reserve(room_for(value));
    return true;
}

}  // namespace crawler
