// Archives for tests: records as they are written, and what the reader makes of them.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "crawler/warc_digest.h"
#include "crawler/warc_reader.h"

namespace warc_tests {

using namespace crawler;

inline const std::string kFolder = CITESWATCH_SOURCE_DIR "/../shared/conformance/warc/";

struct Reading {
    std::vector<WarcRecord> records;
    std::vector<WarcNote> notes;
    std::vector<std::string> events;  // both, in order, in the words of the tables below
};

// "response 784+1228 200 1270 ==": type, where, HTTP status, bytes of payload, block and payload digest.
inline std::string in_words(const WarcRecord& record) {
    static constexpr char marks[] = {'-', '=', '!', '?'};  // absent, matches, mismatch, not checked
    std::string out(to_string(record.type));
    out += " " + std::to_string(record.offset) + "+" + std::to_string(record.length);
    out += " " + std::to_string(record.http_status) + " " + std::to_string(record.payload().size()) + " ";
    out += marks[static_cast<int>(record.block_digest)];
    out += marks[static_cast<int>(record.payload_digest)];
    return out;
}

inline Reading read_all(ByteSource& source, WarcLimits limits = {}) {
    Reading reading;
    WarcReader reader(
        source,
        [&](const WarcNote& note) {
            reading.notes.push_back(note);
            reading.events.push_back("* " + std::to_string(note.offset) + " " + std::string(to_string(note.problem)));
        },
        limits);
    while (auto record = reader.next()) {
        reading.events.push_back(in_words(*record));
        reading.records.push_back(std::move(*record));
    }
    CHECK_FALSE(reader.next());
    return reading;
}

inline Reading read_string(std::string bytes, WarcLimits limits = {}, std::size_t piece = 65536) {
    StringSource source(std::move(bytes), piece);
    return read_all(source, limits);
}

inline std::string bytes_of(const std::string& path) {
    FileSource file(path);
    std::string out;
    for (char piece[4096];;) {
        const std::size_t size = file.read(piece);
        if (size == 0) return out;
        out.append(piece, size);
    }
}

inline std::string record(std::string_view type, std::string_view uri, std::string_view content_type,
                          std::string_view block, std::string_view more = {}) {
    return "WARC/1.1\r\nWARC-Type: " + std::string(type) + "\r\nWARC-Target-URI: " + std::string(uri) +
           "\r\nWARC-Record-ID: <urn:test:1>\r\nWARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: " +
           std::string(content_type) + "\r\n" + std::string(more) + "Content-Length: " + std::to_string(block.size()) +
           "\r\n\r\n" + std::string(block) + "\r\n\r\n";
}

inline std::string response(std::string_view body, std::string_view headers = {}, std::string_view more = {}) {
    return record("response", "https://market.example/1", "application/http; msgtype=response",
                  "HTTP/1.1 200 OK\r\n" + std::string(headers) + "\r\n" + std::string(body), more);
}

inline bool has(const Reading& reading, WarcProblem problem) {
    return std::any_of(reading.notes.begin(), reading.notes.end(),
                       [&](const WarcNote& note) { return note.problem == problem; });
}

}  // namespace warc_tests
