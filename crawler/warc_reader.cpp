#include "crawler/warc_reader.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "crawler/http_message.h"
#include "crawler/limits.h"
#include "crawler/warc_digest.h"

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

Headers named_fields(std::string_view head) {
    Headers fields;
    while (!head.empty() && fields.size() < limits::header_count) {
        const std::size_t end = head.find('\n');
        const std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
        if (!line.empty() && (line[0] == ' ' || line[0] == '\t') && !fields.empty()) {
            (fields.back().second += ' ') += trimmed(line);
            continue;
        }
        if (const std::size_t colon = line.find(':'); colon != std::string_view::npos)
            fields.emplace_back(lower(trimmed(line.substr(0, colon))), trimmed(line.substr(colon + 1)));
    }
    return fields;
}

std::string_view find_header(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.first == name; });
    return found == headers.end() ? std::string_view{} : std::string_view(found->second);
}

// A digest that disagrees is told, never a reason to withhold the page: the reader of a case decides.
void check_digest(const Headers& headers, std::string_view name, std::initializer_list<std::string_view> candidates,
                  std::vector<std::string>& notes) {
    const std::string_view told = find_header(headers, name);
    if (told.empty()) return;
    bool known = false;
    for (const std::string_view bytes : candidates) {
        const std::optional<bool> same = warc_digest_matches(told, bytes);
        known = known || same.has_value();
        if (same.value_or(false)) return;
    }
    if (known) notes.push_back(std::string(name) + " disagrees with the content");
}

}  // namespace

std::string_view WarcRecord::header(std::string_view name) const { return find_header(headers, name); }

std::string WarcRecord::target() const {
    std::string_view uri = header("warc-target-uri");
    if (uri.starts_with('<') && uri.ends_with('>')) uri = uri.substr(1, uri.size() - 2);  // wget 1.14 to 1.20
    return std::string(uri);
}

WarcReader::WarcReader(std::istream& file, Problem problem) : problem_(std::move(problem)), bytes_(file, problem_) {}

bool WarcReader::need(std::size_t bytes) {
    while (bytes_.window().size() < bytes)
        if (!bytes_.fill()) return false;
    return true;
}

WarcReader::Start WarcReader::find_start() {
    for (;;) {  // blank lines end the record before
        if (!need(1)) {
            if (bytes_.resume()) continue;
            return Start::end;
        }
        const std::string_view window = bytes_.window();
        const std::size_t text = std::min(window.find_first_not_of("\r\n"), window.size());
        if (text == 0) break;
        bytes_.drop(text);
    }
    need(8);
    const std::string_view window = bytes_.window();
    if (window.starts_with("WARC/1.") || window.starts_with("WARC/0.")) return Start::record;
    return window.starts_with("filedesc") ? Start::arc : Start::junk;
}

// To the next line that starts a record, wherever it is.
void WarcReader::skip_to_next() {
    for (;;) {
        const std::string_view window = bytes_.window();
        if (const std::size_t at = window.find("\nWARC/1.", 0); at != std::string_view::npos)
            return bytes_.drop(at + 1);
        if (window.size() > 8) bytes_.drop(window.size() - 8);
        if (!bytes_.fill()) return bytes_.drop(bytes_.window().size());
    }
}

// The version line and the fields, up to and with the blank line; nullopt where there is no end of them.
std::optional<std::string> WarcReader::take_head() {
    for (std::size_t searched = 0;;) {
        const std::string_view window = bytes_.window();
        const std::size_t from = searched < 3 ? 0 : searched - 3;
        const std::size_t crlf = window.find("\r\n\r\n", from), lf = window.find("\n\n", from);
        const std::size_t end =
            std::min(crlf == std::string_view::npos ? crlf : crlf + 4, lf == std::string_view::npos ? lf : lf + 2);
        if (end != std::string_view::npos && end <= limits::header_bytes) {
            std::string head(window.substr(0, end));
            bytes_.drop(end);
            return head;
        }
        searched = window.size();
        if (searched > limits::header_bytes || !bytes_.fill()) return std::nullopt;
    }
}

void WarcReader::take_block(WarcRecord& record, std::uint64_t length) {
    std::uint64_t left = length;
    while (left > 0) {
        if (!need(1)) {
            record.notes.emplace_back("the archive breaks off within this record");
            problem_(record.offset, record.notes.back());
            return;
        }
        const auto piece = static_cast<std::size_t>(std::min<std::uint64_t>(left, bytes_.window().size()));
        const std::size_t room = limits::record_bytes - record.block.size();
        record.block.append(bytes_.window().substr(0, std::min(piece, room)));
        bytes_.drop(piece);
        left -= piece;
    }
    if (length > limits::record_bytes) record.notes.emplace_back("only the beginning of this record was read");
}

std::optional<WarcRecord> WarcReader::next() {
    while (!ended_) {
        const Start start = find_start();
        const std::uint64_t offset = bytes_.offset();
        if (start == Start::end) break;
        if (start != Start::record) {
            problem_(offset, start == Start::arc
                                 ? "an ARC file, the format before WARC: convert it (`warcio recompress`)"
                                 : "bytes that belong to no WARC record");
            skip_to_next();
            continue;
        }
        const std::optional<std::string> head = take_head();
        if (!head) {
            problem_(offset, "a record's fields do not end");
            bytes_.drop(std::min<std::size_t>(5, bytes_.window().size()));
            skip_to_next();
            continue;
        }
        WarcRecord record;
        record.offset = offset;
        record.headers = named_fields(*head);
        const std::string_view told = record.header("content-length");
        std::uint64_t length = 0;
        const auto [stop, error] = std::from_chars(told.data(), told.data() + told.size(), length);
        if (told.empty() || error != std::errc{} || stop != told.data() + told.size()) {
            problem_(offset, "a record without a Content-Length that can be read");
            skip_to_next();
            continue;
        }
        take_block(record, length);
        if (record.notes.empty()) check_digest(record.headers, "warc-block-digest", {record.block}, record.notes);
        return record;
    }
    ended_ = true;
    return std::nullopt;
}

std::optional<ArchivedPage> WarcReader::next_page() {
    while (std::optional<WarcRecord> record = next()) {
        const bool is_response =
            record->type() == "response" && lower(record->header("content-type")).starts_with("application/http");
        if (!is_response && !(record->type() == "resource" && record->target().starts_with("http"))) continue;
        ArchivedPage page;
        page.offset = record->offset;
        page.url = record->target();
        page.date = record->header("warc-date");
        page.ip = record->header("warc-ip-address");
        page.notes = std::move(record->notes);
        if (is_response) {
            HttpMessage message = read_http_response(record->block);
            // Whether the payload is meant with its chunks or without is read both ways in the wild.
            if (page.notes.empty())
                check_digest(record->headers, "warc-payload-digest", {message.payload, message.body}, page.notes);
            page.http_status = message.status;
            page.body = std::move(message.body);
            page.content_type = message.header("content-type");
            page.notes.insert(page.notes.end(), message.notes.begin(), message.notes.end());
            page.headers = std::move(message.headers);
        } else {
            page.http_status = 200;
            page.content_type = record->header("content-type");
            page.body = std::move(record->block);
        }
        if (!page.body.empty()) return page;
    }
    return std::nullopt;
}

}  // namespace crawler
