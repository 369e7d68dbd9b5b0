#include "casebook/listing_store.h"

#include <nlohmann/json.hpp>
#include <utility>

#include "casebook/similarity.h"
#include "detector/digest.h"

namespace casebook {

namespace {

using detector::Field;
using detector::Listing;

// Each part with its length in front, so that moving text from one field to the next is a change.
std::string text_digest(const Listing& listing) {
    detector::Sha256 sha;
    const auto add = [&sha](std::string_view part) {
        sha.update(std::to_string(part.size()) + ':');
        sha.update(part);
    };
    for (const detector::Passage& passage : listing.passages) {
        add(to_string(passage.field));
        add(passage.label);
        add(passage.text);
    }
    add(listing.price.text);
    add(listing.seller);
    add(listing.location);
    return detector::to_hex(sha.finish());
}

std::string identity_of(const Listing& listing, const std::string& digest) {
    if (!listing.url.empty()) return listing.url;
    return listing.id.empty() ? "text:" + digest : "id:" + listing.id;
}

// Empty lists are NULL: nothing to say is said once.
template <typename T>
std::string json_array(const std::vector<T>& values) {
    if (values.empty()) return {};
    return nlohmann::json(values).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

constexpr const char* find_sql = R"(
SELECT l.id, l.version_id, (SELECT max(number) FROM versions WHERE listing_id = l.id), v.text_sha256, l.assessment_id,
       a.judge_id, l.status, l.last_seen_ms, l.gone_ms
FROM listings l JOIN versions v ON v.id = l.version_id JOIN assessments a ON a.id = l.assessment_id
WHERE l.source_id = ? AND l.identity = ?)";

constexpr const char* point_sql = R"(
UPDATE listings SET version_id = ?2, assessment_id = ?3, level = ?4, score = ?5, appendix = ?6, language = ?7,
                    seller_id = ?8, last_seen_ms = max(last_seen_ms, ?9), gone_ms = NULL WHERE id = ?1)";

// Since when the advert of a page read late is gone: as was known, or as the fetches after that page say.
constexpr const char* gone_since_sql = R"(
UPDATE listings SET gone_ms = coalesce(?2, (
  SELECT min(f.started_ms) FROM fetches f WHERE f.url = listings.url AND f.source_id = listings.source_id
  AND f.status = 'gone' AND f.started_ms > listings.last_seen_ms)) WHERE id = ?1)";

constexpr const char* add_version_sql = R"(
INSERT INTO versions(listing_id, number, text_sha256, first_seen_ms, fetch_id, title, price_text, price_amount,
                     price_currency, seller, location, language, published, availability, sku)
VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?))";

}  // namespace

ListingStore::ListingStore(Database& db, Pseudonyms sellers)
    : database_(db),
      pseudonyms_(std::move(sellers)),
      find_(db, find_sql),
      touch_(db, "UPDATE listings SET last_seen_ms = max(last_seen_ms, ?2), gone_ms = NULL WHERE id = ?1"),
      add_listing_(db,
                   "INSERT INTO listings(source_id, identity, url, platform_id, first_seen_ms, last_seen_ms) "
                   "VALUES (?,?,?,?,?5,?5)"),
      point_(db, point_sql),
      add_version_(db, add_version_sql),
      add_passage_(db, "INSERT INTO passages(version_id, number, field, label, text) VALUES (?,?,?,?,?)"),
      add_text_(db, "INSERT INTO advert_text(rowid, text) VALUES (?,?)"),
      add_band_(db, "INSERT OR IGNORE INTO text_bands(band, version_id) VALUES (?,?)"),
      add_assessment_(db,
                      "INSERT INTO assessments(version_id, judge_id, run_id, judged_ms, level, score, confidence, "
                      "appendix, quantity, claims, note) VALUES (?,?,?,?,?,?,?,?,?,?,?)"),
      add_taxon_(db, "INSERT INTO assessment_taxa VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"),
      add_regime_(db, "INSERT OR IGNORE INTO assessment_regimes VALUES (?,?,?,?,?)"),
      add_match_(db, "INSERT INTO matches VALUES (?,?,?,?,?,?,?,?,?,?,?)"),
      add_reason_(db, "INSERT INTO reasons VALUES (?,?,?,?,?,?)"),
      add_listing_taxon_(db, "INSERT OR IGNORE INTO listing_taxa VALUES (?,?)"),
      drop_listing_taxa_(db, "DELETE FROM listing_taxa WHERE listing_id = ?"),
      seller_(db,
              "INSERT INTO sellers(source_id, name) VALUES (?,?) "
              "ON CONFLICT DO UPDATE SET name = name RETURNING id"),
      contact_(db,
               "INSERT INTO contacts(kind, value) VALUES (?,?) "
               "ON CONFLICT DO UPDATE SET kind = kind RETURNING id"),
      link_contact_(db, "INSERT OR IGNORE INTO version_contacts VALUES (?,?)"),
      image_(db, "INSERT INTO images(url) VALUES (?) ON CONFLICT DO UPDATE SET url = url RETURNING id"),
      link_image_(db, "INSERT INTO version_images VALUES (?,?,?)"),
      gone_(db, "UPDATE listings SET gone_ms = ?3 WHERE source_id = ?1 AND identity = ?2 AND gone_ms IS NULL"),
      again_(db,
             "UPDATE listings SET last_seen_ms = max(last_seen_ms, ?3), gone_ms = NULL "
             "WHERE source_id = ?1 AND identity = ?2"),
      reopen_(db, "UPDATE listings SET status = 'new' WHERE id = ?"),
      has_text_(db, "SELECT 1 FROM versions WHERE listing_id = ? AND text_sha256 = ?"),
      widen_(db,
             "UPDATE listings SET first_seen_ms = min(first_seen_ms, ?2), last_seen_ms = max(last_seen_ms, ?2) "
             "WHERE id = ?1"),
      gone_since_(db, gone_since_sql) {}

