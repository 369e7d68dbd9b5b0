// The files of an archive as the evidence chain sees them: which bytes belong to a capture, and which to none. Internal
// to casebook/.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "casebook/records.h"
#include "casebook/sql.h"

namespace casebook {

class ArchiveCheck {
  public:
    explicit ArchiveCheck(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // The bytes of a capture; what is wrong, in words that follow "capture 7: ", where they cannot be had or do not
    // stand where the one before ends. Captures are asked for in the order of the chain.
    std::string read(const Capture& capture, std::string& bytes);
    // When all captures were read: bytes that belong to none. What an interrupted run leaves goes to `notes`.
    std::vector<std::string> loose_ends(std::vector<std::string>& notes) const;
    std::int64_t files() const { return static_cast<std::int64_t>(owned_.size()); }

  private:
    std::filesystem::path folder_;
    std::map<std::string, std::int64_t> owned_;  // file -> where its last capture ends
};

// What the custody log vouches for of a purge: SHA-256 over its captures and what stands in their place, a line each.
std::string purged_digest(Database& database, std::int64_t purge);

}  // namespace casebook
