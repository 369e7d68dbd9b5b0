// A WACZ 1.1.1 package (specs.webrecorder.net/wacz/1.1.1): the captures as WARC, an index to them, the pages a reader
// should start from, and a description with the digest of each file. Opens in ReplayWeb.page and pywb.
//
// The WARC holds the captures byte for byte as the casebook's archive does, one behind the other, so that the digests
// of the evidence chain hold for stretches of it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "casebook/evidence_reader.h"

namespace tools {

struct WaczPage {  // where a reader starts
    std::string url, title;
};

struct WaczOptions {
    std::filesystem::path archive;  // folder of the captures
    std::string title, software;
    casebook::Milliseconds made_ms = 0;
};

// Where each capture begins within the package's WARC.
using WaczPlaces = std::map<casebook::CaptureId, std::uint64_t>;

// Writes `file`, working in the folder `scratch`, which must not exist. A capture whose bytes are not those that were
// recorded throws std::runtime_error: what is damaged is not handed out.
WaczPlaces write_wacz(const std::filesystem::path& file, const std::filesystem::path& scratch,
                      const std::vector<casebook::ChainEntry>& captures, const std::vector<WaczPage>& pages,
                      const WaczOptions& options);

// "2026-03-04T05:06:07Z"
std::string rfc3339(casebook::Milliseconds time);

}  // namespace tools
