// What goes into a casebook and comes out of it: plain values, free to copy and to move between threads.
//
// All times are Unix milliseconds, UTC, and come from the caller. Text is UTF-8 as extracted; offsets are byte offsets
// into it. A judged listing names its taxa, words, lists and rules in full, so that a flag explains itself for ever,
// whatever becomes of the lists.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "detector/assess.h"
#include "detector/listing.h"

namespace casebook {

using Milliseconds = std::int64_t;

enum class RunId : std::int64_t {};
enum class PassId : std::int64_t {};
enum class ListingId : std::int64_t {};
enum class CaptureId : std::int64_t {};

// Where a fetch lies in the archive, and the digest of exactly those bytes; file empty when it was not kept.
struct Capture {
    std::string file;  // relative to the archive folder
    std::int64_t offset = 0;
    std::int64_t length = 0;
    std::string sha256;  // hex, of bytes [offset, offset + length)
};

// What a later capture of the same, unchanged page refers to (WARC revisit): the last capture that holds its body.
struct PageCapture {
    std::string record_id, date, payload_digest;  // as in the archive
};

// One attempt to fetch one URL, as it went.
struct FetchRecord {
    std::string url;
    std::string status;  // crawler::to_string(FetchStatus)
    int http_status = 0;
    Milliseconds started_ms = 0;
    std::int64_t elapsed_ms = 0;
    std::string ip;
    std::string content_type;
    std::string redirect_to;
    std::string body_sha256;  // hex, empty when there is no body
    std::int64_t body_bytes = 0;
    std::string error;
    Capture capture;
    std::optional<PageCapture> full;  // this capture holds the body: later ones may refer to it
};

// One thing somebody did with the evidence.
struct CustodyEntry {
    std::int64_t number = 0;
    Milliseconds at_ms = 0;
    std::string who, action, detail;
    std::string sha256;         // of what was handed out or removed, hex
    std::int64_t captures = 0;  // of the evidence chain then, and its head
    std::string head;
};

// A URL of a source's frontier: what the crawler must know to go on after a crash, and to come back another day.
struct PageState {
    std::string url;
    std::int32_t depth = 0;
    std::string kind;             // the source's own word: "page", "sitemap", "search" ...
    std::string context;          // whatever the source needs to go on from here, opaque
    bool in_this_pass = false;    // discovered in the pass asked about
    bool done_this_pass = false;  // fetched (or given up) in it
    std::string etag, last_modified, text_sha256, body_sha256;
    Milliseconds due_ms = 0;  // when to look again, 0: with the next pass
    std::int64_t interval_ms = 0;
    std::int32_t failures = 0;  // in a row
    bool gone = false;
};

// What is remembered of a host between runs.
struct HostState {
    std::string host;  // "https://example.org" or a bare name: the caller's key
    std::string robots;
    Milliseconds robots_fetched_ms = 0;  // 0: never
    Milliseconds backoff_until_ms = 0;
    std::string reason;         // for the back-off, in plain words
    std::int32_t failures = 0;  // in a row
};

// The latest pass of a source.
struct PassState {
    PassId id{};
    std::string source;
    Milliseconds started_ms = 0;
    std::optional<Milliseconds> ended_ms;  // none: interrupted, or under way
};

struct Contact {
    std::string kind;   // email, phone, telegram, whatsapp, wechat, line, instagram, url ...
    std::string value;  // normalised: what makes two of them equal
};

// What a regime beside the Appendices says of a taxon: "EU" "A"; a national list's category; "watch" and the name of
// the watch list for a subject that is no listed taxon.
struct JudgedRegime {
    std::string regime, listing, annotation;
};

struct JudgedTaxon {
    std::string taxon_id, scientific_name, rank, appendix, annotation;
    std::string kingdom, klass, order, family;
    std::vector<std::string> specimens;  // CITES trade term codes
    std::vector<JudgedRegime> regimes{};
};

struct JudgedMatch {
    std::uint32_t passage = 0;  // index into Listing::passages
    detector::Field field = detector::Field::description;
    std::uint32_t start = 0, end = 0;
    std::string text, entry, kind, language, how;
};

struct JudgedReason {
    std::string rule;
    int points = 0;
    std::string text;
    std::vector<std::uint32_t> matches;  // indexes into Judgement::matches
};

// What judged: a row of its own in the casebook, shared by all that it judged.
struct Provenance {
    std::string lists_version, lists_digest, rules_digest, software;
    friend bool operator==(const Provenance&, const Provenance&) = default;
};

struct Judgement {
    detector::Level level = detector::Level::none;
    int score = 0;
    double confidence = 0;
    std::string appendix;  // strictest, empty where nothing is flagged
    std::string quantity;
    std::vector<JudgedTaxon> taxa;
    std::vector<JudgedMatch> matches;
    std::vector<JudgedReason> reasons;
    std::vector<std::string> claims;
    std::string note;  // what went wrong while judging, empty when fine
    Provenance by;

    bool flagged() const { return level != detector::Level::none; }
};

// An advert and what was made of it. Build it with describe() on the worker that judged: it refers to nothing.
struct JudgedListing {
    detector::Listing listing;
    Judgement judgement;
    std::vector<Contact> contacts;
};

// A picture of an advert that was fetched. Its bytes lie in the archive, in the capture of its fetch.
struct Picture {
    std::string url;                          // as the advert names it
    std::string sha256;                       // hex, of the file
    std::optional<std::uint64_t> perceptual;  // none: not decodable, or too plain to be told from others
    std::int64_t bytes = 0;
};

// A kept page that became no advert because its words named nothing, and where it lies.
struct PassedOverPage {
    CaptureId number{};
    Capture capture;
    std::int64_t fetch = 0;
    Milliseconds fetched_ms = 0;
    std::string source, url;
    int http_status = 0;
    std::int32_t depth = 0;  // of the page in its source's frontier, with `kind` and `context`
    std::string kind, context;
};

// What it says when it is read again.
struct PageReading {
    PassedOverPage page;
    std::vector<JudgedListing> listings;  // none: it names nothing still
};

// Everything one fetched page leaves behind; committed whole.
struct Visit {
    std::string source;
    PassId pass{};
    FetchRecord fetch;
    std::optional<PageState> page;      // the page fetched, as it stands now; empty for robots.txt and the like
    std::vector<PageState> discovered;  // new ones are added, known ones are taken into the pass
    std::vector<JudgedListing> listings;
    bool gone = false;               // the adverts of this address are no longer offered (404, 410)
    bool unchanged = false;          // the page is as it was: the advert of this address was seen again
    std::optional<Picture> picture;  // the fetch was for one
    std::string screened_by{};       // not empty: lists and program that passed the page over
};

}  // namespace casebook
