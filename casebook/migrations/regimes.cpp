#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// Flags name more than the Appendices.
const char* const regimes = R"sql(
-- What regimes beside the Appendices say of an assessment's taxa: EU Annexes, national lists, watch lists.
CREATE TABLE assessment_regimes (
  assessment_id INTEGER NOT NULL REFERENCES assessments ON DELETE CASCADE,
  number INTEGER NOT NULL,                       -- of the taxon in assessment_taxa
  regime TEXT NOT NULL, listing TEXT NOT NULL,   -- 'EU', 'A'
  annotation TEXT,
  PRIMARY KEY (assessment_id, number, regime, listing)
) STRICT, WITHOUT ROWID;
CREATE INDEX regimes_by_listing ON assessment_regimes(regime, listing);
)sql";

}  // namespace casebook::migrations
