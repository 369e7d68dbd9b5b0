#include "casebook/chain.h"

#include "detector/digest.h"

namespace casebook {

std::string chain_origin() { return detector::to_hex(detector::sha256("citeswatch evidence chain 1")); }

std::string chain_link(const std::string& previous, std::int64_t number, const Capture& capture) {
    return detector::to_hex(detector::sha256(previous + '\n' + std::to_string(number) + '\n' + capture.file + '\n' +
                                             std::to_string(capture.offset) + '\n' + std::to_string(capture.length) +
                                             '\n' + capture.sha256 + '\n'));
}

std::string custody_origin() { return detector::to_hex(detector::sha256("citeswatch custody log 1")); }

std::string custody_link(const std::string& previous, const CustodyEntry& entry) {
    return detector::to_hex(detector::sha256(previous + '\n' + std::to_string(entry.number) + '\n' +
                                             std::to_string(entry.at_ms) + '\n' + entry.who + '\n' + entry.action +
                                             '\n' + entry.detail + '\n' + entry.sha256 + '\n' +
                                             std::to_string(entry.captures) + '\n' + entry.head + '\n'));
}

std::string stamped_text(std::int64_t captures, const std::string& head, std::int64_t custody,
                         const std::string& custody_head) {
    return "citeswatch evidence 1\ncaptures " + std::to_string(captures) + ' ' + head + "\ncustody " +
           std::to_string(custody) + ' ' + custody_head + '\n';
}

}  // namespace casebook
