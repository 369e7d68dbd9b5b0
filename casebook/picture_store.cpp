#include "casebook/picture_store.h"

#include "casebook/picture_bands.h"

namespace casebook {

PictureStore::PictureStore(Database& db)
    : put_(db,
           "INSERT INTO images(url, sha256, perceptual, bytes, fetch_id) VALUES (?,?,?,?,?) ON CONFLICT DO UPDATE SET "
           "sha256 = excluded.sha256, perceptual = excluded.perceptual, bytes = excluded.bytes, "
           "fetch_id = excluded.fetch_id RETURNING id"),
      known_(db, "SELECT id, perceptual FROM images WHERE url = ? AND perceptual IS NOT NULL"),
      forget_band_(db, "DELETE FROM image_bands WHERE band = ? AND perceptual = ? AND image_id = ?"),
      add_band_(db, "INSERT OR IGNORE INTO image_bands VALUES (?,?,?)") {}

void PictureStore::put(std::int64_t fetch, const Picture& picture) {
    std::optional<std::int64_t> hash;
    if (picture.perceptual) hash = static_cast<std::int64_t>(*picture.perceptual);
    if (known_.first(picture.url)) {
        const std::int64_t before = known_.integer(1), image = known_.integer(0);
        known_.reset();
        if (hash != before)
            for (const std::int64_t band : picture_bands(static_cast<std::uint64_t>(before)))
                forget_band_.run(band, before, image);
    }
    put_.first(picture.url, picture.sha256, hash, picture.bytes, fetch);
    const std::int64_t id = put_.integer(0);
    put_.reset();
    if (!hash) return;
    for (const std::int64_t band : picture_bands(*picture.perceptual)) add_band_.run(band, *hash, id);
}

}  // namespace casebook
