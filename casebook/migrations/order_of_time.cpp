#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// The newest adverts first, flagged or not: walked, not sorted.
const char* const order_of_time = R"sql(
CREATE INDEX everything_by_time ON listings(first_seen_ms, id);
)sql";

}  // namespace casebook::migrations