std::int64_t ListingStore::source_id(const std::string& name) {
    if (const auto known = sources_.find(name); known != sources_.end()) return known->second;
    Statement statement(database_,
                        "INSERT INTO sources(name) VALUES (?) ON CONFLICT DO UPDATE SET name = name RETURNING id");
    statement.first(name);
    return sources_[name] = statement.integer(0);
}

void ListingStore::forget() {
    sources_.clear();
    taxa_.clear();
    last_judge_.reset();
}

std::int64_t ListingStore::judge_id(const Provenance& by) {
    if (last_judge_ && last_judge_->first == by) return last_judge_->second;
    Statement statement(database_,
                        "INSERT INTO judges(lists_version, lists_digest, rules_digest, software) VALUES (?,?,?,?) "
                        "ON CONFLICT DO UPDATE SET software = software RETURNING id");
    statement.first(by.lists_version, by.lists_digest, by.rules_digest, by.software);
    last_judge_.emplace(by, statement.integer(0));
    return last_judge_->second;
}

std::int64_t ListingStore::taxon_id(const JudgedTaxon& taxon) {
    std::string key;
    for (const std::string* part : {&taxon.taxon_id, &taxon.scientific_name, &taxon.appendix, &taxon.kingdom,
                                    &taxon.klass, &taxon.order, &taxon.family})
        (key += *part) += '\0';
    if (const auto known = taxa_.find(key); known != taxa_.end()) return known->second;
    Statement statement(database_,
                        "INSERT INTO taxa(taxon_id, name, appendix, kingdom, class, order_name, family) "
                        "VALUES (?,?,?,?,?,?,?) ON CONFLICT DO UPDATE SET name = name RETURNING id");
    statement.first(taxon.taxon_id, taxon.scientific_name, taxon.appendix, taxon.kingdom, taxon.klass, taxon.order,
                    taxon.family);
    return taxa_[std::move(key)] = statement.integer(0);
}

// The taxa of the present assessment, in place of those of the one before.
void ListingStore::set_taxa(std::int64_t listing, const std::vector<JudgedTaxon>& taxa) {
    drop_listing_taxa_.run(listing);
    for (const JudgedTaxon& taxon : taxa) add_listing_taxon_.run(taxon_id(taxon), listing);
}

std::optional<ListingStore::Known> ListingStore::find(std::int64_t source, const std::string& identity) {
    if (!find_.first(source, identity)) return std::nullopt;
    Known known{.id = find_.integer(0),
                .version = find_.integer(1),
                .number = find_.integer(2),
                .assessment = find_.integer(4),
                .judge = find_.integer(5),
                .text_sha256 = find_.text(3),
                .status = find_.text(6),
                .last_seen = find_.integer(7),
                .gone = find_.is_null(8) ? std::nullopt : std::optional(find_.integer(8))};
    find_.reset();
    return known;
}

