// Retention: adverts that never came under suspicion are not kept for ever.
//
// Goes: every advert last seen before a time that no assessment ever flagged, nobody decided on and no export handed
// out, with its versions, texts, contacts and pictures; fetches of that age which nothing refers to any more; and the
// archived bytes of their captures. Stays: the capture's entry in the evidence chain, with the digest of what was
// there, so that everything else can still be proven; its bytes give way to a tombstone as long as they were. The
// custody log says who removed how much, and vouches for the list.
//
// The rows go in one transaction, which also notes which bytes are to be overwritten; the archive follows. Killed in
// between, `unfinished()` says what is left to do, and doing it again does no harm. Holds the write lock (no crawl
// works meanwhile); one thread; throws StoreError.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "casebook/records.h"

namespace casebook {

struct Purged {
    std::int64_t adverts = 0, versions = 0, fetches = 0, captures = 0, bytes = 0;  // bytes: of the captures
    std::int64_t sellers = 0, contacts = 0, images = 0;                            // that nothing refers to any more
};

// Bytes of the archive that are to give way.
struct Erasure {
    CaptureId number{};
    Capture capture;         // where, how long, and the digest of what was there
    Milliseconds at_ms = 0;  // of the purge
};

class Purge {
  public:
    // Makes the bytes that take the place of a capture's: as many as those.
    using Tombstone = std::function<std::string(const Erasure&)>;

    explicit Purge(const std::filesystem::path& file);
    ~Purge();

    // What a purge would remove; nothing changes.
    Purged preview(Milliseconds last_seen_before);
    Purged remove(Milliseconds last_seen_before, const std::string& who, const Tombstone& tombstone, Milliseconds now);
    // Bytes that purges still owe the archive.
    std::vector<Erasure> unfinished();
    // They are overwritten, and that is on the disk.
    void finished(Milliseconds now);

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
