#include "casebook/reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "casebook/schema.h"
#include "casebook/selection.h"
#include "casebook/sql.h"
#include "casebook/summary.h"

namespace casebook {

namespace {

constexpr const char* listing_sql = R"(
SELECT l.id, l.version_id, v.number, l.assessment_id, l.platform_id, l.url, s.name, v.price_text, v.price_amount,
       v.price_currency, v.seller, v.location, v.language, v.published, v.availability, v.sku, l.status,
       l.first_seen_ms, l.last_seen_ms, l.gone_ms, a.judged_ms, a.level, a.score, a.confidence, a.appendix, a.quantity,
       a.claims, a.note, j.lists_version, j.lists_digest, j.rules_digest, j.software, v.fetch_id
FROM listings l JOIN sources s ON s.id = l.source_id JOIN versions v ON v.id = l.version_id
JOIN assessments a ON a.id = l.assessment_id JOIN judges j ON j.id = a.judge_id WHERE l.id = ?)";

constexpr const char* picture_sql = "SELECT i.id, i.url, i.sha256, i.perceptual, i.bytes, i.fetch_id FROM images i ";

template <typename T>
std::vector<T> from_json(const std::string& text) {
    return text.empty() ? std::vector<T>{} : nlohmann::json::parse(text).get<std::vector<T>>();
}

detector::Field field_named(const std::string& name) {
    using detector::Field;
    for (const Field field : {Field::title, Field::description, Field::attribute, Field::category, Field::tag,
                              Field::seller, Field::location, Field::image_text})
        if (name == detector::to_string(field)) return field;
    return Field::description;
}

}  // namespace

struct Reader::Parts {
    explicit Parts(const std::filesystem::path& file)
        : database(file, Database::Mode::read),
          checked((require_current_schema(database), true)),
          listing(database, listing_sql),
          passages(database, "SELECT field, label, text FROM passages WHERE version_id = ? ORDER BY number"),
          images(database,
                 "SELECT i.url FROM version_images vi JOIN images i ON i.id = vi.image_id "
                 "WHERE vi.version_id = ? ORDER BY vi.number"),
          contacts(database,
                   "SELECT c.kind, c.value FROM version_contacts vc JOIN contacts c ON c.id = vc.contact_id "
                   "WHERE vc.version_id = ?"),
          taxa(database,
               "SELECT taxon_id, name, rank, appendix, annotation, kingdom, class, order_name, family, "
               "specimens FROM assessment_taxa WHERE assessment_id = ? ORDER BY number"),
          regimes(database,
                  "SELECT number, regime, listing, annotation FROM assessment_regimes WHERE assessment_id = ?"),
          matches(database,
                  "SELECT passage, field, start, end, text, entry, kind, language, how FROM matches "
                  "WHERE assessment_id = ? ORDER BY number"),
          reasons(database, "SELECT rule, points, text, matches FROM reasons WHERE assessment_id = ? ORDER BY number"),
          capture(database,
                  "SELECT c.id, c.file, c.start, c.length, c.sha256, c.link, f.started_ms, f.ip "
                  "FROM captures c JOIN fetches f ON f.id = c.fetch_id WHERE c.fetch_id = ?") {}

    std::optional<StoredListing> read(ListingId id);
    void read_advert(StoredListing& stored);
    void read_judgement(StoredListing& stored);
    std::optional<CaptureOf> read_capture(std::int64_t fetch);
    StoredPicture read_picture(const Statement& row);

    Database database;
    bool checked;  // before any statement is prepared against tables that may not exist
    Statement listing, passages, images, contacts, taxa, regimes, matches, reasons, capture;
};

std::optional<StoredListing> Reader::Parts::read(ListingId id) {
    Statement& row = listing;
    if (!row.first(id)) return std::nullopt;
    StoredListing stored;
    stored.id = ListingId{row.integer(0)};
    stored.version = row.integer(1);
    stored.version_number = row.integer(2);
    stored.assessment = row.integer(3);
    stored.listing.id = row.text(4);
    stored.listing.url = row.text(5);
    stored.listing.source = row.text(6);
    stored.listing.price = {row.text(7), row.text(8), row.text(9)};
    stored.listing.seller = row.text(10);
    stored.listing.location = row.text(11);
    stored.listing.language = row.text(12);
    stored.listing.published = row.text(13);
    stored.listing.availability = row.text(14);
    stored.listing.sku = row.text(15);
    stored.status = row.text(16);
    stored.first_seen_ms = row.integer(17);
    stored.last_seen_ms = row.integer(18);
    if (!row.is_null(19)) stored.gone_ms = row.integer(19);
    stored.judged_ms = row.integer(20);
    stored.judgement.level = static_cast<detector::Level>(row.integer(21));
    stored.judgement.score = static_cast<int>(row.integer(22));
    stored.judgement.confidence = row.real(23);
    stored.judgement.appendix = row.text(24);
    stored.judgement.quantity = row.text(25);
    stored.judgement.claims = from_json<std::string>(row.text(26));
    stored.judgement.note = row.text(27);
    stored.judgement.by = {row.text(28), row.text(29), row.text(30), row.text(31)};
    const std::int64_t fetch = row.integer(32);
    row.reset();
    read_advert(stored);
    read_judgement(stored);
    stored.capture = read_capture(fetch);
    return stored;
}

