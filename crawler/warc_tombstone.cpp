#include "crawler/warc_tombstone.h"

#include <stdexcept>

#include "crawler/gzip.h"
#include "crawler/warc_digest.h"
#include "detector/digest.h"

namespace crawler {
namespace {

// A version 8 UUID (RFC 9562, section 5.8) of what it names, so that writing a tombstone again writes the same.
std::string record_id(std::string_view about, std::string_view date) {
    std::string hex = detector::to_hex(detector::sha256(std::string(about) + '\n' + std::string(date)));
    hex[12] = '8';
    hex[16] = '8';
    return "<urn:uuid:" + hex.substr(0, 8) + '-' + hex.substr(8, 4) + '-' + hex.substr(12, 4) + '-' +
           hex.substr(16, 4) + '-' + hex.substr(20, 12) + '>';
}

constexpr std::size_t flags_at = 3, header_bytes = 10;
constexpr char has_comment = 0x10;

}  // namespace

std::string warc_tombstone(std::size_t length, std::string_view date, std::string_view about, std::string_view text) {
    const std::string head = "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: " + record_id(about, date) +
                             "\r\nWARC-Date: " + std::string(date) + "\r\nWARC-Target-URI: " + std::string(about) +
                             "\r\nWARC-Block-Digest: " + warc_sha256(text) +
                             "\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(text.size()) +
                             "\r\n\r\n";
    std::string member = gzip_member(head + std::string(text) + "\r\n\r\n", 9);
    if (member.size() == length) return member;
    if (member.size() > length) throw std::invalid_argument("a stretch of an archive is too short to hold a tombstone");
    member[flags_at] = static_cast<char>(member[flags_at] | has_comment);
    member.insert(header_bytes, std::string(length - member.size() - 1, ' ') + '\0');
    return member;
}

}  // namespace crawler
