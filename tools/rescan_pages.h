// The second half of a rescan: pages that crawls kept but passed over, because their words named nothing then.
//
// Each is screened and read again from the archive with today's lists; what now names something becomes an advert of
// the day its page was captured. A page that cannot be had from the archive is reported and stays for the next rescan.
#pragma once

#include <cstddef>

#include "casebook/reader.h"
#include "casebook/writer.h"
#include "tools/console.h"
#include "tools/judge.h"
#include "tools/rescan.h"
#include "tools/rescan_changes.h"

namespace tools {

struct PagesReadAgain {
    std::size_t pages = 0, naming = 0, unread = 0;
    RescanChanges changes;  // lines are printed already
};

// `writer` null: nothing is kept. Throws StoreError, detector::DataError.
PagesReadAgain rescan_pages(const RescanOptions& options, const Judge& judge, casebook::Reader& reader,
                            casebook::Writer* writer, casebook::RunId run, Console& console);

}  // namespace tools
