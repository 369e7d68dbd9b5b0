// What an evidence package is made of: captures of an advert, stretches of the chain, the custody log, the stamps.
//
// A read-only connection like Reader's; one thread. Throws StoreError.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "casebook/records.h"

namespace casebook {

struct ChainEntry {
    CaptureId number{};
    Capture capture;
    std::string link;
    std::string url, ip;
    int http_status = 0;
    Milliseconds fetched_ms = 0;
    bool purged = false;
};

struct StampEntry {
    std::int64_t number = 0, captures = 0, custody = 0;
    Milliseconds at_ms = 0;
    std::string authority, token, anchors;
    std::string text;  // what was signed
};

class EvidenceReader {
  public:
    explicit EvidenceReader(const std::filesystem::path& file);
    ~EvidenceReader();
    EvidenceReader(EvidenceReader&&) noexcept;

    // Captures of the pages the advert was read from, those that found them unchanged included; oldest first.
    std::vector<ChainEntry> captures_of(ListingId listing);
    // The chain's entries with these numbers, both included.
    void chain(std::int64_t from, std::int64_t to, const std::function<void(const ChainEntry&)>& visit);
    struct CustodyRow {
        CustodyEntry entry;
        std::string link;
    };
    std::vector<CustodyRow> custody();
    std::vector<StampEntry> stamps();

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
