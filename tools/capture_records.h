// What is inside of a capture: its WARC records, where they lie, and whether they say what the casebook says.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/evidence_check.h"
#include "crawler/warc_record.h"

namespace tools {

// The bytes of a capture, which are those that were recorded. Throws std::runtime_error, in words that follow
// "capture 7: ", where the archive does not hold them.
std::string capture_bytes(const std::filesystem::path& archive, const casebook::Capture& capture);

// What is wrong with a capture's records, empty: nothing. Their own digests hold, and the first one that is about a
// page is about the address, the server and the time that the casebook has.
std::string check_records(const casebook::CapturedFetch& fetch, std::string_view bytes);

// The records of a capture in their order; offsets are from its beginning.
std::vector<crawler::WarcRecord> records_of(std::string_view bytes);

}  // namespace tools
