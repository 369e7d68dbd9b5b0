// Unpacks the tables of a zip archive. zip_archive.cpp is the only file that includes <zip.h> (libzip).
#pragma once

#include <cstdint>
#include <filesystem>

namespace tools::lists {

// Writes the regular files of `archive` that end in .tsv, .txt or .yaml into `folder`, without their directories. A
// hostile archive can neither write elsewhere nor fill the disk: at most 64 files, `most_bytes` in all. Throws
// detector::DataError.
void unpack_tables(const std::filesystem::path& archive, const std::filesystem::path& folder,
                   std::uint64_t most_bytes = std::uint64_t{1} << 30);

}  // namespace tools::lists
