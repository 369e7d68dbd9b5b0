// What ties adverts together: the same words, the same contact, the same picture.
#include <algorithm>

#include "casebook/desk_parts.h"
#include "casebook/similarity.h"

namespace casebook {

namespace {

constexpr std::size_t most_candidates = 200;
constexpr double alike = 0.6;

constexpr const char* picture_columns =
    "SELECT i.id, i.url, ifnull(i.sha256, ''), c.file, c.start, c.length, c.sha256 FROM images i "
    "LEFT JOIN captures c ON c.fetch_id = i.fetch_id ";

PictureOf picture_in(const Statement& row) {
    return {row.integer(0), row.text(1), row.text(2), {row.text(3), row.integer(4), row.integer(5), row.text(6)}};
}

std::string text_of(Database& database, std::int64_t version) {
    Statement query(database, "SELECT text FROM passages WHERE version_id = ? ORDER BY number");
    std::string text;
    for (query.bind(version); query.step();) (text += query.text(0)) += '\n';
    return text;
}

std::vector<ListingId> ids(Database& database, const char* sql, ListingId id, std::size_t limit) {
    Statement query(database, sql);
    std::vector<ListingId> found;
    for (query.bind(id, limit); query.step();) found.push_back(ListingId{query.integer(0)});
    return found;
}

}  // namespace

// Versions that share a band are candidates; their texts are then compared as they stand.
std::vector<ListingId> DeskReader::same_text(ListingId id, std::size_t limit) {
    Database& database = parts_->database;
    Statement mine(database, "SELECT version_id FROM listings WHERE id = ?");
    if (!mine.first(id)) return {};
    const std::int64_t version = mine.integer(0);
    mine.reset();
    const std::string text = text_of(database, version);
    const std::optional<TextBands> bands = text_bands(text);
    if (!bands) return {};
    Statement others(database,
                     "SELECT l.id, l.version_id FROM text_bands b JOIN listings l ON l.version_id = b.version_id "
                     "WHERE b.band = ? AND l.id <> ? LIMIT ?");
    std::vector<std::pair<std::int64_t, ListingId>> candidates;
    for (const std::int64_t band : *bands)
        for (others.bind(band, id, most_candidates); others.step();)
            candidates.emplace_back(others.integer(1), ListingId{others.integer(0)});
    std::sort(candidates.begin(), candidates.end());
    candidates.erase(std::unique(candidates.begin(), candidates.end()), candidates.end());
    if (candidates.size() > most_candidates) candidates.resize(most_candidates);
    std::vector<std::pair<double, ListingId>> found;
    for (const auto& [other, listing] : candidates)
        if (const double likeness = similarity(text, text_of(database, other)); likeness >= alike)
            found.emplace_back(-likeness, listing);
    std::sort(found.begin(), found.end());
    std::vector<ListingId> nearest;
    for (const auto& [likeness, listing] : found)
        if (nearest.size() < limit) nearest.push_back(listing);
    return nearest;
}

std::vector<ListingId> DeskReader::same_contact(ListingId id, std::size_t limit) {
    return ids(parts_->database,
               "SELECT DISTINCT l.id FROM listings me JOIN version_contacts mine ON mine.version_id = me.version_id "
               "JOIN version_contacts theirs ON theirs.contact_id = mine.contact_id "
               "JOIN listings l ON l.version_id = theirs.version_id WHERE me.id = ?1 AND l.id <> ?1 LIMIT ?2",
               id, limit);
}

std::vector<ListingId> DeskReader::same_picture(ListingId id, std::size_t limit) {
    return ids(parts_->database,
               "SELECT DISTINCT l.id FROM listings me JOIN version_images mine ON mine.version_id = me.version_id "
               "JOIN images i ON i.id = mine.image_id JOIN images same ON same.id = i.id OR same.sha256 = i.sha256 "
               "JOIN version_images theirs ON theirs.image_id = same.id "
               "JOIN listings l ON l.version_id = theirs.version_id WHERE me.id = ?1 AND l.id <> ?1 LIMIT ?2",
               id, limit);
}

std::vector<PictureOf> DeskReader::pictures(ListingId id) {
    Statement query(parts_->database,
                    std::string(picture_columns) +
                        "JOIN version_images vi ON vi.image_id = i.id JOIN listings l ON l.version_id = vi.version_id "
                        "WHERE l.id = ? ORDER BY vi.number");
    std::vector<PictureOf> found;
    for (query.bind(id); query.step();) found.push_back(picture_in(query));
    return found;
}

std::optional<PictureOf> DeskReader::picture(std::int64_t id) {
    Statement query(parts_->database, std::string(picture_columns) + "WHERE i.id = ?");
    if (!query.first(id)) return std::nullopt;
    return picture_in(query);
}

}  // namespace casebook
