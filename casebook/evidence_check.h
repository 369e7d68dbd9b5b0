// Is the archive what it was when it was recorded? Walks the evidence chain and the bytes it vouches for.
//
// Every capture's bytes are read again and their digest compared, every link is computed again, so that a change,
// removal, insertion or reordering of any byte that belongs to a capture, or of any entry of the chain, is found and
// the first break named. SQLite's own checks of the casebook's pages and foreign keys come first. Reads only; memory
// is one capture's piece. Throws StoreError where the casebook cannot be opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace casebook {

struct EvidenceCheck {
    std::int64_t captures = 0, files = 0, bytes = 0;
    std::string head;                   // the last link as computed: what an earlier note of it is compared with
    std::vector<std::string> problems;  // in the order of the chain; empty: all is as it was
    std::vector<std::string> notes;     // bytes of the archive that no capture owns (an interrupted run leaves some)
};

// `progress` gets captures done and in all.
EvidenceCheck check_evidence(const std::filesystem::path& casebook, const std::filesystem::path& archive,
                             const std::function<void(std::int64_t, std::int64_t)>& progress = {});

}  // namespace casebook