void Reader::Parts::read_advert(StoredListing& stored) {
    for (passages.bind(stored.version); passages.step();)
        stored.listing.passages.push_back({field_named(passages.text(0)), passages.text(1), passages.text(2)});
    for (images.bind(stored.version); images.step();) stored.listing.image_urls.push_back(images.text(0));
    for (contacts.bind(stored.version); contacts.step();)
        stored.contacts.push_back({contacts.text(0), contacts.text(1)});
}

void Reader::Parts::read_judgement(StoredListing& stored) {
    Judgement& judgement = stored.judgement;
    for (taxa.bind(stored.assessment); taxa.step();)
        judgement.taxa.push_back({taxa.text(0), taxa.text(1), taxa.text(2), taxa.text(3), taxa.text(4), taxa.text(5),
                                  taxa.text(6), taxa.text(7), taxa.text(8), from_json<std::string>(taxa.text(9))});
    for (regimes.bind(stored.assessment); regimes.step();)
        if (const auto number = static_cast<std::size_t>(regimes.integer(0)); number < judgement.taxa.size())
            judgement.taxa[number].regimes.push_back({regimes.text(1), regimes.text(2), regimes.text(3)});
    for (matches.bind(stored.assessment); matches.step();)
        judgement.matches.push_back({static_cast<std::uint32_t>(matches.integer(0)), field_named(matches.text(1)),
                                     static_cast<std::uint32_t>(matches.integer(2)),
                                     static_cast<std::uint32_t>(matches.integer(3)), matches.text(4), matches.text(5),
                                     matches.text(6), matches.text(7), matches.text(8)});
    for (reasons.bind(stored.assessment); reasons.step();)
        judgement.reasons.push_back({reasons.text(0), static_cast<int>(reasons.integer(1)), reasons.text(2),
                                     from_json<std::uint32_t>(reasons.text(3))});
}

std::optional<CaptureOf> Reader::Parts::read_capture(std::int64_t fetch) {
    if (!capture.first(fetch)) return std::nullopt;
    CaptureOf found{CaptureId{capture.integer(0)},
                    {capture.text(1), capture.integer(2), capture.integer(3), capture.text(4)},
                    capture.text(5),
                    capture.integer(6),
                    capture.text(7)};
    capture.reset();
    return found;
}

