// What `scan` reads and judges one by one, and the seam behind which every kind of input stands.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "detector/listing.h"

namespace tools {

// One thing to judge: a listing as it stands, or the bytes of a page that a worker turns into one.
struct ScanItem {
    std::string where;  // "file:line" or "file", for messages
    detector::Listing listing;
    bool is_page = false;
    std::string body, url, content_type;
};

// Says on the console that something was passed over, and counts it.
using Skip = std::function<void(std::string_view what)>;

// An input being read: the rest of a table, an archive, a URL list. Used by one thread.
class OpenInput {
  public:
    virtual ~OpenInput() = default;
    // Appends one item, or reports one that went wrong; false at the end. Throws std::system_error when reading fails.
    virtual bool next(std::vector<ScanItem>& batch) = 0;
    // False where next() may have to wait: what has been read so far is judged meanwhile.
    virtual bool ready() const { return true; }
    virtual std::uint64_t bytes_read() const = 0;
};

}  // namespace tools
