// The one writing hand on a casebook.
//
// Owns the write lock (Duty::crawl) and a writing connection; used by one thread at a time. Opening creates
// the file or brings it to the newest schema. Each call of record(), discover() and so on is one transaction: when it
// returns, all of it is on disk (WAL, synchronous=FULL); when it throws StoreError, none of it is. Killed at any
// instant, the casebook opens again at the last commit.
//
//   Writer writer(file);
//   const RunId run = writer.begin_run("crawl", "citeswatch 0.1.0", now);
//   const Writer::Pass pass = writer.begin_pass("market", now);     // goes on with an unfinished one
//   for (PageState& page : writer.pages(pass.id)) ...               // what is known, what is done already
//   writer.record(run, visits, now);                                // after the archive was synced
//   writer.end_pass(pass.id, now);
//   writer.end_run(run, "finished", now);
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "casebook/records.h"
#include "casebook/time_stamp.h"

namespace casebook {

enum class Duty : std::uint8_t {
    crawl,  // the one that adds captures: holds the write lock for as long as it lives
    desk    // a person's short writes (verdicts, exports): may work beside a crawl; records no captures
};

struct WriterOptions {
    Duty duty = Duty::crawl;

    // Store sellers as keyed digests: the same seller stays recognisable, the name is not kept. The key is made once
    // and lies in "<casebook>.key", not in the casebook. (What a page itself says of its seller stays in its text.)
    bool pseudonymise_sellers = false;
};

// What record() found: adverts by what became of them.
struct Recorded {
    std::int64_t added = 0, changed = 0, unchanged = 0, gone = 0;
    std::int64_t flagged = 0;  // of the added and changed
    Recorded& operator+=(const Recorded& other);
};

class Writer {
  public:
    explicit Writer(const std::filesystem::path& file, const WriterOptions& options = {});
    ~Writer();
    Writer(Writer&&) noexcept;

    RunId begin_run(std::string_view command, std::string_view software, Milliseconds now);
    void end_run(RunId run, std::string_view outcome, Milliseconds now);

    struct Pass {
        PassId id{};
        bool resumed = false;  // an earlier run was interrupted in it
    };
    Pass begin_pass(std::string_view source, Milliseconds now);
    void end_pass(PassId pass, Milliseconds now);
    // The latest pass of every source that ever had one.
    std::vector<PassState> last_passes();
    // Every page known of the pass's source, in the order of discovery.
    std::vector<PageState> pages(PassId pass);
    // Seeds: new addresses are added, known ones taken into the pass.
    void discover(PassId pass, std::span<const PageState> found);

    Milliseconds last_fetch_ms();  // when the newest fetch began, 0: none ever

    std::vector<HostState> hosts();
    void remember(std::span<const HostState> hosts);

    // A batch of fetched pages with their adverts.
    Recorded record(RunId run, std::span<const Visit> visits, Milliseconds now);
    // Adverts that were not fetched by us (scan); Listing::source names where they came from.
    Recorded record(RunId run, std::span<const JudgedListing> listings, Milliseconds now);
    // Stored versions judged again; the old assessments stay. An advert's present state follows only where the version
    // is its newest.
    struct Reassessment {
        std::int64_t version = 0;
        Judgement judgement;
        std::vector<Contact> contacts{};  // added to those the version has
    };
    void reassess(RunId run, std::span<const Reassessment> again, Milliseconds now);
    // Kept pages read again (Reader::passed_over_by_others) by `screened_by`. Their adverts are of the day of the
    // capture: new ones were first and last seen then; words of an advert that were not known become a version of that
    // day, and how it stands now follows only where nothing later was seen. Pages that were purged or read meanwhile
    // are left.
    Recorded reread(RunId run, std::span<const PageReading> pages, std::string_view screened_by, Milliseconds now);

    // The last capture of this page that holds its body; nothing where there is none.
    std::optional<PageCapture> page_capture(std::string_view source, std::string_view url);
    // The redirects of this run that led to `url`, first hop first; at most ten.
    struct Hop {
        std::string url;
        int http_status = 0;
        Milliseconds at_ms = 0;
    };
    std::vector<Hop> hops_to(RunId run, std::string_view url);

    // How far the chains have come, and how much of that a time stamp covers.
    struct ChainState {
        std::int64_t captures = 0, custody = 0;
        std::string head, custody_head;
        std::int64_t stamped_captures = 0, stamped_custody = 0;
        Milliseconds waiting_since_ms = 0;  // of the first capture that no stamp covers; 0: none
        std::string text() const;           // what a stamp over this state signs
        bool all_stamped() const { return captures == stamped_captures && custody == stamped_custody; }
    };
    ChainState chain_state();
    // `anchors`: PEM, as normal_certificates() writes it.
    void record_stamp(const ChainState& state, const TimeStamp& stamp, const std::string& anchors);

    // Custody: what was handed out, to whom it may concern.
    struct Export {
        std::string who, kind, filter, sha256;
        std::vector<ListingId> listings;
        std::string platform{};  // not empty: a notice to this platform
    };
    void record_export(const Export& taken, Milliseconds now);

    struct Parts;

  private:
    std::unique_ptr<Parts> parts_;
};

}  // namespace casebook
