#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// Custody and time: what was done with the evidence, by whom, in a chain of its own; stamps over both chains; what a
// purge removed; and what a later capture of an unchanged page refers to. (No release has written a stamp before.)
const char* const custody = R"sql(
CREATE TABLE custody (
  id INTEGER PRIMARY KEY,                        -- 1, 2, 3 ... without gaps
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  action TEXT NOT NULL,                          -- export, purge
  detail TEXT NOT NULL,
  sha256 TEXT NOT NULL,                          -- of what was handed out or removed
  captures INTEGER NOT NULL,                     -- how many there were, and the head of their chain
  head TEXT NOT NULL,
  link TEXT NOT NULL
) STRICT;
CREATE TRIGGER custody_stay_u BEFORE UPDATE ON custody BEGIN SELECT RAISE(ABORT, 'the log is never changed'); END;
CREATE TRIGGER custody_stay_d BEFORE DELETE ON custody BEGIN SELECT RAISE(ABORT, 'the log is never removed'); END;

DROP TABLE stamps;
CREATE TABLE stamps (
  id INTEGER PRIMARY KEY,
  captures INTEGER NOT NULL,                     -- how many captures, and the head of their chain
  head TEXT NOT NULL,
  custody INTEGER NOT NULL,                      -- the same of the custody log
  custody_head TEXT NOT NULL,
  at_ms INTEGER NOT NULL,                        -- as the authority says
  authority TEXT NOT NULL,
  token BLOB NOT NULL,                           -- RFC 3161, DER
  anchors TEXT NOT NULL,                         -- the certificates trusted when it was made, PEM
  sha256 TEXT NOT NULL                           -- of token and anchors: not all of their bytes are signed
) STRICT;
CREATE TRIGGER stamps_stay_u BEFORE UPDATE ON stamps BEGIN SELECT RAISE(ABORT, 'stamps are never changed'); END;
CREATE TRIGGER stamps_stay_d BEFORE DELETE ON stamps BEGIN SELECT RAISE(ABORT, 'stamps are never removed'); END;

CREATE TABLE purges (
  id INTEGER PRIMARY KEY,
  custody_id INTEGER NOT NULL REFERENCES custody,
  older_than_ms INTEGER NOT NULL,
  done_ms INTEGER                                -- NULL: archived bytes are still to be overwritten
) STRICT;
CREATE TABLE purged_captures (
  capture_id INTEGER PRIMARY KEY REFERENCES captures,
  purge_id INTEGER NOT NULL REFERENCES purges,
  sha256 TEXT NOT NULL                           -- of the tombstone that stands in its place
) STRICT;

-- The last full capture of a page, which a capture of the unchanged page refers to.
CREATE TABLE page_captures (
  source_id INTEGER NOT NULL REFERENCES sources,
  url TEXT NOT NULL,
  capture_id INTEGER NOT NULL REFERENCES captures,
  record_id TEXT NOT NULL,
  record_date TEXT NOT NULL,
  payload_digest TEXT NOT NULL,
  PRIMARY KEY (source_id, url)
) STRICT, WITHOUT ROWID;
CREATE INDEX fetches_by_target ON fetches(redirect_to, id) WHERE redirect_to IS NOT NULL;
)sql";

}  // namespace casebook::migrations
