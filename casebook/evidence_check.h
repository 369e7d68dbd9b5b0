// Is the archive what it was when it was recorded? Walks both chains, the stamps over them and the bytes they vouch
// for.
//
// Every capture's bytes are read again and their digest compared, every link is computed again, every stamp checked
// against what it signs, so that a change, removal, insertion or reordering of any byte of the archive that belongs to
// a capture, or of any entry of a chain, is found and the first break named. Bytes behind the last capture of a file
// are what an interrupted run leaves; bytes between captures are nobody's, and named. Captures removed by a purge are
// checked against the purge's own record. SQLite's checks of the casebook's pages and foreign keys come first.
//
// Reads only; memory is one capture. Throws StoreError where the casebook cannot be opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/records.h"

namespace casebook {

// What the casebook says of the fetch that a capture keeps.
struct CapturedFetch {
    CaptureId number{};
    std::string url, ip;
    Milliseconds started_ms = 0;
};

struct EvidenceCheckOptions {
    std::filesystem::path casebook, archive;
    // PEM of the time authorities that are believed; empty: those believed when each stamp was made.
    std::string anchors{};
    // Gets captures done and in all.
    std::function<void(std::int64_t, std::int64_t)> progress{};
    // What is wrong with the records in these bytes, empty: nothing. Asked for every capture whose digest is right.
    std::function<std::string(const CapturedFetch&, std::string_view bytes)> check_records{};
};

struct EvidenceCheck {
    std::int64_t captures = 0, purged = 0, files = 0, bytes = 0, custody = 0, stamps = 0;
    std::string head, custody_head;  // the last links as computed: what an earlier note of them is compared with
    Milliseconds stamped_ms = 0;     // of the newest stamp, and how many captures it covers
    std::int64_t stamped_captures = 0;
    std::vector<std::string> problems;  // in the order of the chains; empty: all is as it was
    std::vector<std::string> notes;     // what a reader should know, though nothing is wrong
};

EvidenceCheck check_evidence(const EvidenceCheckOptions& options);

}  // namespace casebook