Reader::Reader(const std::filesystem::path& file) : parts_(std::make_unique<Parts>(file)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;

void Reader::hold() {
    parts_->database.execute("BEGIN");
    Statement(parts_->database, "SELECT 1 FROM listings LIMIT 1").step();  // the snapshot is taken by the first read
}

void Reader::release() { parts_->database.execute("COMMIT"); }

void Reader::each(const Filter& filter, const std::function<bool(const StoredListing&)>& visit) {
    // One snapshot: a writer at work beside us changes nothing of what this walk sees.
    const Snapshot snapshot(parts_->database);
    const Selection selection(parts_->database, filter);
    Statement ids(parts_->database, "SELECT l.id FROM " + selection.from() + " WHERE " + selection.where() +
                                        " ORDER BY l.score DESC, l.id");
    selection.bind(ids);
    while (ids.step())
        if (const auto stored = parts_->read(ListingId{ids.integer(0)}); stored && !visit(*stored)) return;
}

std::vector<ListingId> Reader::select(const Filter& filter, std::size_t limit, std::size_t offset) {
    const Selection selection(parts_->database, filter);
    Statement ids(parts_->database, "SELECT l.id FROM " + selection.from() + " WHERE " + selection.where() +
                                        " ORDER BY l.score DESC, l.id LIMIT ? OFFSET ?");
    const int next = selection.bind(ids);
    ids.bind_one(next, limit);
    ids.bind_one(next + 1, offset);
    std::vector<ListingId> found;
    while (ids.step()) found.push_back(ListingId{ids.integer(0)});
    return found;
}

std::int64_t Reader::count(const Filter& filter) { return count_of(parts_->database, filter); }

std::optional<StoredListing> Reader::listing(ListingId id) { return parts_->read(id); }

std::vector<StoredListing> Reader::judged_by_others(const Provenance& these, ListingId after, std::size_t limit) {
    Statement ids(parts_->database,
                  "SELECT l.id FROM listings l JOIN assessments a ON a.id = l.assessment_id WHERE l.id > ?1 AND "
                  "a.judge_id NOT IN (SELECT id FROM judges WHERE lists_version = ?2 AND lists_digest = ?3 AND "
                  "rules_digest = ?4 AND software = ?5) ORDER BY l.id LIMIT ?6");
    std::vector<StoredListing> found;
    ids.bind(after, these.lists_version, these.lists_digest, these.rules_digest, these.software, limit);
    while (ids.step())
        if (auto stored = parts_->read(ListingId{ids.integer(0)})) found.push_back(std::move(*stored));
    return found;
}

std::vector<PassedOverPage> Reader::passed_over_by_others(std::string_view screened_by, CaptureId after,
                                                          std::size_t limit) {
    Statement row(parts_->database,
                  "SELECT c.id, c.file, c.start, c.length, c.sha256, f.id, f.started_ms, s.name, f.url, f.http_status, "
                  "p.depth, p.kind, p.context FROM passed_over o JOIN captures c ON c.id = o.capture_id "
                  "JOIN fetches f ON f.id = c.fetch_id JOIN sources s ON s.id = f.source_id "
                  "LEFT JOIN pages p ON p.source_id = f.source_id AND p.url = f.url "
                  "WHERE o.capture_id > ?2 AND o.screened_by <> ?1 ORDER BY o.capture_id LIMIT ?3");
    std::vector<PassedOverPage> found;
    for (row.bind(screened_by, after, limit); row.step();)
        found.push_back({.number = CaptureId{row.integer(0)},
                         .capture = {row.text(1), row.integer(2), row.integer(3), row.text(4)},
                         .fetch = row.integer(5),
                         .fetched_ms = row.integer(6),
                         .source = row.text(7),
                         .url = row.text(8),
                         .http_status = static_cast<int>(row.integer(9)),
                         .depth = static_cast<std::int32_t>(row.integer(10)),
                         .kind = row.text(11),
                         .context = row.text(12)});
    return found;
}

std::int64_t Reader::count_passed_over_by_others(std::string_view screened_by) {
    Statement row(parts_->database, "SELECT count(*) FROM passed_over WHERE screened_by <> ?");
    row.first(screened_by);
    return row.integer(0);
}

std::int64_t Reader::count_unkept_pages(std::string_view digest_prefix, std::string_view except) {
    Statement row(
        parts_->database,
        "SELECT count(*) FROM pages p WHERE substr(p.text_sha256, 1, length(?1)) = ?1 AND p.text_sha256 <> ?2 "
        "AND NOT EXISTS (SELECT 1 FROM page_captures k WHERE k.source_id = p.source_id AND k.url = p.url)");
    row.first(digest_prefix, except);
    return row.integer(0);
}

StoredPicture Reader::Parts::read_picture(const Statement& row) {
    StoredPicture picture{.id = row.integer(0), .url = row.text(1), .sha256 = row.text(2)};
    if (!row.is_null(3)) picture.perceptual = static_cast<std::uint64_t>(row.integer(3));
    picture.bytes = row.integer(4);
    if (!row.is_null(5)) picture.capture = read_capture(row.integer(5));
    return picture;
}

std::vector<StoredPicture> Reader::pictures(ListingId id) {
    Statement query(parts_->database, std::string(picture_sql) +
                                          "JOIN version_images vi ON vi.image_id = i.id "
                                          "JOIN listings l ON l.version_id = vi.version_id "
                                          "WHERE l.id = ? ORDER BY vi.number");
    std::vector<StoredPicture> found;
    for (query.bind(id); query.step();) found.push_back(parts_->read_picture(query));
    return found;
}

std::optional<StoredPicture> Reader::picture(std::int64_t id) {
    Statement query(parts_->database, std::string(picture_sql) + "WHERE i.id = ?");
    if (!query.first(id)) return std::nullopt;
    return parts_->read_picture(query);
}

std::vector<VerdictEntry> Reader::verdicts(ListingId id) {
    Statement query(parts_->database,
                    "SELECT at_ms, who, verdict, reason, note FROM verdicts WHERE listing_id = ? ORDER BY id");
    std::vector<VerdictEntry> found;
    for (query.bind(id); query.step();)
        found.push_back({query.integer(0), query.text(1), query.text(2), query.text(3), query.text(4)});
    return found;
}

Summary Reader::summary(const Filter& filter) { return summary_of(parts_->database, filter); }

std::vector<LocationCount> Reader::locations(const Filter& filter) { return locations_of(parts_->database, filter); }

std::vector<Referred> Reader::referred(const std::string& platform) {
    Statement query(parts_->database,
                    "SELECT el.listing_id, e.at_ms, a.version_id FROM referrals r JOIN exports e ON e.id = r.export_id "
                    "JOIN export_listings el ON el.export_id = e.id JOIN assessments a ON a.id = el.assessment_id "
                    "WHERE r.platform = ? ORDER BY el.listing_id, e.id");
    std::vector<Referred> found;
    for (query.bind(platform); query.step();) {
        const ListingId id{query.integer(0)};
        if (found.empty() || found.back().listing != id) found.push_back({.listing = id, .first_ms = query.integer(1)});
        found.back().last_ms = query.integer(1);
        found.back().version = query.integer(2);
    }
    return found;
}

std::vector<std::string> Reader::sources() {
    Statement query(parts_->database, "SELECT name FROM sources ORDER BY name");
    std::vector<std::string> names;
    for (query.bind(); query.step();) names.push_back(query.text(0));
    return names;
}

}  // namespace casebook
