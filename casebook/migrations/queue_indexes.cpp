#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// What a review desk asks of a million adverts is answered from an index. Each queue index holds all that the desk
// filters by, so that a filter few adverts pass still reads no table.
const char* const queue_indexes = R"sql(
DROP INDEX queue;
DROP INDEX queue_all;
DROP INDEX queue_of_source;
DROP INDEX flagged_by_time;
DROP INDEX tally;
CREATE INDEX queue_all ON listings(score DESC, id, status, level, appendix, source_id, language, first_seen_ms, assignee,
                                       assessment_id) WHERE level > 0;
CREATE INDEX queue_of_status ON listings(status, score DESC, id, level, appendix, source_id, language, first_seen_ms, assignee,
                                       assessment_id) WHERE level > 0;
CREATE INDEX queue_of_source ON listings(source_id, score DESC, id, status, level, appendix, language, first_seen_ms, assignee,
                                       assessment_id) WHERE level > 0;
CREATE INDEX queue_of_language ON listings(language, score DESC, id, status, level, appendix, source_id, first_seen_ms, assignee,
                                       assessment_id) WHERE level > 0;
CREATE INDEX flagged_by_time ON listings(first_seen_ms, id, score, status, level, appendix, source_id, language,
                                       assignee, assessment_id) WHERE level > 0;
CREATE INDEX everything ON listings(score DESC, id);
CREATE INDEX listings_by_last_sight ON listings(last_seen_ms, id) WHERE level = 0;
CREATE INDEX listings_of_assessment ON listings(assessment_id);
CREATE INDEX sellers_by_name ON sellers(name);

-- Every taxon that a present assessment names, once; and which adverts have it.
CREATE TABLE taxa (
  id INTEGER PRIMARY KEY,
  taxon_id TEXT NOT NULL, name TEXT NOT NULL, appendix TEXT NOT NULL,
  kingdom TEXT NOT NULL, class TEXT NOT NULL, order_name TEXT NOT NULL, family TEXT NOT NULL,
  UNIQUE (taxon_id, name, appendix, kingdom, class, order_name, family)
) STRICT;
CREATE TABLE listing_taxa (
  taxon INTEGER NOT NULL REFERENCES taxa,
  listing_id INTEGER NOT NULL REFERENCES listings,
  PRIMARY KEY (taxon, listing_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX taxa_of_listing ON listing_taxa(listing_id, taxon);
INSERT INTO taxa(taxon_id, name, appendix, kingdom, class, order_name, family)
  SELECT DISTINCT t.taxon_id, t.name, ifnull(t.appendix, ''), ifnull(t.kingdom, ''), ifnull(t.class, ''),
                  ifnull(t.order_name, ''), ifnull(t.family, '')
  FROM listings l JOIN assessment_taxa t ON t.assessment_id = l.assessment_id;
INSERT OR IGNORE INTO listing_taxa
  SELECT x.id, l.id FROM listings l JOIN assessment_taxa t ON t.assessment_id = l.assessment_id
  JOIN taxa x ON x.taxon_id = t.taxon_id AND x.name = t.name AND x.appendix = ifnull(t.appendix, '')
    AND x.kingdom = ifnull(t.kingdom, '') AND x.class = ifnull(t.class, '')
    AND x.order_name = ifnull(t.order_name, '') AND x.family = ifnull(t.family, '');

-- Counts kept, so that none has to be counted: triggers follow every change of an advert, whoever makes it.
CREATE TABLE tallies (
  source_id INTEGER NOT NULL, level INTEGER NOT NULL, status TEXT NOT NULL, appendix TEXT NOT NULL,
  language TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (source_id, level, status, appendix, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE taxon_tallies (
  taxon INTEGER NOT NULL, level INTEGER NOT NULL, status TEXT NOT NULL, number INTEGER NOT NULL,
  PRIMARY KEY (taxon, level, status)
) STRICT, WITHOUT ROWID;
INSERT INTO tallies SELECT source_id, level, status, ifnull(appendix, ''), ifnull(language, ''), count(*)
  FROM listings GROUP BY 1, 2, 3, 4, 5;
INSERT INTO taxon_tallies SELECT t.taxon, l.level, l.status, count(*)
  FROM listing_taxa t JOIN listings l ON l.id = t.listing_id GROUP BY 1, 2, 3;
CREATE TRIGGER tally_i AFTER INSERT ON listings BEGIN
  INSERT INTO tallies VALUES (NEW.source_id, NEW.level, NEW.status, ifnull(NEW.appendix, ''), ifnull(NEW.language, ''), 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER tally_d AFTER DELETE ON listings BEGIN
  UPDATE tallies SET number = number - 1 WHERE source_id = OLD.source_id AND level = OLD.level
    AND status = OLD.status AND appendix = ifnull(OLD.appendix, '') AND language = ifnull(OLD.language, '');
END;
CREATE TRIGGER tally_u AFTER UPDATE OF source_id, level, status, appendix, language ON listings
WHEN OLD.source_id <> NEW.source_id OR OLD.level <> NEW.level OR OLD.status <> NEW.status
  OR OLD.appendix IS NOT NEW.appendix OR OLD.language IS NOT NEW.language BEGIN
  UPDATE tallies SET number = number - 1 WHERE source_id = OLD.source_id AND level = OLD.level
    AND status = OLD.status AND appendix = ifnull(OLD.appendix, '') AND language = ifnull(OLD.language, '');
  INSERT INTO tallies VALUES (NEW.source_id, NEW.level, NEW.status, ifnull(NEW.appendix, ''), ifnull(NEW.language, ''), 1)
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER taxon_tally_i AFTER INSERT ON listing_taxa BEGIN
  INSERT INTO taxon_tallies SELECT NEW.taxon, level, status, 1 FROM listings WHERE id = NEW.listing_id
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
CREATE TRIGGER taxon_tally_d AFTER DELETE ON listing_taxa BEGIN
  UPDATE taxon_tallies SET number = number - 1 WHERE (taxon, level, status) =
    (SELECT OLD.taxon, level, status FROM listings WHERE id = OLD.listing_id);
END;
CREATE TRIGGER taxon_tally_u AFTER UPDATE OF level, status ON listings
WHEN OLD.level <> NEW.level OR OLD.status <> NEW.status BEGIN
  UPDATE taxon_tallies SET number = number - 1 WHERE level = OLD.level AND status = OLD.status
    AND taxon IN (SELECT taxon FROM listing_taxa WHERE listing_id = OLD.id);
  INSERT INTO taxon_tallies SELECT taxon, NEW.level, NEW.status, 1 FROM listing_taxa WHERE listing_id = NEW.id
    ON CONFLICT DO UPDATE SET number = number + 1;
END;
)sql";

}  // namespace casebook::migrations
