// Zip archives, read and made. zip_archive.cpp is the only file that includes <zip.h> (libzip).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace tools {

// Writes the regular files of `archive` that end in .tsv, .txt or .yaml into `folder`, without their directories. A
// hostile archive can neither write elsewhere nor fill the disk: at most 64 files, `most_bytes` in all. Throws
// detector::DataError.
void unpack_tables(const std::filesystem::path& archive, const std::filesystem::path& folder,
                   std::uint64_t most_bytes = std::uint64_t{1} << 30);

// Packs files of `folder` under the names they have there, in the order given, uncompressed (as WACZ readers want what
// they seek in) and dated 1980-01-01, so that equal files give equal archives. Replaces `archive` whole or not at all.
// Throws std::runtime_error naming it.
void pack(const std::filesystem::path& archive, const std::filesystem::path& folder,
          const std::vector<std::string>& names);

}  // namespace tools
