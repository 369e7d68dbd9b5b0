#include "crawler/warc_reader.h"

#include <algorithm>
#include <utility>

#include "crawler/ascii.h"
#include "crawler/http_message.h"
#include "crawler/warc_digest.h"
#include "crawler/warc_header.h"

namespace crawler {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

bool is_line_end(char c) { return c == '\r' || c == '\n'; }

std::string without_brackets(std::string_view id) {
    if (id.size() >= 2 && id.starts_with('<') && id.ends_with('>')) id = id.substr(1, id.size() - 2);
    return std::string(id);
}

}  // namespace

WarcReader::WarcReader(ByteSource& source, Notes notes, WarcLimits limits)
    : stream_(source), notes_(std::move(notes)), limits_(limits) {}

void WarcReader::note(std::uint64_t offset, WarcProblem problem, std::string text) const {
    if (notes_) notes_({offset, problem, std::move(text)});
}

std::optional<WarcRecord> WarcReader::next() {
    while (!done_) {
        if (find_record() == Begin::end) {
            done_ = true;
            break;
        }
        if (auto record = read_record()) return record;
    }
    return std::nullopt;
}

// Formats that are mistaken for WARC, named so that the remedy is plain.
bool WarcReader::recognise_others() {
    const std::string_view start = stream_.peek(16);
    const char* text = nullptr;
    if (start.starts_with("filedesc://"))
        text = "this is an ARC file, the format before WARC: convert it, for example with warcio recompress";
    else if (start.starts_with("\x28\xB5\x2F\xFD") || start.starts_with("\x5D\x2A\x4D\x18"))
        text = "this file is compressed with zstd: decompress it first, for example with zstd -d";
    else if (start.starts_with("PK\x03\x04"))
        text = "this is a zip file, perhaps a WACZ package: unpack it first, the WARC files are in its archive folder";
    if (text) note(0, WarcProblem::not_warc, text);
    return text != nullptr;
}

WarcReader::Begin WarcReader::find_record() {
    if (!std::exchange(begun_, true)) {
        if (stream_.peek(1).empty() && stream_.stop() == WarcStream::Stop::end) {
            note(0, WarcProblem::truncated, "there is nothing in it: a copy that broke off, perhaps");
            return Begin::end;
        }
        if (recognise_others()) return Begin::end;
    }
    for (;;) {
        const std::string_view bytes = stream_.peek(6);
        if (starts_record(bytes)) return Begin::record;
        if (bytes.empty()) {
            if (stream_.stop() == WarcStream::Stop::end) return Begin::end;
            go_past_damage(stream_.offset());
            continue;
        }
        if (is_line_end(bytes[0]))
            stream_.skip(1);
        else
            read_past_garbage();
    }
}

// To the next line that starts a record, or where the bytes stop.
void WarcReader::read_past_garbage() {
    const std::uint64_t offset = stream_.offset(), start = stream_.position();
    const std::string beginning(stream_.peek(40).substr(0, 40));
    for (;;) {
        const std::string_view bytes = stream_.peek(kPiece);
        const std::size_t member = stream_.to_next_member();
        const std::size_t size = std::min(bytes.size(), member);
        std::size_t line = 0;
        do line = bytes.substr(0, std::min(bytes.size(), size + 6)).find("\nWARC/", line + (line > 0));
        while (line < size && !starts_record(bytes.substr(line + 1)));
        if (line < size) {
            stream_.skip(line + 1);
            break;
        }
        if (member < bytes.size()) {  // a member of its own needs no line end before its record
            stream_.skip(member);
            if (starts_record(stream_.peek(6))) break;
        } else if (bytes.size() < kPiece) {
            stream_.skip(bytes.size());
            break;
        } else {
            stream_.skip(bytes.size() - 6);  // what could be the start of "\nWARC/1" stays
        }
    }
    const std::uint64_t size = stream_.position() - start;
    note(offset, WarcProblem::garbage,
         std::to_string(size) + " bytes are no record: \"" +
             shown(std::string_view(beginning).substr(0, static_cast<std::size_t>(size))) + "\"");
}

void WarcReader::go_past_damage(std::uint64_t record_offset) {
    const bool torn = stream_.stop() == WarcStream::Stop::truncated;
    const bool garbage = stream_.stop() == WarcStream::Stop::garbage;
    const std::uint64_t lost = stream_.recover();
    if (garbage)
        note(record_offset, WarcProblem::garbage, std::to_string(lost) + " bytes after a gzip member are no member");
    else
        note(record_offset, torn ? WarcProblem::truncated : WarcProblem::damaged,
             (torn ? "the file ends within a gzip member; " : "the gzip member is damaged; ") + std::to_string(lost) +
                 " bytes of the file were passed over");
}

