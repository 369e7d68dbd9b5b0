// Reading a casebook: the flagged adverts, one advert in full, the figures behind the charts.
//
// A read-only connection that sees the last commit and never hinders the writer; any number of them, each used by one
// thread at a time. Opening an older or newer schema, or no casebook at all, throws StoreError.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "casebook/records.h"

namespace casebook {

struct Filter {                                          // empty members do not filter
    detector::Level least_level = detector::Level::low;  // none: adverts that were not flagged, too
    std::vector<std::string> appendices;                 // "I", "I/II", "II", "III"
    std::string taxon;                                   // scientific name or id: that taxon and those below it
    std::vector<std::string> sources;
    std::string language;
    std::string status;        // new | confirmed | dismissed | unsure
    std::string since, until;  // "2026-03-01": days of first sight, UTC, both included
    std::string text;          // anywhere in any version's text; one letter alone: in the present one
    std::string seller;
    std::string assignee;  // "-": nobody has it
    std::string rule;      // a reason of this rule led to the flag
    std::string word;      // a match of this entry of the lists did; in one sense, where language and kind are named
    std::string word_language, word_kind;
    bool word_alone = false;           // and nothing else that names a taxon
    std::vector<std::string> regimes;  // "EU", "EU A": one of these stands beside the Appendix of a taxon
    std::vector<ListingId> listings;   // just these
    // Names of sources, or hosts with those below them ("etsy.com"): adverts of any of these.
    std::vector<std::string> platform;
};

enum class Order : std::uint8_t {
    priority,  // highest score first, and among equals first come first
    newest,    // latest first sight first
    oldest
};

// Milliseconds of the first instant of "2026-03-01", UTC; std::invalid_argument when it is no date.
Milliseconds day_start(const std::string& date);

// The filter in words a log or a report can keep: "level >= medium, appendix I, source market"; "all" when empty.
std::string to_string(const Filter& filter);

struct CaptureOf {  // the fetch an advert's version was read from
    CaptureId id{};
    Capture capture;
    std::string link;
    Milliseconds fetched_ms = 0;
    std::string ip;
};

// An advert as it stands, with everything its flag rests on.
struct StoredListing {
    ListingId id{};
    std::int64_t version = 0;
    std::int64_t version_number = 0;
    std::int64_t assessment = 0;
    detector::Listing listing;
    Judgement judgement;
    std::string status;
    std::vector<Contact> contacts;
    Milliseconds first_seen_ms = 0, last_seen_ms = 0, judged_ms = 0;
    std::optional<Milliseconds> gone_ms;
    std::optional<CaptureOf> capture;
};

struct StoredPicture {
    std::int64_t id = 0;
    std::string url, sha256;  // digest empty: not fetched
    std::optional<std::uint64_t> perceptual;
    std::int64_t bytes = 0;
    std::optional<CaptureOf> capture;  // where its bytes lie in the archive
};

struct VerdictEntry {
    Milliseconds at_ms = 0;
    std::string who, verdict, reason, note;
};

struct Referred {  // an advert that stood in a notice to a platform
    ListingId listing{};
    Milliseconds first_ms = 0, last_ms = 0;  // of the notices
    std::int64_t version = 0;                // of the advert, in the last of them
};

struct LocationCount {  // adverts by where they say they are
    std::string location, host;
    std::int64_t count = 0;
};

struct Count {
    std::string name;
    std::int64_t count = 0;
};

// Counts over exactly the adverts a filter selects.
struct Summary {
    std::int64_t listings = 0;
    std::vector<Count> by_level, by_appendix, by_source, by_status, by_language;  // largest first
    std::vector<Count> by_taxon;   // an advert counts once for each of its taxa
    std::vector<Count> by_day;     // "2026-03-01", in order; days without any are left out
    std::vector<Count> by_regime;  // "EU A": once for each regime's listing; empty where no such list was in use
};

class Reader {
  public:
    explicit Reader(const std::filesystem::path& file);
    ~Reader();
    Reader(Reader&&) noexcept;

    // From here on, until release(), every read sees the casebook as it is now, whatever is written meanwhile.
    void hold();
    void release();
    // Strongest first. Streams: memory does not grow with the number; `visit` returns false to stop.
    void each(const Filter& filter, const std::function<bool(const StoredListing&)>& visit);
    std::vector<ListingId> select(const Filter& filter, std::size_t limit, std::size_t offset = 0);
    // Exact. By level, Appendix, source, language and status at once (counts are kept); by anything else the adverts
    // are counted, which a page should not wait for (DeskReader::counts).
    std::int64_t count(const Filter& filter);
    std::optional<StoredListing> listing(ListingId id);
    // Adverts whose present assessment was made by other lists, rules or program than these: the next `limit` of them
    // behind `after`, in the order of their ids.
    std::vector<StoredListing> judged_by_others(const Provenance& these, ListingId after, std::size_t limit);
    // Kept pages that others than `screened_by` passed over: the next `limit` behind `after`, in the chain's order.
    std::vector<PassedOverPage> passed_over_by_others(std::string_view screened_by, CaptureId after, std::size_t limit);
    std::int64_t count_passed_over_by_others(std::string_view screened_by);
    // Pages whose text digest begins so and is not `except`, of which no capture holds the body.
    std::int64_t count_unkept_pages(std::string_view digest_prefix, std::string_view except);
    std::vector<VerdictEntry> verdicts(ListingId id);
    // Of the newest version, in the advert's order.
    std::vector<StoredPicture> pictures(ListingId id);
    std::optional<StoredPicture> picture(std::int64_t id);
    Summary summary(const Filter& filter);
    std::vector<LocationCount> locations(const Filter& filter);
    // Everything ever referred to the platform of that name; in the order of listings.
    std::vector<Referred> referred(const std::string& platform);
    // Names of all sources.
    std::vector<std::string> sources();

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
