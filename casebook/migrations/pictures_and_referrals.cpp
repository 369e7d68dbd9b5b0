#include "casebook/migrations/migrations.h"

namespace casebook::migrations {

// Pictures that look alike are found, and notices to a platform build on each other.
const char* const pictures_and_referrals = R"sql(
-- Sixteen-bit pieces of each picture's perceptual hash (picture_bands.h): pictures that share one may be the same.
CREATE TABLE image_bands (
  band INTEGER NOT NULL,                         -- number of the piece << 16 | its bits
  perceptual INTEGER NOT NULL,
  image_id INTEGER NOT NULL REFERENCES images,
  PRIMARY KEY (band, perceptual, image_id)
) STRICT, WITHOUT ROWID;
-- Beside sellers_by_name, which answers for a name as it is written.
CREATE INDEX sellers_by_name_in_any_case ON sellers(name COLLATE NOCASE);

-- Exports that were notices to a platform: the next one says what is new since and what was taken down.
CREATE TABLE referrals (
  export_id INTEGER PRIMARY KEY REFERENCES exports,
  platform TEXT NOT NULL
) STRICT;
CREATE INDEX referrals_of_platform ON referrals(platform, export_id);
CREATE TRIGGER referrals_stay_u BEFORE UPDATE ON referrals BEGIN SELECT RAISE(ABORT, 'exports are never changed'); END;
CREATE TRIGGER referrals_stay_d BEFORE DELETE ON referrals BEGIN SELECT RAISE(ABORT, 'exports are never removed'); END;
)sql";

}  // namespace casebook::migrations