std::optional<WarcRecord> WarcReader::read_record() {
    WarcRecord record;
    const bool own_member = stream_.at_member_start();
    record.offset = stream_.offset();

    WarcHeaderExtent extent;
    for (std::size_t want = 1024;; want *= 4) {
        const std::string_view bytes = stream_.peek(want).substr(0, limits::warc_header_bytes);
        extent = warc_header_extent(bytes);
        if (extent.length) break;
        const bool cut = bytes.size() < std::min(want, limits::warc_header_bytes);
        if (!cut && want < limits::warc_header_bytes) continue;
        note(record.offset, cut ? WarcProblem::truncated : WarcProblem::bad_header,
             cut ? "the record's header has no end" : "the record's header is longer than the limit");
        stream_.skip(bytes.size());
        return std::nullopt;
    }
    const std::size_t length = extent.length;
    if (extent.interrupted) {
        note(record.offset, WarcProblem::truncated, "another record begins within the record's header");
        stream_.skip(length);
        return std::nullopt;
    }
    WarcHeader header = parse_warc_header(stream_.peek(length).substr(0, length));
    stream_.skip(length);
    for (auto& problem : header.problems) note(record.offset, WarcProblem::bad_header, std::move(problem));
    record.version = std::move(header.version);
    record.headers = std::move(header.fields);
    const auto block_length = content_length(record.headers);
    if (!block_length) {
        note(record.offset, WarcProblem::bad_length,
             "Content-Length is \"" + shown(record.header("Content-Length")) + "\": the record is passed over");
        return std::nullopt;
    }
    if (!read_block(record, *block_length, own_member)) return std::nullopt;
    if (record.header("WARC-Type").empty()) {
        note(record.offset, WarcProblem::bad_header, "no WARC-Type: the record is passed over");
        return std::nullopt;
    }
    interpret(record);
    return record;
}

// False: larger than the limit, and read past.
bool WarcReader::read_block(WarcRecord& record, std::uint64_t length, bool own_member) {
    const bool keep = length <= limits_.record_bytes;
    if (!keep)
        note(record.offset, WarcProblem::too_large,
             "a record of " + std::to_string(length) + " bytes is over the limit of " +
                 std::to_string(limits_.record_bytes) + " and passed over: " + shown(record.header("WARC-Target-URI")));
    std::uint64_t left = length;
    const char* cut = nullptr;
    while (left) {
        const auto want = static_cast<std::size_t>(std::min<std::uint64_t>(left, kPiece));
        const std::string_view bytes = stream_.peek(std::max<std::size_t>(want, 6));
        if (bytes.empty()) {
            cut = stream_.stop() == WarcStream::Stop::end ? "the file ends within the record"
                                                          : "the gzip member breaks off within the record";
            break;
        }
        // A record in a member of its own that runs into the next record's: its length is wrong, or its end was lost.
        if (own_member && stream_.at_member_start() && starts_record(bytes)) {
            cut = "the next record begins before this one ends";
            break;
        }
        const std::size_t size = std::min({want, bytes.size(), stream_.to_next_member()});
        if (keep) record.block.append(bytes.substr(0, size));
        stream_.skip(size);
        left -= size;
    }
    if (cut) {
        record.truncated = true;
        note(record.offset, WarcProblem::truncated,
             std::string(cut) + ": " + std::to_string(length - left) + " of " + std::to_string(length) + " bytes");
    } else {
        end_record(record, own_member);
    }
    return keep;
}

// Takes the two line ends that close a record (all that are left of its member), and sets its length when it can be
// fetched alone.
void WarcReader::end_record(WarcRecord& record, bool own_member) {
    for (int i = 0; i < 4 || own_member; ++i) {
        const std::string_view next = stream_.peek(1);
        if (next.empty() || (own_member && stream_.at_member_start()) || !is_line_end(next[0])) break;
        stream_.skip(1);
    }
    if (!stream_.compressed()) {
        record.length = stream_.position() - record.offset;
    } else if (own_member) {
        (void)stream_.peek(1);
        if (stream_.at_member_start()) record.length = stream_.previous_member_end() - record.offset;
    }
}

