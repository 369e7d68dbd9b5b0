#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// Which watch lists judged the adverts: whoever judges them again uses the same, unless told otherwise.
const char* const watch_lists = R"sql(
CREATE TABLE watch_lists(
  chosen_by TEXT NOT NULL,           -- crawl | scan | rescan
  file TEXT NOT NULL,                -- absolute path
  source TEXT NOT NULL DEFAULT '',   -- for the adverts of this one; empty: for all
  sha256 TEXT NOT NULL,              -- of the file as it was then
  PRIMARY KEY (chosen_by, file, source)
) STRICT, WITHOUT ROWID;
)sql";

}  // namespace casebook::migrations
