// Any bytes come to an end within the limits, and the same whether they come from a file or drop by drop from a pipe
// (unless the compression is damaged: zlib gives a few bytes more or less before it notices).
#include <cstdint>
#include <cstdlib>
#include <string>

#include "crawler/warc_reader.h"

using namespace crawler;

namespace {

constexpr WarcLimits kLimits{1 << 16, 1 << 16};

std::string read(std::string bytes, std::size_t piece, bool& damaged) {
    std::string seen;
    const std::size_t size = bytes.size();
    StringSource source(std::move(bytes), piece);
    WarcReader reader(
        source,
        [&](const WarcNote& note) {
            if (note.offset > size) std::abort();
            damaged = damaged || note.problem == WarcProblem::damaged;
            for (const char c : note.text)
                if (c == '\x1b' || c == '\n') std::abort();
            seen += std::to_string(note.offset) + note.text + "\n";
        },
        kLimits);
    while (const auto record = reader.next()) {
        if (record->block.size() > kLimits.record_bytes || record->body_offset > record->block.size()) std::abort();
        if (record->offset + record->length > size) std::abort();
        if (record->payload().size() > kLimits.record_bytes) std::abort();
        seen += record->id;
        seen += record->payload();
    }
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    bool damaged = false;
    const std::string whole = read(bytes, 1 << 16, damaged), dripped = read(bytes, 3, damaged);
    if (!damaged && whole != dripped) std::abort();
    return 0;
}
