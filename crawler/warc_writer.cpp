#include "crawler/warc_writer.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <random>
#include <utility>

#include "crawler/ascii.h"
#include "crawler/warc_digest.h"
#include "detector/digest.h"

namespace crawler {
namespace {

using Clock = std::chrono::system_clock;

// ISO 28500:2017, section 5.4: a UTC time, fractions of a second allowed since version 1.1.
std::string warc_date(Clock::time_point time) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch()).count();
    const auto seconds =
        static_cast<std::time_t>(milliseconds >= 0 ? milliseconds / 1000 : (milliseconds - 999) / 1000);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[64];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &utc);
    const auto rest = static_cast<unsigned>(milliseconds - static_cast<long long>(seconds) * 1000);
    std::string fraction = std::to_string(1000 + rest).substr(1);
    return std::string(text, size) + "." + fraction + "Z";
}

// RFC 9562, section 5.4: version 4, all random but six bits.
std::string new_id() {
    static constexpr char digits[] = "0123456789abcdef";
    thread_local std::random_device random;
    std::string id = "urn:uuid:";
    for (int i = 0; i < 16; ++i) {
        unsigned byte = random() & 0xFF;
        if (i == 6) byte = (byte & 0x0F) | 0x40;
        if (i == 8) byte = (byte & 0x3F) | 0x80;
        if (i == 4 || i == 6 || i == 8 || i == 10) id += '-';
        id += digits[byte >> 4];
        id += digits[byte & 15];
    }
    return id;
}

// A value within its line, whatever it holds: what a server says must not become a header of ours.
std::string one_line(std::string_view value) {
    std::string out(value);
    for (char& c : out)
        if (static_cast<unsigned char>(c) < ' ' || c == 0x7F) c = ' ';
    return out;
}

bool named(std::string_view line, std::string_view lower_case_name) {
    if (line.size() <= lower_case_name.size()) return false;
    for (std::size_t i = 0; i < lower_case_name.size(); ++i) {
        const char c = line[i] >= 'A' && line[i] <= 'Z' ? static_cast<char>(line[i] + ('a' - 'A')) : line[i];
        if (c != lower_case_name[i]) return false;
    }
    line.remove_prefix(lower_case_name.size());
    return line[0] == ':' || line[0] == ' ' || line[0] == '\t';
}

std::string with_empty_line(std::string_view head) {
    while (head.ends_with('\n') || head.ends_with('\r')) head.remove_suffix(1);
    return std::string(head) + "\r\n\r\n";
}

}  // namespace

struct WarcWriter::Record {
    std::string type, id = new_id(), date;
    Headers fields;
    std::string content_type, block;
};

