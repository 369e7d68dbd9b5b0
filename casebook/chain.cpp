#include "casebook/chain.h"

#include "detector/digest.h"

namespace casebook {

std::string chain_origin() { return detector::to_hex(detector::sha256("citeswatch evidence chain 1")); }

std::string chain_link(const std::string& previous, std::int64_t number, const Capture& capture) {
    return detector::to_hex(detector::sha256(previous + '\n' + std::to_string(number) + '\n' + capture.file + '\n' +
                                             std::to_string(capture.offset) + '\n' + std::to_string(capture.length) +
                                             '\n' + capture.sha256 + '\n'));
}

}  // namespace casebook
