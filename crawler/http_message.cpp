#include "crawler/http_message.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "crawler/gzip.h"
#include "crawler/limits.h"

namespace crawler {

namespace {

std::string lower(std::string_view text) {
    std::string folded(text);
    for (char& c : folded)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return folded;
}

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// Takes the next line off `rest`, without its line break.
std::string_view take_line(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

// RFC 9112, section 7.1. nullopt: these are no chunks at all (some archives store the body decoded under its old
// headers). A body that stops within its chunks is given as far as it goes, with a note.
std::optional<std::string> dechunked(std::string_view rest, std::vector<std::string>& notes) {
    std::string body;
    for (bool first = true;; first = false) {
        if (rest.empty()) {
            if (first) return std::nullopt;
            notes.emplace_back("the last chunk is missing");
            return body;
        }
        const std::string_view line = take_line(rest);
        std::size_t size = 0;
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
        const std::string_view after = trimmed(line.substr(static_cast<std::size_t>(end - line.data())));
        if (error != std::errc{} || !(after.empty() || after.starts_with(';'))) {
            if (first) return std::nullopt;
            notes.emplace_back("a chunk's size cannot be read");
            return body;
        }
        if (size == 0) return body;
        body.append(rest.substr(0, size));
        if (size > rest.size()) {
            notes.emplace_back("a chunk is shorter than it says");
            return body;
        }
        rest.remove_prefix(size);
        if (rest.starts_with("\r\n"))
            rest.remove_prefix(2);
        else if (rest.starts_with('\n'))
            rest.remove_prefix(1);
    }
}

void read_head(HttpMessage& message) {
    std::string_view rest = message.head;
    const std::string_view status_line = take_line(rest);
    const std::size_t space = status_line.find(' ');
    if (status_line.starts_with("HTTP/") && space != std::string_view::npos)
        std::from_chars(status_line.data() + space + 1, status_line.data() + status_line.size(), message.status);
    if (message.status < 100 || message.status > 999) {
        message.status = 0;
        message.notes.emplace_back("no HTTP status line");
    }
    while (!rest.empty() && message.headers.size() < limits::header_count) {
        const std::string_view line = take_line(rest);
        if (!line.empty() && (line[0] == ' ' || line[0] == '\t') && !message.headers.empty()) {
            (message.headers.back().second += ' ') += trimmed(line);  // obs-fold (RFC 9112, section 5.2)
            continue;
        }
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) continue;
        message.headers.emplace_back(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
}

void undo_content_coding(HttpMessage& message) {
    const std::string coding = lower(message.header("content-encoding"));
    if (coding.empty() || coding == "identity") return;
    if (coding != "gzip" && coding != "x-gzip" && coding != "deflate") {
        message.notes.push_back("content coding '" + coding + "' is not undone");
        return;
    }
    // Some archives keep the decoded body under its old headers: then it does not start as the coding says.
    if (coding != "deflate" && !looks_like_gzip(message.body)) return;
    Inflated inflated = inflate_all(message.body, limits::gunzip_bytes);
    if (inflated.end != InflateEnd::complete)
        message.notes.push_back("the " + coding + " body is " + std::string(to_string(inflated.end)));
    if (inflated.end == InflateEnd::corrupt && inflated.bytes.empty()) return;
    message.body = std::move(inflated.bytes);
}

}  // namespace

std::string_view HttpMessage::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

HttpMessage read_http_response(std::string_view bytes) {
    HttpMessage message;
    // The blank line, in either style; whichever comes first.
    const std::size_t crlf = bytes.find("\r\n\r\n"), lf = bytes.find("\n\n");
    const std::size_t end =
        std::min(crlf == std::string_view::npos ? crlf : crlf + 4, lf == std::string_view::npos ? lf : lf + 2);
    message.head = bytes.substr(0, end);
    message.payload = end == std::string_view::npos ? std::string_view{} : bytes.substr(end);
    if (end == std::string_view::npos) message.notes.emplace_back("the HTTP headers do not end");
    read_head(message);

    if (lower(message.header("transfer-encoding")).ends_with("chunked")) {
        std::optional<std::string> body = dechunked(message.payload, message.notes);
        message.body = body ? std::move(*body) : std::string(message.payload);
    } else {
        message.body = message.payload;
        std::size_t length = 0;
        const std::string_view told = message.header("content-length");
        const auto [stop, error] = std::from_chars(told.data(), told.data() + told.size(), length);
        if (!told.empty() && error == std::errc{} && length > message.payload.size())
            message.notes.emplace_back("the body is shorter than its Content-Length");
    }
    undo_content_coding(message);
    return message;
}

}  // namespace crawler
