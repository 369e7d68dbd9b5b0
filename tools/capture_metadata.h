// The metadata record of a capture: what the program made of the page when it was captured, and how it came by it.
// JSON, for the archive: it explains the capture to somebody who has nothing but the WARC file.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "casebook/writer.h"
#include "tools/crawl_messages.h"

namespace tools {

// `hops`: the redirects that led here. `earlier`: the capture that holds the body, where this one does not.
std::string capture_metadata(const Visited& visited, const std::vector<casebook::Writer::Hop>& hops,
                             const std::optional<casebook::PageCapture>& earlier);

}  // namespace tools
