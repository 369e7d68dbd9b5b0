#include "casebook/writer.h"

#include <algorithm>

#include "casebook/capture_store.h"
#include "casebook/chain.h"
#include "casebook/custody.h"
#include "casebook/listing_store.h"
#include "casebook/page_store.h"
#include "casebook/passed_over.h"
#include "casebook/picture_store.h"
#include "casebook/pseudonym.h"
#include "casebook/schema.h"
#include "casebook/sql.h"
#include "casebook/write_lock.h"
#include "detector/digest.h"

namespace casebook {

namespace {

Database open_for_writing(const std::filesystem::path& file, Duty duty) {
    // A desk works on what is there; only a crawl makes a new casebook.
    Database database(file, duty == Duty::crawl ? Database::Mode::create : Database::Mode::write);
    // WAL: readers never wait for the writer. FULL: a commit is on the disk when it returns, also after a power cut.
    database.execute(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; "
        "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 67108864");
    migrate(database);
    return database;
}

}  // namespace

Recorded& Recorded::operator+=(const Recorded& other) {
    added += other.added;
    changed += other.changed;
    unchanged += other.unchanged;
    gone += other.gone;
    flagged += other.flagged;
    return *this;
}

struct Writer::Parts {
    Parts(const std::filesystem::path& file, const WriterOptions& options)
        : lock(options.duty == Duty::crawl ? std::make_unique<WriteLock>(file) : nullptr),
          database(open_for_writing(file, options.duty)),
          listings(database, Pseudonyms::of(database, options.pseudonymise_sellers)),
          pages(database),
          captures(database),
          pictures(database),
          passed_over(database),
          add_fetch(database,
                    "INSERT INTO fetches(run_id, source_id, url, status, http_status, started_ms, elapsed_ms, "
                    "ip, content_type, redirect_to, body_sha256, body_bytes, error) "
                    "VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)") {}

    // Runs `body` as one transaction; on failure nothing of it remains, in the file or in memory.
    template <typename Body>
    void atomically(const Body& body) {
        try {
            Transaction transaction(database);
            body();
            transaction.commit();
        } catch (...) {
            listings.forget();
            captures.reload();
            throw;
        }
    }

    std::int64_t source_of(PassId pass) {
        Statement query(database, "SELECT source_id FROM passes WHERE id = ?");
        if (!query.first(pass)) throw StoreError(StoreFault::misuse, "no such pass");
        return query.integer(0);
    }

    void record(RunId run, const Visit& visit, Milliseconds now, Recorded& recorded);

