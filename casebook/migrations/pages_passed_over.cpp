#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// Kept pages that became no advert, because their words named nothing: other lists may name something.
const char* const pages_passed_over = R"sql(
-- One row a capture, until its page becomes adverts or is purged.
CREATE TABLE passed_over (
  capture_id INTEGER PRIMARY KEY REFERENCES captures,
  screened_by TEXT NOT NULL                      -- the lists and the program that found nothing; '': not known
) STRICT;

-- Earlier releases kept such pages and did not say so: pages (kinds 0 and 1) that answered with a body and left no
-- version. Where the advert of that address was known before and seen after, its words were as before.
INSERT INTO passed_over
  SELECT c.id, '' FROM captures c JOIN fetches f ON f.id = c.fetch_id
  WHERE f.status = 'ok' AND f.http_status = 200 AND f.body_bytes > 0
    AND c.id NOT IN (SELECT capture_id FROM purged_captures)
    AND NOT EXISTS (SELECT 1 FROM versions v WHERE v.fetch_id = f.id)
    AND EXISTS (SELECT 1 FROM pages p WHERE p.source_id = f.source_id AND p.url = f.url AND p.kind IN ('0', '1'))
    AND NOT EXISTS (SELECT 1 FROM listings l WHERE l.url = f.url AND l.source_id = f.source_id
                    AND l.first_seen_ms <= f.started_ms AND l.last_seen_ms >= f.started_ms);
)sql";

}  // namespace casebook::migrations
