#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// A host that failed several times in a row is left alone longer, also after a restart.
const char* const host_failures = R"sql(
ALTER TABLE hosts ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;  -- in a row, as the last run saw it
)sql";

}  // namespace casebook::migrations