void ListingStore::put(RunId run, std::int64_t source, std::optional<std::int64_t> fetch, const JudgedListing& judged,
                       Milliseconds now, Recorded& recorded) {
    const std::string digest = text_digest(judged.listing);
    const std::optional<Known> known = find(source, identity_of(judged.listing, digest));
    put(run, source, fetch, judged, {.seen = now, .judged = now}, known, digest, recorded);
}

std::int64_t ListingStore::put(RunId run, std::int64_t source, std::optional<std::int64_t> fetch,
                               const JudgedListing& judged, Times times, std::optional<Known> known,
                               const std::string& digest, Recorded& recorded) {
    const Listing& listing = judged.listing;
    const Judgement& judgement = judged.judgement;
    const std::int64_t judge = judge_id(judgement.by);
    if (known && known->text_sha256 == digest && known->judge == judge) {  // same words, same judge: same judgement
        touch_.run(known->id, times.seen);
        ++recorded.unchanged;
        return known->id;
    }
    const bool is_new = !known;
    if (is_new) {
        add_listing_.run(source, identity_of(listing, digest), OrNull{listing.url}, OrNull{listing.id}, times.seen);
        known.emplace();
        known->id = database_.last_id();
    }
    const std::string seller = pseudonyms_.stored(listing.seller);
    std::optional<std::int64_t> seller_id;
    if (!seller.empty()) {
        seller_.first(source, seller);
        seller_id = seller_.integer(0);
        seller_.reset();
    }
    const bool changed = known->text_sha256 != digest;
    const std::int64_t version =
        changed ? add_version(known->id, known->number + 1, digest, fetch, judged, seller, times.seen) : known->version;
    const std::int64_t assessment = add_assessment(run, version, judge, judgement, times.judged);
    point_.run(known->id, version, assessment, judgement.level, judgement.score, OrNull{judgement.appendix},
               OrNull{listing.language}, seller_id, times.seen);
    set_taxa(known->id, judgement.taxa);
    if (changed && !is_new) reopen_if_dismissed(*known, assessment, judgement.flagged(), times.judged);
    ++(is_new ? recorded.added : changed ? recorded.changed : recorded.unchanged);
    if (changed && judgement.flagged()) ++recorded.flagged;
    return known->id;
}

void ListingStore::put_past(RunId run, std::int64_t source, std::int64_t fetch, const JudgedListing& judged,
                            Times times, Recorded& recorded) {
    const std::string digest = text_digest(judged.listing);
    const std::optional<Known> known = find(source, identity_of(judged.listing, digest));
    if (known) widen_.run(known->id, times.seen);
    if (known && has_text_.first(known->id, digest)) {  // read from another capture, and judged there
        has_text_.reset();
        ++recorded.unchanged;
        return;
    }
    if (!known || times.seen > known->last_seen) {
        const std::int64_t id = put(run, source, fetch, judged, times, known, digest, recorded);
        const bool gone_after = known && known->gone && *known->gone > times.seen;
        gone_since_.run(id, gone_after ? known->gone : std::nullopt);
        return;
    }
    // Words that gave way to those known: how the advert stands is not theirs to say.
    const std::string seller = pseudonyms_.stored(judged.listing.seller);
    const std::int64_t version = add_version(known->id, known->number + 1, digest, fetch, judged, seller, times.seen);
    add_assessment(run, version, judge_id(judged.judgement.by), judged.judgement, times.judged);
    ++recorded.changed;
    if (judged.judgement.flagged()) ++recorded.flagged;
}