std::string archived_head(std::string_view head, std::size_t body_size, std::string* protocol) {
    std::string out;
    bool changed = false, has_length = false;
    const std::string length = std::to_string(body_size);
    bool first = true;
    while (!head.empty()) {
        const auto end = head.find('\n');
        std::string_view line = head.substr(0, end);
        head.remove_prefix(end == std::string_view::npos ? head.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (line.empty()) break;
        if (std::exchange(first, false)) {
            const auto space = std::min(line.find(' '), line.size());
            const std::string_view version = line.substr(0, space);
            if (version.starts_with("HTTP/2") || version.starts_with("HTTP/3")) {
                if (protocol) *protocol = version[5] == '2' ? "h2" : "h3";
                out.append("HTTP/1.1").append(line.substr(space)).append("\r\n");
                continue;
            }
        } else if (named(line, "content-encoding") || named(line, "transfer-encoding")) {
            out += "X-Archive-Orig-";
            changed = true;
        } else if (named(line, "content-length")) {
            if (trimmed(line.substr(line.find(':') + 1)) == length) {
                if (std::exchange(has_length, true)) continue;
            } else {
                out += "X-Archive-Orig-";
                changed = true;
            }
        }
        out.append(line).append("\r\n");
    }
    if (changed && !has_length) out += "Content-Length: " + length + "\r\n";
    return out + "\r\n";
}

WarcWriter::WarcWriter(WarcWriterOptions options)
    : options_(std::move(options)), segments_(options_.folder, options_.prefix), deflater_(options_.level) {}

std::string WarcWriter::member(const Record& record) {
    std::string header = "WARC/1.1\r\nWARC-Type: " + record.type + "\r\nWARC-Record-ID: <" + record.id +
                         ">\r\nWARC-Date: " + record.date + "\r\n";
    for (const auto& [name, value] : record.fields)
        if (!value.empty()) header += name + ": " + one_line(value) + "\r\n";
    header += "WARC-Block-Digest: " + warc_sha256(record.block) + "\r\nContent-Type: " + one_line(record.content_type) +
              "\r\nContent-Length: " + std::to_string(record.block.size()) + "\r\n\r\n";
    deflater_.add(header);
    deflater_.add(record.block);
    deflater_.add("\r\n\r\n");
    return deflater_.finish();
}

std::string WarcWriter::start_segment(const std::string& date) {
    segments_.start();
    Record info;
    info.type = "warcinfo";
    info.date = date;
    info.fields = {{"WARC-Filename", segments_.name()}};
    info.content_type = "application/warc-fields";
    for (const auto& [name, value] : options_.info) info.block += one_line(name) + ": " + one_line(value) + "\r\n";
    info.block +=
        "format: WARC File Format 1.1\r\n"
        "conformsTo: http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n";
    warcinfo_id_ = info.id;
    return member(info);
}

ArchivedAt WarcWriter::write(const FetchResult& fetch, const WarcMetadata& metadata) {
    Record response;
    if (!fetch.response_head.empty()) {
        std::string protocol;
        response.type = "response";
        response.block = archived_head(fetch.response_head, fetch.body.size(), &protocol);
        response.block += fetch.body;
        response.fields = {{"WARC-Payload-Digest", warc_sha256(fetch.body)}, {"WARC-Protocol", std::move(protocol)}};
    }
    return store(fetch, std::move(response), metadata);
}

ArchivedAt WarcWriter::write_revisit(const FetchResult& fetch, const RevisitOf& earlier, const WarcMetadata& metadata) {
    const bool not_modified = fetch.http_status == 304;
    Record revisit;
    std::string protocol;
    revisit.type = "revisit";
    // Section 6.7: the head alone, with the lines it came with. Its lengths are of the body that was not kept.
    (void)archived_head(fetch.response_head.substr(0, 16), 0, &protocol);
    std::string head = with_empty_line(fetch.response_head);
    if (!protocol.empty()) head = "HTTP/1.1" + head.substr(std::min(head.find(' '), head.size()));
    revisit.block = std::move(head);
    revisit.fields = {
        {"WARC-Profile", not_modified ? "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
                                      : "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"},
        {"WARC-Refers-To", earlier.record_id.empty() ? "" : "<" + earlier.record_id + ">"},
        {"WARC-Refers-To-Target-URI", earlier.target_uri},
        {"WARC-Refers-To-Date", earlier.date},
        {"WARC-Payload-Digest", earlier.payload_digest},
        {"WARC-Protocol", std::move(protocol)}};
    ArchivedAt at = store(fetch, std::move(revisit), metadata);
    at.payload_digest = earlier.payload_digest;
    return at;
}

// One append for the whole capture: it is there or it is not.
ArchivedAt WarcWriter::store(const FetchResult& fetch, Record first, const WarcMetadata& metadata) {
    const std::string date = warc_date(fetch.started);
    ArchivedAt at;
    std::string bytes;
    if (!segments_.open() || segments_.size() >= options_.segment_bytes) bytes = start_segment(date);
    const std::size_t head = bytes.size();
    auto add = [&](Record record) {
        record.date = date;
        record.fields.emplace_back("WARC-Target-URI", fetch.url);
        record.fields.emplace_back("WARC-IP-Address", record.type == "metadata" ? "" : fetch.ip);
        record.fields.emplace_back("WARC-Warcinfo-ID", "<" + warcinfo_id_ + ">");
        if (at.record_id.empty())
            at.record_id = record.id;
        else
            record.fields.emplace_back("WARC-Concurrent-To", "<" + at.record_id + ">");
        bytes += member(record);
    };
    if (!first.type.empty()) {
        first.content_type = "application/http; msgtype=response";
        if (first.type == "response") at.payload_digest = first.fields[0].second;
        add(std::move(first));
    }
    if (!fetch.request_head.empty()) {
        Record request;
        request.type = "request";
        request.content_type = "application/http; msgtype=request";
        request.block = with_empty_line(fetch.request_head);
        add(std::move(request));
    }
    if (!metadata.body.empty()) {
        Record record;
        record.type = "metadata";
        record.content_type = metadata.content_type;
        record.block = metadata.body;
        add(std::move(record));
    }
    if (bytes.size() == head) return at;  // nothing was exchanged, and nothing is to be said of it
    at.date = date;
    at.offset = segments_.append(bytes);
    at.length = bytes.size();
    at.file = segments_.name();
    at.sha256 = detector::to_hex(detector::sha256(bytes));
    return at;
}

}  // namespace crawler
