// What the review desk reads beside adverts in full: the queue page by page, its counts, what happened to an advert,
// what verdicts say of rules and words, and how the crawler fares.
//
// A read-only connection like Reader's, used by one thread at a time. The queue is walked by key, never by offset: the
// hundredth page costs what the first does. What it asks for all the time is answered from the columns of `Flagged`,
// where it is given them and they hold the answer, else from the tables.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "casebook/desk.h"
#include "casebook/reader.h"

namespace casebook {

// Where a row stands in an order: what the next page begins behind.
struct Place {
    std::int64_t key = 0;  // score, or first_seen_ms
    ListingId id{};
};

// An advert in one line.
struct QueueRow {
    ListingId id{};
    Place place;
    detector::Level level{};
    int score = 0;
    std::string appendix, status, title, price, seller, location, source, language, assignee;
    std::vector<std::string> taxa;     // the first three
    std::vector<std::string> words;    // the first four that name a taxon, as they stand in the text
    std::vector<std::string> regimes;  // "EU A", where no Appendix speaks
    Milliseconds first_seen_ms = 0;
    bool gone = false;
    std::int64_t assessment = 0;
};

struct Walk {
    Order order = Order::priority;
    std::optional<Place> from;  // the row beside which the page begins; it is not part of the page
    bool backwards = false;     // the page before `from` instead of the one behind it
    std::size_t limit = 50;
};

struct QueuePage {
    std::vector<QueueRow> rows;  // in the order asked for
    bool more = false;           // there are others in the direction of the walk
};

// A count that stops counting where it would take long.
struct BoundedCount {
    std::int64_t count = 0;
    bool at_least = false;  // there may be more
};

struct StatusCount {
    std::string status;
    BoundedCount count;
};

// One entry of an advert's trail: a verdict, an assignment, an export.
struct TrailEntry {
    std::int64_t id = 0;  // of the verdict; 0 for the others
    Milliseconds at_ms = 0;
    std::string who;
    std::string what;  // confirmed | dismissed | unsure | new | note | assigned | exported
    std::string reason, note;
    std::int64_t undoes = 0, batch = 0;  // verdicts; 0: neither
    bool can_undo = false;               // it is the decision that stands
};

struct VersionOf {
    std::int64_t id = 0;
    std::int64_t number = 0;
    Milliseconds first_seen_ms = 0;
    std::string title, price;
    std::vector<std::string> passages;
    std::optional<CaptureOf> capture;
};

struct SavedSearch {
    std::int64_t id = 0;
    std::string name, query;
};

struct Proposal {
    std::int64_t id = 0;
    Milliseconds at_ms = 0;
    std::string who, word, language, kind;
    std::string file, row;  // the table of a list folder, and the line to add
    std::int64_t adverts = 0;
};

// How often what a rule or word raised was right, of the adverts that were decided.
struct Precision {
    std::string name, detail;  // rule; or word and "kind, language"
    std::int64_t confirmed = 0, dismissed = 0;
};

struct SourceState {
    std::string source;
    Milliseconds started_ms = 0;
    std::optional<Milliseconds> ended_ms;
    std::int64_t pages = 0, failing = 0;
    Milliseconds next_due_ms = 0;  // earliest page to look at again; 0: with the next pass
};

struct RunState {
    std::string command, software, outcome;
    Milliseconds started_ms = 0;
    std::optional<Milliseconds> ended_ms;
    std::vector<Count> fetches;  // by outcome
};

struct FetchError {
    std::string source, url, status, error;
    int http_status = 0;
    Milliseconds at_ms = 0;
};

struct Figures {
    Summary summary;
    std::vector<LocationCount> places;
    std::vector<Precision> rules, words;  // of all statuses; those with most false alarms first, two hundred at most
};

class Flagged;

class DeskReader {
  public:
    explicit DeskReader(const std::filesystem::path& file, std::shared_ptr<Flagged> flagged = nullptr);
    ~DeskReader();
    DeskReader(DeskReader&&) noexcept;

    void hold();  // as Reader's
    void release();

    QueuePage page(const Filter& filter, const Walk& walk);
    // By status, whatever status the filter names. Where the adverts have to be read, counting stops at `bound` of them
    // in all.
    std::vector<StatusCount> counts(Filter filter, std::int64_t bound);
    BoundedCount count(const Filter& filter, std::int64_t bound);  // the same for the filter as it is
    Figures figures(const Filter& filter);
    std::vector<QueueRow> rows(std::span<const ListingId> ids);
    // Adverts as they stand, for a decision on several: of those selected (strongest first), or of those named.
    std::vector<Seen> seen(const Filter& filter, std::size_t limit);
    std::vector<Seen> seen(std::span<const ListingId> ids);

    std::vector<TrailEntry> trail(ListingId id);    // in the order it happened
    std::vector<VersionOf> versions(ListingId id);  // newest first

    std::vector<std::string> languages();  // of flagged adverts, most frequent first
    std::vector<std::string> assignees();
    // What stands beside the Appendices on any advert: ("EU", "A") ..., in order.
    std::vector<std::pair<std::string, std::string>> regimes();
    std::vector<SavedSearch> saved_searches(const std::string& owner);
    std::vector<Proposal> proposals();

    std::vector<SourceState> source_states();
    std::vector<RunState> last_runs(std::size_t limit);
    std::vector<FetchError> last_errors(std::size_t limit);
    std::vector<HostState> backing_off(Milliseconds now);

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