void WarcReader::interpret(WarcRecord& record) {
    const std::string_view type = record.header("WARC-Type");
    record.type = warc_type(type);
    record.id = without_brackets(record.header("WARC-Record-ID"));
    record.date = record.header("WARC-Date");
    record.content_type = record.header("Content-Type");
    record.target_uri = meant_uri(record.header("WARC-Target-URI"));
    if (record.id.empty()) note(record.offset, WarcProblem::bad_header, "no WARC-Record-ID");
    if (record.date.empty()) note(record.offset, WarcProblem::bad_header, "no WARC-Date");
    if (record.header("WARC-Target-URI").find_first_of(" \t") != std::string_view::npos)
        note(record.offset, WarcProblem::bad_uri,
             "the target URI has spaces, read as %20: " + shown(record.header("WARC-Target-URI")));
    const bool needs_uri =  // section 5.12
        record.type == WarcType::response || record.type == WarcType::resource || record.type == WarcType::request ||
        record.type == WarcType::revisit || record.type == WarcType::conversion;
    if (needs_uri && record.target_uri.empty())
        note(record.offset, WarcProblem::bad_uri, "a " + std::string(to_string(record.type)) + " without target URI");

    const bool is_exchange =
        record.type == WarcType::response || record.type == WarcType::request || record.type == WarcType::revisit;
    if (is_exchange && ascii_lowered(record.content_type).starts_with("application/http") && !record.block.empty())
        read_http(record);
    else
        check_digests(record, record.block);
}

void WarcReader::read_http(WarcRecord& record) {
    HttpHead head = parse_http_head(record.block);
    record.http_line = std::move(head.start_line);
    record.http_status = head.status;
    record.http_headers = std::move(head.headers);
    record.body_offset = head.body_offset;
    // A revisit may end where its head would: section 6.7.2 lets the block be cut, and some writers leave the empty
    // line.
    if (!head.problem.empty() && record.type != WarcType::revisit)
        note(record.offset, WarcProblem::bad_http, std::move(head.problem));
    if (record.type != WarcType::response) return check_digests(record, record.payload());

    auto body_problem = [&](std::string& problem) {
        if (problem.empty() || (record.truncated && problem.ends_with("cut short"))) return;
        note(record.offset, WarcProblem::bad_body, std::exchange(problem, {}));
    };
    std::string_view wire = record.payload();
    if (ascii_lowered(record.http_header("transfer-encoding")).find("chunked") != std::string::npos && !wire.empty()) {
        Decoded joined = undo_chunks(wire);
        body_problem(joined.problem);
        record.decoded_body = std::move(joined.bytes);
        record.body_decoded = true;
    }
    check_digests(record, record.payload());
    const std::string_view codings = record.http_header("content-encoding");
    if (codings.empty() || wire.empty()) return;
    std::string body = record.body_decoded ? std::move(record.decoded_body) : std::string(wire);
    Content content = undo_content_codings(std::move(body), codings, limits_.body_bytes);
    if (content.left.empty())
        body_problem(content.problem);
    else
        note(record.offset, WarcProblem::unread_coding, std::move(content.problem));
    record.decoded_body = std::move(content.bytes);
    record.coding_left = std::move(content.left);
    record.body_decoded = true;
}

void WarcReader::check_digests(WarcRecord& record, std::string_view dechunked) {
    if (record.truncated) return;  // said already
    auto say = [&](DigestCheck check, const char* what, std::string_view written) {
        if (check == DigestCheck::mismatch)
            note(record.offset, WarcProblem::digest_mismatch,
                 std::string(what) + " is not that of the bytes: " + shown(written));
        if (check == DigestCheck::not_checked)
            note(record.offset, WarcProblem::unknown_digest,
                 std::string(what) + " cannot be checked: " + shown(written));
        return check;
    };
    const std::string_view block = record.header("WARC-Block-Digest");
    record.block_digest = say(check_digest(block, record.block), "WARC-Block-Digest", block);
    const std::string_view payload = record.header("WARC-Payload-Digest");
    // Of a revisit and of a segment the payload lies elsewhere (section 5.9).
    if (payload.empty() || record.type == WarcType::revisit || !record.header("WARC-Segment-Number").empty()) return;
    // The standard means the body without transfer coding; wget, warcio and others digest the bytes as stored. Either
    // is taken for right, as either shows that nothing was changed.
    const std::string_view stored = std::string_view(record.block).substr(record.body_offset);
    DigestCheck check = check_digest(payload, stored);
    if (check == DigestCheck::mismatch && record.body_decoded) check = check_digest(payload, dechunked);
    record.payload_digest = say(check, "WARC-Payload-Digest", payload);
}

}  // namespace crawler
