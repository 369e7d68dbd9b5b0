#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// The review desk: who has an advert, decisions on many at once and their undoing, saved searches, list changes.
const char* const review_desk = R"sql(
ALTER TABLE listings ADD COLUMN assignee TEXT;
ALTER TABLE verdicts ADD COLUMN batch INTEGER;                          -- first entry of a decision on several
ALTER TABLE verdicts ADD COLUMN undoes INTEGER REFERENCES verdicts;
CREATE INDEX queue_of_assignee ON listings(assignee, status, score DESC, id) WHERE assignee IS NOT NULL;
CREATE INDEX verdicts_of_batch ON verdicts(batch) WHERE batch IS NOT NULL;
CREATE INDEX matches_by_entry ON matches(entry, assessment_id);
CREATE INDEX exports_of_listing ON export_listings(listing_id);

CREATE TABLE assignments (
  id INTEGER PRIMARY KEY,
  listing_id INTEGER NOT NULL REFERENCES listings,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  assignee TEXT                                  -- NULL: given back
) STRICT;
CREATE INDEX assignments_of_listing ON assignments(listing_id, id);

CREATE TABLE saved_searches (
  id INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,                           -- the page's own query string
  saved_ms INTEGER NOT NULL,
  UNIQUE (owner, name)
) STRICT;

-- Words that raised false alarms, and the line of a list folder that would have prevented them.
CREATE TABLE proposals (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  word TEXT NOT NULL, language TEXT NOT NULL, kind TEXT NOT NULL,
  file TEXT NOT NULL, line TEXT NOT NULL,
  adverts INTEGER NOT NULL                       -- dismissed with it
) STRICT;

CREATE TRIGGER assignments_stay_u BEFORE UPDATE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments are never changed'); END;
CREATE TRIGGER assignments_stay_d BEFORE DELETE ON assignments
BEGIN SELECT RAISE(ABORT, 'assignments are never removed'); END;
)sql";

}  // namespace casebook::migrations
