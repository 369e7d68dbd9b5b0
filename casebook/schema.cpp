#include "casebook/schema.h"

#include <array>
#include <string>

namespace casebook {

namespace {

constexpr int application_id = 0x43495445;  // "CITE"

// The levels, statuses and so on are stored as the words of the output contract where people query them with
// `sqlite3`, except level, which is stored as 0 (none) .. 4 (critical) because it is compared and sorted.
constexpr std::array migrations = {
    R"sql(
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;

CREATE TABLE runs (
  id INTEGER PRIMARY KEY,
  command TEXT NOT NULL,
  software TEXT NOT NULL,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER,
  outcome TEXT                                 -- NULL while it runs, or when it was killed
) STRICT;

-- One walk over a source, which may span several runs when it is interrupted.
CREATE TABLE passes (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources,
  started_ms INTEGER NOT NULL,
  ended_ms INTEGER
) STRICT;
CREATE INDEX passes_of_source ON passes(source_id, id);

CREATE TABLE pages (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources,
  url TEXT NOT NULL,
  depth INTEGER NOT NULL,
  kind TEXT,
  context TEXT,
  seen_pass INTEGER NOT NULL REFERENCES passes,  -- last pass that discovered it
  done_pass INTEGER REFERENCES passes,           -- last pass that finished with it
  etag TEXT, last_modified TEXT, text_sha256 TEXT, body_sha256 TEXT,
  due_ms INTEGER NOT NULL DEFAULT 0,
  interval_ms INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  gone INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source_id, url)
) STRICT;

CREATE TABLE hosts (
  host TEXT PRIMARY KEY,
  robots TEXT,
  robots_fetched_ms INTEGER,
  backoff_until_ms INTEGER NOT NULL DEFAULT 0,
  reason TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE fetches (
  id INTEGER PRIMARY KEY,
  run_id INTEGER NOT NULL REFERENCES runs,
  source_id INTEGER NOT NULL REFERENCES sources,
  url TEXT NOT NULL,
  status TEXT NOT NULL,
  http_status INTEGER NOT NULL,
  started_ms INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL,
  ip TEXT, content_type TEXT, redirect_to TEXT, body_sha256 TEXT,
  body_bytes INTEGER NOT NULL,
  error TEXT
) STRICT;
CREATE INDEX fetches_of_url ON fetches(url, id);
CREATE INDEX fetches_of_run ON fetches(run_id, status);

-- The evidence chain: link = SHA-256 over the previous link and this capture. Nothing here ever changes.
CREATE TABLE captures (
  id INTEGER PRIMARY KEY,                        -- 1, 2, 3 ... without gaps: a gap is a removal
  fetch_id INTEGER NOT NULL UNIQUE REFERENCES fetches,
  file TEXT NOT NULL,
  start INTEGER NOT NULL,
  length INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  link TEXT NOT NULL
) STRICT;

CREATE TABLE stamps (
  id INTEGER PRIMARY KEY,
  capture_id INTEGER NOT NULL REFERENCES captures,
  at_ms INTEGER NOT NULL,
  authority TEXT NOT NULL,
  link TEXT NOT NULL,
  token BLOB NOT NULL
) STRICT;

CREATE TABLE sellers (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources,
  name TEXT NOT NULL,
  UNIQUE (source_id, name)
) STRICT;

-- An advert as it stands: the newest version, the newest assessment and the last verdict, repeated here so that the
-- queue is one walk along an index.
CREATE TABLE listings (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources,
  identity TEXT NOT NULL,                        -- the URL, else "id:...", else "text:<digest>"
  url TEXT,
  platform_id TEXT,
  seller_id INTEGER REFERENCES sellers,
  first_seen_ms INTEGER NOT NULL,
  last_seen_ms INTEGER NOT NULL,
  gone_ms INTEGER,
  version_id INTEGER,                            -- set in the same transaction
  assessment_id INTEGER,
  level INTEGER NOT NULL DEFAULT 0,
  score INTEGER NOT NULL DEFAULT 0,
  appendix TEXT,
  language TEXT,
  status TEXT NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'confirmed', 'dismissed', 'unsure')),
  UNIQUE (source_id, identity),
  FOREIGN KEY (version_id) REFERENCES versions DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (assessment_id) REFERENCES assessments DEFERRABLE INITIALLY DEFERRED
) STRICT;
CREATE INDEX queue ON listings(status, score DESC, id) WHERE level > 0;
CREATE INDEX queue_all ON listings(score DESC, id) WHERE level > 0;
CREATE INDEX queue_of_source ON listings(source_id, status, score DESC, id) WHERE level > 0;
CREATE INDEX listings_of_seller ON listings(seller_id, id);
CREATE INDEX listings_of_url ON listings(url);
CREATE INDEX flagged_by_time ON listings(first_seen_ms, id) WHERE level > 0;
CREATE INDEX tally ON listings(level, status, appendix, source_id) WHERE level > 0;

CREATE TABLE versions (
  id INTEGER PRIMARY KEY,
  listing_id INTEGER NOT NULL REFERENCES listings,
  number INTEGER NOT NULL,                       -- 1, 2, 3 ...
  text_sha256 TEXT NOT NULL,
  first_seen_ms INTEGER NOT NULL,
  fetch_id INTEGER REFERENCES fetches,
  title TEXT,
  price_text TEXT, price_amount TEXT, price_currency TEXT,
  seller TEXT, location TEXT, language TEXT, published TEXT, availability TEXT, sku TEXT,
  UNIQUE (listing_id, number)
) STRICT;
CREATE INDEX versions_of_fetch ON versions(fetch_id);

CREATE TABLE passages (
  version_id INTEGER NOT NULL REFERENCES versions,
  number INTEGER NOT NULL,                       -- 0, 1, 2 ... as in the listing
  field TEXT NOT NULL,
  label TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (version_id, number)
) STRICT, WITHOUT ROWID;

-- rowid = versions.id; trigrams, so that Chinese and Thai are found and any part of a word is.
CREATE VIRTUAL TABLE advert_text USING fts5(text, content='', tokenize='trigram');

CREATE TABLE judges (
  id INTEGER PRIMARY KEY,
  lists_version TEXT NOT NULL,
  lists_digest TEXT NOT NULL,
  rules_digest TEXT NOT NULL,
  software TEXT NOT NULL,
  UNIQUE (lists_version, lists_digest, rules_digest, software)
) STRICT;

CREATE TABLE assessments (
  id INTEGER PRIMARY KEY,
  version_id INTEGER NOT NULL REFERENCES versions,
  judge_id INTEGER NOT NULL REFERENCES judges,
  run_id INTEGER NOT NULL REFERENCES runs,
  judged_ms INTEGER NOT NULL,
  level INTEGER NOT NULL CHECK (level BETWEEN 0 AND 4),
  score INTEGER NOT NULL CHECK (score BETWEEN 0 AND 100),
  confidence REAL NOT NULL,
  appendix TEXT,
  quantity TEXT,
  claims TEXT,                                   -- JSON array of words
  note TEXT
) STRICT;
CREATE INDEX assessments_of_version ON assessments(version_id, id);

CREATE TABLE assessment_taxa (
  assessment_id INTEGER NOT NULL REFERENCES assessments,
  number INTEGER NOT NULL,
  taxon_id TEXT NOT NULL, name TEXT NOT NULL, rank TEXT NOT NULL,
  appendix TEXT, annotation TEXT, kingdom TEXT, class TEXT, order_name TEXT, family TEXT,
  specimens TEXT,                                -- JSON array of CITES trade term codes
  PRIMARY KEY (assessment_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX taxa_by_name ON assessment_taxa(name);

CREATE TABLE matches (
  assessment_id INTEGER NOT NULL REFERENCES assessments,
  number INTEGER NOT NULL,
  passage INTEGER NOT NULL, field TEXT NOT NULL,
  start INTEGER NOT NULL, end INTEGER NOT NULL,  -- byte offsets into the passage
  text TEXT NOT NULL, entry TEXT NOT NULL, kind TEXT NOT NULL, language TEXT NOT NULL, how TEXT NOT NULL,
  PRIMARY KEY (assessment_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE reasons (
  assessment_id INTEGER NOT NULL REFERENCES assessments,
  number INTEGER NOT NULL,
  rule TEXT NOT NULL, points INTEGER NOT NULL, text TEXT NOT NULL,
  matches TEXT,                                  -- JSON array of numbers in `matches`
  PRIMARY KEY (assessment_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE contacts (
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (kind, value)
) STRICT;
CREATE TABLE version_contacts (
  version_id INTEGER NOT NULL REFERENCES versions,
  contact_id INTEGER NOT NULL REFERENCES contacts,
  PRIMARY KEY (version_id, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_of_contact ON version_contacts(contact_id, version_id);

CREATE TABLE images (
  id INTEGER PRIMARY KEY,
  url TEXT NOT NULL UNIQUE,
  sha256 TEXT,                                   -- NULL until fetched
  perceptual INTEGER,                            -- 64-bit perceptual hash
  bytes INTEGER,
  fetch_id INTEGER REFERENCES fetches
) STRICT;
CREATE INDEX images_by_digest ON images(sha256) WHERE sha256 IS NOT NULL;
CREATE TABLE version_images (
  version_id INTEGER NOT NULL REFERENCES versions,
  number INTEGER NOT NULL,
  image_id INTEGER NOT NULL REFERENCES images,
  PRIMARY KEY (version_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX versions_of_image ON version_images(image_id, version_id);

-- MinHash bands of the text (similarity.h): versions that share a band are candidates for being the same advert.
CREATE TABLE text_bands (
  band INTEGER NOT NULL,
  version_id INTEGER NOT NULL REFERENCES versions,
  PRIMARY KEY (band, version_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdicts (
  id INTEGER PRIMARY KEY,
  listing_id INTEGER NOT NULL REFERENCES listings,
  assessment_id INTEGER NOT NULL REFERENCES assessments,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('new', 'confirmed', 'dismissed', 'unsure', 'note')),
  reason TEXT,
  note TEXT
) STRICT;
CREATE INDEX verdicts_of_listing ON verdicts(listing_id, id);

-- Who took what out of the casebook, and when.
CREATE TABLE exports (
  id INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  who TEXT NOT NULL,
  kind TEXT NOT NULL,
  filter TEXT NOT NULL,
  listings INTEGER NOT NULL,
  sha256 TEXT                                    -- of the file handed out
) STRICT;
CREATE TABLE export_listings (
  export_id INTEGER NOT NULL REFERENCES exports,
  listing_id INTEGER NOT NULL REFERENCES listings,
  assessment_id INTEGER NOT NULL REFERENCES assessments,
  PRIMARY KEY (export_id, listing_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER verdicts_stay_u BEFORE UPDATE ON verdicts BEGIN SELECT RAISE(ABORT, 'verdicts are never changed'); END;
CREATE TRIGGER verdicts_stay_d BEFORE DELETE ON verdicts BEGIN SELECT RAISE(ABORT, 'verdicts are never removed'); END;
CREATE TRIGGER exports_stay_u BEFORE UPDATE ON exports BEGIN SELECT RAISE(ABORT, 'exports are never changed'); END;
CREATE TRIGGER exports_stay_d BEFORE DELETE ON exports BEGIN SELECT RAISE(ABORT, 'exports are never removed'); END;
CREATE TRIGGER captures_stay_u BEFORE UPDATE ON captures BEGIN SELECT RAISE(ABORT, 'captures are never changed'); END;
CREATE TRIGGER captures_stay_d BEFORE DELETE ON captures BEGIN SELECT RAISE(ABORT, 'captures are never removed'); END;
CREATE TRIGGER stamps_stay_u BEFORE UPDATE ON stamps BEGIN SELECT RAISE(ABORT, 'stamps are never changed'); END;
CREATE TRIGGER stamps_stay_d BEFORE DELETE ON stamps BEGIN SELECT RAISE(ABORT, 'stamps are never removed'); END;
)sql",
    R"sql(
-- Sixteen-bit pieces of each picture's perceptual hash (picture_bands.h): pictures that share one may be the same.
CREATE TABLE image_bands (
  band INTEGER NOT NULL,                         -- number of the piece << 16 | its bits
  perceptual INTEGER NOT NULL,
  image_id INTEGER NOT NULL REFERENCES images,
  PRIMARY KEY (band, perceptual, image_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sellers_by_name ON sellers(name COLLATE NOCASE);

-- Exports that were notices to a platform: the next one says what is new since and what was taken down.
CREATE TABLE referrals (
  export_id INTEGER PRIMARY KEY REFERENCES exports,
  platform TEXT NOT NULL
) STRICT;
CREATE INDEX referrals_of_platform ON referrals(platform, export_id);
CREATE TRIGGER referrals_stay_u BEFORE UPDATE ON referrals BEGIN SELECT RAISE(ABORT, 'exports are never changed'); END;
CREATE TRIGGER referrals_stay_d BEFORE DELETE ON referrals BEGIN SELECT RAISE(ABORT, 'exports are never removed'); END;
)sql",
};

std::int64_t pragma(Database& database, const char* name) {
    Statement statement(database, std::string("PRAGMA ") + name);
    return statement.first() ? statement.integer(0) : 0;
}

// Version of a file that is ours or empty; throws for anything else.
int known_version(Database& database) {
    const auto version = static_cast<int>(pragma(database, "user_version"));
    const std::int64_t owner = pragma(database, "application_id");
    Statement tables(database, "SELECT count(*) FROM sqlite_schema");
    tables.first();
    if (owner != application_id && (version != 0 || tables.integer(0) != 0))
        throw StoreError(StoreFault::not_casebook,
                         database.file().string() + ": is a database, but no casebook (name another file)");
    if (version > newest_schema())
        throw StoreError(StoreFault::newer_schema,
                         database.file().string() + ": was written by a later release (schema " +
                             std::to_string(version) + ", this one knows " + std::to_string(newest_schema()) +
                             "; use that release to open it)");
    return version;
}

}  // namespace

int newest_schema() { return static_cast<int>(migrations.size()); }

void migrate(Database& database) {
    for (int version = known_version(database); version < newest_schema(); ++version) {
        Transaction transaction(database);
        database.execute(migrations[static_cast<std::size_t>(version)]);
        database.execute("PRAGMA application_id = " + std::to_string(application_id));
        database.execute("PRAGMA user_version = " + std::to_string(version + 1));
        transaction.commit();
    }
}

void require_current_schema(Database& database) {
    const int version = known_version(database);
    if (version == 0)
        throw StoreError(StoreFault::not_casebook, database.file().string() + ": is empty (name another file)");
    if (version < newest_schema())
        throw StoreError(StoreFault::misuse, database.file().string() + ": has an older schema (" +
                                                 std::to_string(version) +
                                                 "; open it once with `citeswatch rescan` or "
                                                 "any command that writes)");
}

}  // namespace casebook
