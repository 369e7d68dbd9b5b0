#include "crawler/http_message.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "crawler/ascii.h"
#include "crawler/gzip.h"
#include "crawler/limits.h"

namespace crawler {
namespace {

// The line at `at`, without its end (CRLF, or LF alone: RFC 9112, section 2.2); `at` moves behind it.
std::string_view next_line(std::string_view text, std::size_t& at) {
    const auto end = text.find('\n', at);
    std::string_view line = text.substr(at, end == std::string_view::npos ? end : end - at);
    at = end == std::string_view::npos ? text.size() : end + 1;
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

int status_of(std::string_view line) {
    if (!line.starts_with("HTTP/")) return 0;
    const auto space = line.find(' ');
    if (space == std::string_view::npos) return 0;
    const std::string_view digits = trimmed(line.substr(space)).substr(0, 3);
    int status = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return error == std::errc() && end == digits.data() + 3 && status >= 100 ? status : 0;
}

// The size line of a chunk, extensions ignored. False: no size.
bool chunk_size(std::string_view line, std::size_t& size) {
    line = trimmed(line.substr(0, line.find(';')));
    if (line.empty()) return false;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), size, 16);
    return error == std::errc() && end == line.data() + line.size();
}

bool is_token(std::string_view name) {
    return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

Content keep(std::string body, std::string problem) { return {std::move(body), std::move(problem), {}}; }

Content undo_one(std::string body, std::string_view coding, std::size_t cap) {
    const bool is_gzip = coding == "gzip" || coding == "x-gzip";
    if (body.empty()) return {};
    if (is_gzip && !looks_like_gzip(body)) return keep(std::move(body), "the body says gzip and is not");
    auto inflated = inflate_all(body, cap, is_gzip ? Compression::gzip : Compression::automatic);
    switch (inflated.end) {
        case InflateEnd::complete:
            return keep(std::move(inflated.bytes), {});
        case InflateEnd::truncated:
            return keep(std::move(inflated.bytes), "the compressed body is cut short");
        case InflateEnd::too_large:
            return keep(std::move(inflated.bytes), "the body grows past the limit: the rest is left out");
        case InflateEnd::corrupt:
            break;
    }
    if (is_gzip) return keep(std::move(inflated.bytes), "the compressed body is damaged");
    return keep(std::move(body), "the body says deflate and is not");
}

}  // namespace

HttpHead parse_http_head(std::string_view message) {
    HttpHead head;
    const std::string_view text = message.substr(0, limits::warc_header_bytes);
    std::size_t at = 0;
    const std::string_view first = next_line(text, at);
    const bool is_response = first.starts_with("HTTP/");
    if (!is_response && first.find(" HTTP/") == std::string_view::npos) {
        head.problem = "the message does not start with an HTTP line";
        return head;  // all of it is body
    }
    head.start_line = first;
    head.status = status_of(first);
    if (is_response && head.status == 0) head.problem = "the HTTP status line has no status";
    while (at < text.size()) {
        const std::string_view line = next_line(text, at);
        if (line.empty()) {
            head.body_offset = at;
            return head;
        }
        if ((line[0] == ' ' || line[0] == '\t') && !head.headers.empty()) {  // obs-fold
            head.headers.back().second.append(" ").append(trimmed(line));
            continue;
        }
        const auto colon = line.find(':');
        const std::string_view name = trimmed(line.substr(0, colon));
        if (colon == std::string_view::npos || !is_token(name)) {
            if (head.problem.empty()) head.problem = "an HTTP header line has no name";
            continue;
        }
        if (head.headers.size() < limits::warc_header_fields)
            head.headers.emplace_back(ascii_lowered(name), trimmed(line.substr(colon + 1)));
    }
    head.problem = message.size() > text.size() ? "the HTTP head is longer than the limit" : "the HTTP head has no end";
    head.body_offset = message.size();
    return head;
}

Decoded undo_chunks(std::string_view body) {
    Decoded result;
    std::size_t at = 0;
    while (at < body.size()) {
        const std::size_t start = at;
        std::size_t size = 0;
        if (!chunk_size(next_line(body, at), size)) {
            result.problem =
                start == 0 ? "the body says chunked and is not" : "a chunk has no size: the rest is kept as is";
            result.bytes.append(body.substr(start));
            return result;
        }
        if (size == 0) return result;  // trailers follow, of no use to a reader
        const std::string_view chunk = body.substr(at, size);
        result.bytes.append(chunk);
        at += chunk.size();
        if (chunk.size() < size) break;
        if (body.substr(at).starts_with("\r\n"))
            at += 2;
        else if (body.substr(at).starts_with('\n'))
            at += 1;
        else if (at < body.size()) {
            result.problem = "a chunk is longer than it says: the rest is kept as is";
            result.bytes.append(body.substr(at));
            return result;
        }
    }
    result.problem = "the chunked body is cut short";
    return result;
}

Content undo_content_codings(std::string body, std::string_view codings, std::size_t cap) {
    std::vector<std::string> applied;
    for (std::size_t at = 0; at < codings.size();) {
        const auto comma = std::min(codings.find(',', at), codings.size());
        std::string coding = ascii_lowered(trimmed(codings.substr(at, comma - at)));
        if (!coding.empty() && coding != "identity" && coding != "none") applied.push_back(std::move(coding));
        at = comma + 1;
    }
    Content content = keep(std::move(body), {});
    auto all_left = [&] {
        for (const auto& coding : applied) content.left += (content.left.empty() ? "" : ", ") + coding;
    };
    if (applied.size() > limits::content_codings) {
        content.problem = "too many content codings";
        all_left();
        return content;
    }
    while (!applied.empty() && content.problem.empty()) {  // the last applied comes off first
        const std::string& coding = applied.back();
        if (coding != "gzip" && coding != "x-gzip" && coding != "deflate") {
            all_left();
            content.problem = "the body is coded in a way that is not read here: " + content.left.substr(0, 40);
            break;
        }
        content = undo_one(std::move(content.bytes), coding, cap);
        applied.pop_back();
    }
    return content;
}

}  // namespace crawler