std::int64_t ListingStore::add_version(std::int64_t listing_id, std::int64_t number, const std::string& digest,
                                       std::optional<std::int64_t> fetch, const JudgedListing& judged,
                                       const std::string& seller, Milliseconds now) {
    const Listing& listing = judged.listing;
    add_version_.run(listing_id, number, digest, now, fetch, OrNull{listing.first(Field::title)},
                     OrNull{listing.price.text}, OrNull{listing.price.amount}, OrNull{listing.price.currency},
                     OrNull{seller}, OrNull{listing.location}, OrNull{listing.language}, OrNull{listing.published},
                     OrNull{listing.availability}, OrNull{listing.sku});
    const std::int64_t version = database_.last_id();
    std::int64_t position = 0;
    std::string all;
    for (const detector::Passage& passage : listing.passages) {
        // Passages keep their numbers (matches point at them); a pseudonymised seller's name is not kept in one.
        const std::string text = passage.field == Field::seller ? pseudonyms_.stored(passage.text) : passage.text;
        add_passage_.run(version, position++, to_string(passage.field), OrNull{passage.label}, text);
        (all += text) += '\n';
    }
    add_text_.run(version, all);
    if (const std::optional<TextBands> bands = text_bands(all))
        for (const std::int64_t band : *bands) add_band_.run(band, version);
    link_contacts(version, judged.contacts);
    position = 0;
    for (const std::string& url : listing.image_urls) {
        image_.first(url);
        const std::int64_t id = image_.integer(0);
        image_.reset();
        link_image_.run(version, position++, id);
    }
    return version;
}

void ListingStore::link_contacts(std::int64_t version, const std::vector<Contact>& contacts) {
    for (const Contact& contact : contacts) {
        contact_.first(contact.kind, contact.value);
        const std::int64_t id = contact_.integer(0);
        contact_.reset();
        link_contact_.run(version, id);
    }
}

std::int64_t ListingStore::add_assessment(RunId run, std::int64_t version, std::int64_t judge,
                                          const Judgement& judgement, Milliseconds now) {
    add_assessment_.run(version, judge, run, now, judgement.level, judgement.score, judgement.confidence,
                        OrNull{judgement.appendix}, OrNull{judgement.quantity}, OrNull{json_array(judgement.claims)},
                        OrNull{judgement.note});
    const std::int64_t id = database_.last_id();
    std::int64_t number = 0;
    for (const JudgedTaxon& taxon : judgement.taxa) {
        for (const JudgedRegime& listed : taxon.regimes)
            add_regime_.run(id, number, listed.regime, listed.listing, OrNull{listed.annotation});
        add_taxon_.run(id, number++, taxon.taxon_id, taxon.scientific_name, taxon.rank, OrNull{taxon.appendix},
                       OrNull{taxon.annotation}, OrNull{taxon.kingdom}, OrNull{taxon.klass}, OrNull{taxon.order},
                       OrNull{taxon.family}, OrNull{json_array(taxon.specimens)});
    }
    number = 0;
    for (const JudgedMatch& match : judgement.matches)
        add_match_.run(id, number++, match.passage, to_string(match.field), match.start, match.end, match.text,
                       match.entry, match.kind, match.language, match.how);
    number = 0;
    for (const JudgedReason& reason : judgement.reasons)
        add_reason_.run(id, number++, reason.rule, reason.points, reason.text, OrNull{json_array(reason.matches)});
    return id;
}

// A dismissal was about the words that stood there then: other words come back to the queue, and the trail says why.
void ListingStore::reopen_if_dismissed(const Known& known, std::int64_t assessment, bool flagged, Milliseconds now) {
    if (known.status != "dismissed" || !flagged) return;
    reopen_.run(known.id);
    Statement trail(database_,
                    "INSERT INTO verdicts(listing_id, assessment_id, at_ms, who, verdict, reason) "
                    "VALUES (?,?,?,'citeswatch','new','text changed')");
    trail.run(known.id, assessment, now);
}

void ListingStore::reassess(RunId run, std::int64_t version, const Judgement& judgement,
                            const std::vector<Contact>& contacts, Milliseconds now) {
    link_contacts(version, contacts);
    const std::int64_t assessment = add_assessment(run, version, judge_id(judgement.by), judgement, now);
    Statement follow(database_,
                     "UPDATE listings SET assessment_id = ?2, level = ?3, score = ?4, appendix = ?5 "
                     "WHERE version_id = ?1 AND id = (SELECT listing_id FROM versions WHERE id = ?1) RETURNING id");
    if (!follow.first(version, assessment, judgement.level, judgement.score, OrNull{judgement.appendix})) return;
    const std::int64_t listing = follow.integer(0);
    follow.reset();
    set_taxa(listing, judgement.taxa);
}

std::int64_t ListingStore::mark_gone(std::int64_t source, const std::string& url, Milliseconds now) {
    gone_.run(source, url, now);
    return database_.changes();
}

std::int64_t ListingStore::seen_again(std::int64_t source, const std::string& url, Milliseconds now) {
    again_.run(source, url, now);
    return database_.changes();
}

}  // namespace casebook