    std::unique_ptr<WriteLock> lock;
    Database database;
    ListingStore listings;
    PageStore pages;
    CaptureStore captures;
    PictureStore pictures;
    PassedOver passed_over;
    Statement add_fetch;
};

void Writer::Parts::record(RunId run, const Visit& visit, Milliseconds now, Recorded& recorded) {
    const std::int64_t source = listings.source_id(visit.source);
    const FetchRecord& fetch = visit.fetch;
    add_fetch.run(run, source, fetch.url, fetch.status, fetch.http_status, fetch.started_ms, fetch.elapsed_ms,
                  OrNull{fetch.ip}, OrNull{fetch.content_type}, OrNull{fetch.redirect_to}, OrNull{fetch.body_sha256},
                  fetch.body_bytes, OrNull{fetch.error});
    const std::int64_t fetch_id = database.last_id();
    if (!fetch.capture.file.empty() && !lock)
        throw StoreError(StoreFault::misuse, "captures belong to the process that holds the lock");
    if (!fetch.capture.file.empty()) {
        captures.append(fetch_id, source, fetch);
        if (!visit.screened_by.empty() && fetch.full) passed_over.add(captures.last(), visit.screened_by);
    }
    for (const PageState& page : visit.discovered) pages.discover(source, visit.pass, page);
    if (visit.page) pages.put(source, visit.pass, *visit.page);
    for (const JudgedListing& judged : visit.listings) listings.put(run, source, fetch_id, judged, now, recorded);
    if (visit.picture) pictures.put(fetch_id, *visit.picture);
    if (visit.unchanged) recorded.unchanged += listings.seen_again(source, fetch.url, now);
    if (visit.gone) recorded.gone += listings.mark_gone(source, fetch.url, now);
}

Writer::Writer(const std::filesystem::path& file, const WriterOptions& options)
    : parts_(std::make_unique<Parts>(file, options)) {}
Writer::~Writer() = default;
Writer::Writer(Writer&&) noexcept = default;

RunId Writer::begin_run(std::string_view command, std::string_view software, Milliseconds now) {
    Statement(parts_->database, "INSERT INTO runs(command, software, started_ms) VALUES (?,?,?)")
        .run(command, software, now);
    return RunId{parts_->database.last_id()};
}

void Writer::end_run(RunId run, std::string_view outcome, Milliseconds now) {
    Statement(parts_->database, "UPDATE runs SET ended_ms = ?, outcome = ? WHERE id = ?").run(now, outcome, run);
}

Writer::Pass Writer::begin_pass(std::string_view source, Milliseconds now) {
    Pass pass;
    parts_->atomically([&] {
        const std::int64_t id = parts_->listings.source_id(std::string(source));
        Statement open(parts_->database,
                       "SELECT id FROM passes WHERE source_id = ? AND ended_ms IS NULL "
                       "ORDER BY id DESC LIMIT 1");
        pass.resumed = open.first(id);
        if (pass.resumed) {
            pass.id = PassId{open.integer(0)};
            return;
        }
        Statement(parts_->database, "INSERT INTO passes(source_id, started_ms) VALUES (?,?)").run(id, now);
        pass.id = PassId{parts_->database.last_id()};
    });
    return pass;
}

void Writer::end_pass(PassId pass, Milliseconds now) {
    Statement(parts_->database, "UPDATE passes SET ended_ms = ? WHERE id = ?").run(now, pass);
}

std::vector<PassState> Writer::last_passes() {
    Statement rows(parts_->database,
                   "SELECT s.name, p.started_ms, p.ended_ms, p.id FROM sources s "
                   "JOIN passes p ON p.id = (SELECT max(id) FROM passes WHERE source_id = s.id) ORDER BY s.id");
    std::vector<PassState> passes;
    while (rows.step()) {
        PassState& pass = passes.emplace_back();
        pass.source = rows.text(0);
        pass.started_ms = rows.integer(1);
        if (!rows.is_null(2)) pass.ended_ms = rows.integer(2);
        pass.id = PassId{rows.integer(3)};
    }
    return passes;
}

std::vector<PageState> Writer::pages(PassId pass) { return parts_->pages.pages(parts_->source_of(pass), pass); }

void Writer::discover(PassId pass, std::span<const PageState> found) {
    parts_->atomically([&] {
        const std::int64_t source = parts_->source_of(pass);
        for (const PageState& page : found) parts_->pages.discover(source, pass, page);
    });
}

Milliseconds Writer::last_fetch_ms() {
    Statement last(parts_->database, "SELECT started_ms FROM fetches ORDER BY id DESC LIMIT 1");
    return last.first() ? last.integer(0) : 0;
}

std::vector<HostState> Writer::hosts() { return parts_->pages.hosts(); }

void Writer::remember(std::span<const HostState> hosts) {
    parts_->atomically([&] {
        for (const HostState& host : hosts) parts_->pages.remember(host);
    });
}

Recorded Writer::record(RunId run, std::span<const Visit> visits, Milliseconds now) {
    Recorded recorded;
    parts_->atomically([&] {
        for (const Visit& visit : visits) parts_->record(run, visit, now, recorded);
    });
    return recorded;
}

Recorded Writer::record(RunId run, std::span<const JudgedListing> listings, Milliseconds now) {
    Recorded recorded;
    parts_->atomically([&] {
        for (const JudgedListing& judged : listings)
            parts_->listings.put(run, parts_->listings.source_id(judged.listing.source), std::nullopt, judged, now,
                                 recorded);
    });
    return recorded;
}

void Writer::reassess(RunId run, std::span<const Reassessment> again, Milliseconds now) {
    parts_->atomically([&] {
        for (const Reassessment& one : again)
            parts_->listings.reassess(run, one.version, one.judgement, one.contacts, now);
    });
}

Recorded Writer::reread(RunId run, std::span<const PageReading> pages, std::string_view screened_by, Milliseconds now) {
    Recorded recorded;
    parts_->atomically([&] {
        for (const PageReading& read : pages) {
            const PassedOverPage& page = read.page;
            if (!parts_->passed_over.settle(page.number, read.listings.empty() ? screened_by : std::string_view{}))
                continue;
            for (const JudgedListing& judged : read.listings)
                parts_->listings.put_past(run, parts_->listings.source_id(page.source), page.fetch, judged,
                                          {.seen = page.fetched_ms, .judged = now}, recorded);
        }
    });
    return recorded;
}

std::optional<PageCapture> Writer::page_capture(std::string_view source, std::string_view url) {
    Statement query(parts_->database,
                    "SELECT p.record_id, p.record_date, p.payload_digest FROM page_captures p "
                    "WHERE p.source_id = (SELECT id FROM sources WHERE name = ?) AND p.url = ? AND p.capture_id NOT IN "
                    "(SELECT capture_id FROM purged_captures)");
    if (!query.first(source, url)) return std::nullopt;
    return PageCapture{query.text(0), query.text(1), query.text(2)};
}

std::vector<Writer::Hop> Writer::hops_to(RunId run, std::string_view url) {
    Statement query(parts_->database,
                    "SELECT url, http_status, started_ms FROM fetches WHERE redirect_to = ? AND run_id = ? "
                    "ORDER BY id DESC LIMIT 1");
    std::vector<Hop> hops;
    std::string to(url);
    while (hops.size() < 10 && query.first(to, run)) {
        hops.push_back({query.text(0), static_cast<int>(query.integer(1)), query.integer(2)});
        to = hops.back().url;
    }
    std::reverse(hops.begin(), hops.end());
    return hops;
}

std::string Writer::ChainState::text() const { return stamped_text(captures, head, custody, custody_head); }

Writer::ChainState Writer::chain_state() {
    Database& database = parts_->database;
    ChainState state;
    const ChainEnd captures = end_of_captures(database), custody = end_of_custody(database);
    state.captures = captures.number;
    state.head = captures.link;
    state.custody = custody.number;
    state.custody_head = custody.link;
    Statement stamped(database, "SELECT captures, custody FROM stamps ORDER BY id DESC LIMIT 1");
    if (stamped.first()) {
        state.stamped_captures = stamped.integer(0);
        state.stamped_custody = stamped.integer(1);
    }
    Statement waiting(database,
                      "SELECT f.started_ms FROM captures c JOIN fetches f ON f.id = c.fetch_id WHERE c.id = ?");
    if (waiting.first(state.stamped_captures + 1)) state.waiting_since_ms = waiting.integer(0);
    return state;
}

void Writer::record_stamp(const ChainState& state, const TimeStamp& stamp, const std::string& anchors) {
    parts_->atomically([&] {
        Statement(parts_->database,
                  "INSERT INTO stamps(captures, head, custody, custody_head, at_ms, authority, token, anchors, sha256) "
                  "VALUES (?,?,?,?,?,?,?,?,?)")
            .run(state.captures, state.head, state.custody, state.custody_head, stamp.at_ms, stamp.authority,
                 Blob{stamp.token}, anchors, detector::to_hex(detector::sha256(stamp.token + anchors)));
    });
}

void Writer::record_export(const Export& taken, Milliseconds now) {
    parts_->atomically([&] {
        Statement(parts_->database,
                  "INSERT INTO exports(at_ms, who, kind, filter, listings, sha256) VALUES (?,?,?,?,?,?)")
            .run(now, taken.who, taken.kind, taken.filter, taken.listings.size(), OrNull{taken.sha256});
        const std::int64_t id = parts_->database.last_id();
        if (!taken.platform.empty())
            Statement(parts_->database, "INSERT INTO referrals VALUES (?,?)").run(id, taken.platform);
        Statement add(parts_->database,
                      "INSERT OR IGNORE INTO export_listings SELECT ?1, id, assessment_id FROM listings WHERE id = ?2");
        for (const ListingId listing : taken.listings) add.run(id, listing);
        log_custody(parts_->database, {.at_ms = now,
                                       .who = taken.who,
                                       .action = "export",
                                       .detail = "export " + std::to_string(id) + ", " + taken.kind + ", " +
                                                 std::to_string(taken.listings.size()) + " adverts: " + taken.filter,
                                       .sha256 = taken.sha256});
    });
}

}  // namespace casebook
